"""Which encoding a file is in.

A byte order mark decides; else UTF-16 by where its NUL bytes stand; else UTF-8 where the bytes are UTF-8;
else Windows-1252. UTF-16 comes before UTF-8 because English text in UTF-16 without a mark is valid UTF-8 too.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

WINDOWS_1252 = "windows-1252"
UTF_8 = "utf-8"

# The UTF-32 marks begin with the UTF-16 ones, so they are asked first.
_MARKS = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# The quotes, commas, digits and dates of any library in UTF-16 put a NUL into one byte of many pairs, and
# into the other byte of none.
_NUL_SHARE = 0.25
_NUL_STRAY_SHARE = 0.02

# Text in Windows-1252 forms a valid UTF-8 sequence by accident once in a long while; a UTF-8 file in which
# some program cut a character in two is full of them.
_SOUND_PER_BROKEN = 20

_CHUNK = 1 << 16
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_BROKEN = re.compile(r"[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding and how to read a file in it.

    `name` is the codec and what is reported; `mark` is the length of the byte order mark in bytes. `dirty`
    says that decoded text may hold control characters, or bytes outside the encoding as lone surrogates.
    """

    name: str
    mark: int = 0
    dirty: bool = False

    @property
    def errors(self) -> str:
        """The error handler: foreign bytes survive as lone surrogates where the codec knows how."""
        return "replace" if self.name.startswith(("utf-16", "utf-32")) else "surrogateescape"


def from_head(head: bytes) -> Encoding | None:
    """The encoding that the first bytes settle by a mark or by their NULs, or None."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, len(mark), dirty=True)
    pairs = len(head) // 2
    if pairs == 0:
        return None
    even, odd = head[: 2 * pairs : 2].count(0) / pairs, head[1 : 2 * pairs : 2].count(0) / pairs
    if odd >= _NUL_SHARE and even <= _NUL_STRAY_SHARE:
        return Encoding("utf-16-le", dirty=True)
    if even >= _NUL_SHARE and odd <= _NUL_STRAY_SHARE:
        return Encoding("utf-16-be", dirty=True)
    return None


def survey(stream: BinaryIO) -> Encoding:
    """The encoding of a whole seekable file; the stream ends up at an unspecified place."""
    stream.seek(0)
    settled = from_head(stream.read(_CHUNK))
    if settled is not None and settled.name != UTF_8:
        return settled
    valid, dirty = _is_utf8(stream)
    if settled is not None or valid or _is_damaged_utf8(stream):
        return Encoding(UTF_8, settled.mark if settled else 0, dirty or not valid)
    return Encoding(WINDOWS_1252, dirty=True)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        yield chunk


def _is_utf8(stream: BinaryIO) -> tuple[bool, bool]:
    """Whether all is UTF-8, be its last character cut off, and whether the text needs cleaning."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    dirty = False
    for chunk in _chunks(stream):
        dirty = dirty or len(chunk.translate(None, _CONTROLS)) < len(chunk)
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            return False, True
    return True, dirty or bool(decoder.getstate()[0])


def _is_damaged_utf8(stream: BinaryIO) -> bool:
    """Whether sound characters outweigh the broken bytes by far."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    sound = broken = 0
    for chunk in _chunks(stream):
        text = decoder.decode(chunk)
        bad = len(_BROKEN.findall(text))
        broken += bad
        sound += len(_BEYOND_ASCII.findall(text)) - bad
    return sound >= _SOUND_PER_BROKEN * broken


def mend(text: str) -> str:
    """The text with each byte that was foreign to its encoding read as Windows-1252, else as U+FFFD."""
    return _BROKEN.sub(_mended, text)


def is_broken(text: str) -> bool:
    """Whether a byte foreign to the encoding stands in the text."""
    return not text.isascii() and _BROKEN.search(text) is not None


def _mended(match: re.Match[str]) -> str:
    return bytes([ord(match.group()) - 0xDC00]).decode(WINDOWS_1252, "replace")
