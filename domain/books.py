"""A reader's books, as their library export states them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class ReadingStatus(StrEnum):
    """Where a book stands for its reader; the values are those of the dashboard JSON."""

    READ = "read"
    CURRENTLY_READING = "currently-reading"
    TO_READ = "to-read"
    DID_NOT_FINISH = "did-not-finish"
    OTHER = "other"


class Precision(StrEnum):
    """How much of a date the export states."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A calendar date known to `precision`; parts below the precision are 1."""

    day: dt.date
    precision: Precision = Precision.DAY


@dataclass(frozen=True, slots=True)
class ReadingSpan:
    """One reading of a book: when it began (if stated) and when it ended (if stated)."""

    started: PartialDate | None
    finished: PartialDate | None


@dataclass(frozen=True, slots=True)
class Series:
    """A series a title names. `position` is as printed after the number sign: `1`, `0.5`, `1-3`, or None."""

    name: str
    position: str | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """One book of an export: one row, after duplicates are removed.

    `title` is the exported title, trimmed and NFC; `short_title` is it without series and edition tails.
    `isbn13` and `isbn10` have verified check digits; `isbn_doubtful` says that the export's two ISBNs name
    different books (the 13 is kept as the book's; `isbn10` is the other one). `my_rating` is 0.25 … 5 in
    quarter steps, None when unrated. `shelf` is the exclusive shelf as written, `shelves` the topical ones.
    `review` is plain text.
    """

    book_id: str
    position: int
    row: int
    title: str
    short_title: str
    author: str
    status: ReadingStatus
    goodreads_id: str | None = None
    series: tuple[Series, ...] = ()
    author_last_first: str | None = None
    additional_authors: tuple[str, ...] = ()
    isbn10: str | None = None
    isbn13: str | None = None
    isbn_doubtful: bool = False
    my_rating: float | None = None
    average_rating: float | None = None
    publisher: str | None = None
    binding: str | None = None
    num_pages: int | None = None
    year_published: int | None = None
    original_publication_year: int | None = None
    date_read: PartialDate | None = None
    date_guess: bool = False
    readings: tuple[ReadingSpan, ...] = ()
    date_added: PartialDate | None = None
    shelf: str | None = None
    shelves: tuple[str, ...] = ()
    read_count: int | None = None
    owned_copies: int | None = None
    review: str | None = None
    has_spoilers: bool = False

    @property
    def is_read(self) -> bool:
        """Whether the book counts as read, dated or not."""
        return self.status is ReadingStatus.READ
