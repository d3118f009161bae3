"""Shelves: the exclusive one, which says where a book stands, and the topical ones, which say what it is."""

from __future__ import annotations

import re
import unicodedata

from domain.books import ReadingStatus
from domain.exports.text import single_spaced

_NOT_LETTERS = re.compile(r"[\W_]+")
_STATUSES = {
    "read": ReadingStatus.READ,
    "currentlyreading": ReadingStatus.CURRENTLY_READING,
    "toread": ReadingStatus.TO_READ,
    "didnotfinish": ReadingStatus.DID_NOT_FINISH,
    "didntfinish": ReadingStatus.DID_NOT_FINISH,
    "dnf": ReadingStatus.DID_NOT_FINISH,
    "abandoned": ReadingStatus.DID_NOT_FINISH,
    "dropped": ReadingStatus.DID_NOT_FINISH,
    "gaveup": ReadingStatus.DID_NOT_FINISH,
    "unfinished": ReadingStatus.DID_NOT_FINISH,
}
_BUILT_IN = ("read", "currently-reading", "to-read")
_POSITION = re.compile(r" ?\(#\d+\)$")


def status_of_shelf(shelf: str) -> ReadingStatus | None:
    """The status that an exclusive shelf names in any spelling (`Did Not Finish`, `gave_up`), or None."""
    return _STATUSES.get(_NOT_LETTERS.sub("", unicodedata.normalize("NFKC", shelf).casefold()))


def status_on_own_shelf(*, was_read: bool) -> ReadingStatus:
    """The status on an exclusive shelf of the reader's own."""
    return ReadingStatus.READ if was_read else ReadingStatus.OTHER


def status_without_shelf(bookshelves: str, *, was_read: bool) -> ReadingStatus:
    """The status of a book without an exclusive shelf: that of the first shelf that names one."""
    named = map(status_of_shelf, split_shelves(bookshelves))
    return next(filter(None, named), None) or status_on_own_shelf(was_read=was_read)


def split_shelves(cell: str) -> tuple[str, ...]:
    """The shelves of `Bookshelves` or `Bookshelves with positions` in their order, each once, no position."""
    if not cell:
        return ()
    names = [name.strip() for name in single_spaced(cell).split(",")]
    if "(#" in cell:
        names = [_POSITION.sub("", name) for name in names]
    return tuple(dict.fromkeys(filter(None, names)))


def topical_shelves(cell: str) -> tuple[str, ...]:
    """The shelves of a cell without those that are built in."""
    return tuple([name for name in split_shelves(cell) if name not in _BUILT_IN])
