"""A dashboard as bytes: the same value always gives the same ones."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping


def to_bytes(value: Mapping[str, object]) -> bytes:
    """Compact UTF-8 JSON with sorted keys.

    Raises ValueError for NaN and infinities, which JSON does not have. A lone surrogate, which UTF-8 cannot
    carry, becomes a question mark.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
    return text.encode("utf-8", "replace")


def to_gzip(value: Mapping[str, object]) -> bytes:
    """`to_bytes`, compressed with no time in the header."""
    return gzip.compress(to_bytes(value), compresslevel=6, mtime=0)
