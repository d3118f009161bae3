"""A library's genres: each book by its own evidence, then the silent ones by what they may borrow."""

from __future__ import annotations

from collections.abc import Sequence

from domain.genres.borrow import borrow
from domain.genres.entry import Classification, Entry
from domain.genres.resolve import resolve
from domain.genres.votes import tally_entry


def classify_library(entries: Sequence[Entry]) -> list[Classification]:
    """One classification for each entry, in the same order.

    The same entries give the same answer; the order of a book's subjects does not matter.
    """
    own = [resolve(tally_entry(entry), entry.publication_year) for entry in entries]
    return borrow(entries, own)
