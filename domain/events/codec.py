"""Events as they are stored: their data deflated, and nothing that their place says already."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping

_RAW_DEFLATE = -15


def pack(data: Mapping[str, object]) -> bytes:
    """`data` as deflated JSON, without `book_id`. The same data gives the same bytes."""
    shown = {name: value for name, value in data.items() if name != "book_id"}
    text = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    deflater = zlib.compressobj(9, zlib.DEFLATED, _RAW_DEFLATE)
    return deflater.compress(text.encode()) + deflater.flush()


def unpack(packed: bytes, book_id: str | None) -> dict[str, object]:
    """The inverse of `pack`. zlib.error or ValueError when `packed` is no such thing."""
    data = json.loads(zlib.decompress(packed, _RAW_DEFLATE))
    if not isinstance(data, dict):
        raise ValueError("an event's data is an object")
    return data if book_id is None else {"book_id": book_id, **data}
