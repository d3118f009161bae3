"""A dashboard as bytes: the same value always gives the same ones."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
_GZIP: Final = 31  # zlib's word for a window of 32 kB in a gzip file; its header names no time


@dataclass(frozen=True, slots=True)
class Members:
    """An object that is made while it is written: its names in order, each with its value."""

    pairs: Iterator[tuple[str, object]]


def to_bytes(value: Mapping[str, object]) -> bytes:
    """Compact UTF-8 JSON with sorted keys. An iterator among the members is written as an array,
    `Members` as an object.

    Raises ValueError for NaN and infinities, which JSON does not have. A lone surrogate, which UTF-8 cannot
    carry, becomes a question mark.
    """
    return b"".join(_parts(value))


def to_gzip(value: Mapping[str, object]) -> bytes:
    """`to_bytes`, compressed. The whole text is never in memory: that of a large library is a hundred megabytes."""
    packer = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
    packed = [packer.compress(part) for part in _parts(value)]
    return b"".join((*packed, packer.flush()))


def _parts(value: Mapping[str, object]) -> Iterator[bytes]:
    """The text, each element of the members of `value` for itself."""
    yield b"{"
    for number, name in enumerate(sorted(value)):
        yield (b"," if number else b"") + _encoded(name) + b":"
        match value[name]:
            case Mapping() as member:
                yield from _object((key, member[key]) for key in sorted(member))
            case Members(pairs):
                yield from _object(pairs)
            case list() | Iterator() as member:
                yield b"["
                yield from _separated(map(_encoded, member))
                yield b"]"
            case member:
                yield _encoded(member)
    yield b"}"


def _object(pairs: Iterable[tuple[str, object]]) -> Iterator[bytes]:
    yield b"{"
    yield from _separated(_encoded(name) + b":" + _encoded(value) for name, value in pairs)
    yield b"}"


def _separated(parts: Iterable[bytes]) -> Iterator[bytes]:
    for number, part in enumerate(parts):
        yield b"," + part if number else part


def _encoded(value: object) -> bytes:
    return _ENCODER.encode(value).encode("utf-8", "replace")
