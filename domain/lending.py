"""What the catalogue keeps of a series' and an author's books, so that a book without headings may borrow.

Only a book's own headings are lent, never what it borrowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.catalogue import normalised
from domain.enrichment import Findings, Lenders

BOOKS_KEPT = 5
HEADINGS_KEPT = 8
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Shelfmates:
    """Some books of one series or author: the headings of each by its catalogue key, at most five."""

    key: str
    books: Mapping[str, tuple[str, ...]]

    def joined_by(self, book: str, headings: tuple[str, ...]) -> Shelfmates:
        """These with one more book, the oldest making room; a book that is there already is brought up to date."""
        others = [(key, kept) for key, kept in self.books.items() if key != book]
        return Shelfmates(self.key, dict([*others, (book, headings)][-BOOKS_KEPT:]))

    def without(self, book: str) -> tuple[tuple[str, ...], ...]:
        """The headings of the other books, in the order of their keys."""
        return tuple(headings for key, headings in sorted(self.books.items()) if key != book)


def author_key(author: str) -> str:
    """Where the books of an author are kept."""
    return f"author#{normalised(author)}"


def series_key(series: str, author: str) -> str:
    """Where the books of a series are kept; the author tells series of one name apart."""
    return f"series#{normalised(series)}#{normalised(author)}"


def may_lend(findings: Findings) -> tuple[str, ...]:
    """The headings that a book lends: its first eight, if it has at least three; else none."""
    headings = tuple(dict.fromkeys((*findings.subjects, *findings.categories)))
    return headings[:HEADINGS_KEPT] if len(headings) >= _ENOUGH else ()


def needs_to_borrow(findings: Findings) -> bool:
    """Whether a book's own headings are so few that they may say nothing: one in seven has only `Fiction`."""
    return len({*findings.subjects, *findings.categories}) < _ENOUGH


def lenders_of(book: str, series: Shelfmates | None, author: Shelfmates | None) -> Lenders:
    """What a book may borrow from: the others of its series and of its author."""
    return Lenders(
        series=series.without(book) if series else (),
        author=author.without(book) if author else (),
    )


Arrival = tuple[str, str, tuple[str, ...]]
"""A book as it comes to a shelf: the key of its series or author, its own key, and its headings."""


def joined(known: Mapping[str, Shelfmates], arrivals: Iterable[Arrival]) -> dict[str, Shelfmates]:
    """What changes when books arrive."""
    changed: dict[str, Shelfmates] = {}
    for key, book, headings in arrivals:
        before = changed.get(key) or known.get(key) or Shelfmates(key, {})
        after = before.joined_by(book, headings)
        if after != before:
            changed[key] = after
    return changed
