"""A second opinion on files that are neither marked nor UTF-8.

charset-normalizer's best guess turns ñ into ń in most real libraries, so it is never followed, only reported.
"""

from __future__ import annotations

import codecs
from typing import BinaryIO

from domain.exports.encoding import WINDOWS_1252

_SAMPLE_LINES = 200
_SAMPLE_BYTES = 1 << 16


def suspected_encoding(stream: BinaryIO) -> str | None:
    """The encoding that charset-normalizer would rather read the file in, where it is not Windows-1252."""
    from charset_normalizer import from_bytes

    best = from_bytes(_telling_lines(stream)).best()
    if best is None or _family(best.encoding) == _family(WINDOWS_1252):
        return None
    return best.encoding


def _telling_lines(stream: BinaryIO) -> bytes:
    """The first lines that hold a byte beyond ASCII; the others say nothing."""
    stream.seek(0)
    lines: list[bytes] = []
    size = 0
    while len(lines) < _SAMPLE_LINES and size < _SAMPLE_BYTES and (line := stream.readline(_SAMPLE_BYTES)):
        if not line.isascii():
            lines.append(line)
            size += len(line)
    return b"".join(lines)


def _family(name: str) -> str:
    canonical = codecs.lookup(name).name
    return "cp1252" if canonical in {"iso8859-1", "iso8859-15", "ascii"} else canonical
