"""The dashboard JSON: what a reader's library and a run's outcomes make together."""

from __future__ import annotations

from domain.dashboard.facts import DATA_SCHEMA_VERSION, EXPORTER_VERSION, RunFacts
from domain.dashboard.serialise import to_bytes, to_gzip
from domain.dashboard.views import Dashboard, build_dashboard, build_preview

__all__ = [
    "DATA_SCHEMA_VERSION",
    "EXPORTER_VERSION",
    "Dashboard",
    "RunFacts",
    "build_dashboard",
    "build_preview",
    "to_bytes",
    "to_gzip",
]
