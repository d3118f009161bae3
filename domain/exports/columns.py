"""The columns of the exports: their names, the generations of headers, and what makes a header an export's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """Who wrote an export."""

    GOODREADS = "goodreads"
    STORYGRAPH = "storygraph"


GOODREADS_24 = (
    "Book Id",
    "Title",
    "Author",
    "Author l-f",
    "Additional Authors",
    "ISBN",
    "ISBN13",
    "My Rating",
    "Average Rating",
    "Publisher",
    "Binding",
    "Number of Pages",
    "Year Published",
    "Original Publication Year",
    "Date Read",
    "Date Added",
    "Bookshelves",
    "Bookshelves with positions",
    "Exclusive Shelf",
    "My Review",
    "Spoiler",
    "Private Notes",
    "Read Count",
    "Owned Copies",
)
"""Goodreads' header from 2022 to June 2026."""

GOODREADS_23 = tuple(name for name in GOODREADS_24 if name != "Average Rating")
"""Goodreads' header since June 2026."""

GOODREADS_31 = (
    *GOODREADS_24[:-1],
    "Recommended For",
    "Recommended By",
    "Owned Copies",
    "Original Purchase Date",
    "Original Purchase Location",
    "Condition",
    "Condition Description",
    "BCID",
)
"""Goodreads' header to 2022."""

PRIVATE = frozenset(
    {
        "Private Notes",
        "Recommended For",
        "Recommended By",
        "Original Purchase Date",
        "Original Purchase Location",
        "Condition",
        "Condition Description",
        "BCID",
    }
)
"""Goodreads' columns that are read for nothing; not even a problem quotes them."""

GOODREADS_GENERATIONS = (GOODREADS_31, GOODREADS_24, GOODREADS_23)
"""From the widest to the narrowest, so that the first one that a header covers is its own."""

STORYGRAPH_23 = (
    "Title",
    "Authors",
    "Contributors",
    "ISBN/UID",
    "Format",
    "Read Status",
    "Date Added",
    "Last Date Read",
    "Dates Read",
    "Read Count",
    "Moods",
    "Pace",
    "Character- or Plot-Driven?",
    "Strong Character Development?",
    "Loveable Characters?",
    "Diverse Characters?",
    "Flawed Characters?",
    "Star Rating",
    "Review",
    "Content Warnings",
    "Content Warning Description",
    "Tags",
    "Owned?",
)
"""StoryGraph's header; until 2021 its `ISBN/UID` was called `ISBN`."""

_GOODREADS_NEEDS = ("Title", "Author")
_GOODREADS_ONE_OF = ("Book Id", "Exclusive Shelf", "My Rating")
_STORYGRAPH_NEEDS = ("Title", "Authors", "Read Status")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of one file are laid out.

    `columns` are the trimmed names, one a field; without a header they are Goodreads' own. `generation` is the
    number of columns of the header generation, None for a header that somebody changed. `preamble` counts the
    records before the first row, the header among them.
    """

    format: Format
    generation: int | None
    columns: tuple[str, ...]
    delimiter: str
    preamble: int
    has_header: bool


def missing_columns(names: Collection[str], export: Format) -> list[str]:
    """What a header lacks to be an export's, in words; empty where it is one."""
    if export is Format.STORYGRAPH:
        return [name for name in _STORYGRAPH_NEEDS if name not in names]
    missing = [name for name in _GOODREADS_NEEDS if name not in names]
    if not any(name in names for name in _GOODREADS_ONE_OF):
        missing.append(" or ".join(_GOODREADS_ONE_OF))
    return missing


def format_of(names: Collection[str]) -> Format | None:
    """The export that a header belongs to, or None."""
    for export in Format:
        if not missing_columns(names, export):
            return export
    return None


def nearest_missing(names: Sequence[str]) -> list[str]:
    """What the header lacks of the export that it comes closest to."""
    return min((missing_columns(names, export) for export in Format), key=len)


def generation_of(names: Collection[str], export: Format) -> int | None:
    """The number of columns of the newest header generation all of whose columns are there, or None."""
    if export is Format.STORYGRAPH:
        known = {name for name in STORYGRAPH_23 if name != "ISBN/UID"}
        complete = known.issubset(names) and ("ISBN/UID" in names or "ISBN" in names)
        return len(STORYGRAPH_23) if complete else None
    return next((len(columns) for columns in GOODREADS_GENERATIONS if set(columns).issubset(names)), None)
