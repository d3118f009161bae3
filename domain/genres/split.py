"""A heading's parts: `Fiction, fantasy, epic` and `FICTION / Fantasy / Epic` both start at their head."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final


class Shape(Enum):
    """How the parts of a heading belong together."""

    PLAIN = auto()
    """One term, nothing to split."""
    PATH = auto()
    """A trade path, from the general to the special: `Art / History / General`."""
    SUBDIVIDED = auto()
    """A library heading with its subdivisions: `Magic -- Fiction`, `France, history, 1789-1799`."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A cleaned heading in parts, outermost first; `qualifiers` stood in brackets."""

    shape: Shape
    parts: tuple[str, ...]
    qualifiers: tuple[str, ...] = ()


_BRACKETS: Final = re.compile(r"\s*\(([^()]*)\)")
# A slash between digits belongs to a number, so it needs a letter or a blank on one side.
_PATH: Final = re.compile(r"\s*(?:->|>|(?<!\d)/|/(?!\d))\s*")
_SUBDIVISION: Final = re.compile(r"\s*--+\s*|\s+[-–—:;]\s+|[;:]\s+|,\s+|\.\s+")


def split(cleaned: str) -> Heading:
    """Split a cleaned heading. `parts` is empty only where nothing but brackets and separators was there."""
    qualifiers: tuple[str, ...] = ()
    text = cleaned
    if "(" in text:
        qualifiers = tuple(found for found in _BRACKETS.findall(text) if found)
        text = _BRACKETS.sub("", text)
    shape = Shape.PATH
    pieces = _PATH.split(text)
    if len(pieces) == 1:
        shape = Shape.SUBDIVIDED
        pieces = _SUBDIVISION.split(text)
    parts = tuple(piece for piece in (piece.strip(" .,;:-") for piece in pieces) if piece)
    if len(parts) <= 1:
        shape = Shape.PLAIN
    return Heading(shape, parts, qualifiers)
