"""The functions' code as Lambda takes it: one deterministic zip a function, built without Docker."""

from __future__ import annotations

from local.bundles.build import Bundle, Platform, build_bundles
from local.bundles.errors import BundleError

__all__ = ["Bundle", "BundleError", "Platform", "build_bundles"]
