"""A row of Goodreads' export as a book.

Private notes, who recommended a book, where and when it was bought, its condition and BCID are not among the
columns read here, so they are stored nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from domain.books import Book, PartialDate, ReadingSpan
from domain.exports import isbns, numbers, people, reviews, shelves, text
from domain.exports.dates import Calendar, is_guess
from domain.exports.identity import BookIds
from domain.exports.memo import Column, Memo
from domain.exports.picking import Picker
from domain.exports.problems import ProblemKind
from domain.exports.report import Ledger
from domain.exports.titles import parse_title

_COLUMNS = (
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
    "Read Count",
    "Owned Copies",
)


class GoodreadsRows:
    """Makes books of rows whose fields stand under `columns`."""

    ID_COLUMN = "Book Id"

    def __init__(self, columns: Sequence[str], calendar: Calendar, ids: BookIds, ledger: Ledger) -> None:
        self._pick = Picker(columns, _COLUMNS)
        self._has_shelves = "Exclusive Shelf" in columns
        self._ids = ids
        self._ledger = ledger
        year = partial(numbers.parse_year, last_year=calendar.last_year)
        self._names = Memo(text.name)
        self._people = Memo(people.split_people)
        self._statuses = Memo(shelves.status_of_shelf)
        self._topical = Memo(shelves.topical_shelves)
        self._book_id = Column("Book Id", numbers.parse_book_id, ledger)
        self._isbn = Column("ISBN", isbns.read_isbn, ledger)
        self._isbn13 = Column("ISBN13", isbns.read_isbn, ledger)
        self._rating = Column("My Rating", numbers.parse_rating, ledger)
        self._average = Column("Average Rating", numbers.parse_average, ledger)
        self._pages = Column("Number of Pages", numbers.parse_pages, ledger)
        self._year = Column("Year Published", year, ledger)
        self._original_year = Column("Original Publication Year", year, ledger)
        self._date_read = Column("Date Read", partial(_parse_reading, calendar), ledger)
        self._date_added = Column("Date Added", calendar.date, ledger)
        self._read_count = Column("Read Count", numbers.parse_count, ledger)
        self._owned = Column("Owned Copies", numbers.parse_count, ledger)

    def book(self, fields: list[str], row: int, position: int) -> Book | None:
        """The book of a row, or None where the row has no title."""
        (
            book_id, title, author, author_l_f, additional, isbn, other_isbn, my_rating, average, publisher,
            binding, pages, year, original_year, date_read, date_added, bookshelves, with_positions, exclusive,
            review, spoiler, read_count, owned,
        ) = self._pick(fields)  # fmt: skip
        full_title = text.one_line(title)
        if not full_title:
            return None
        names = self._names
        writer = names[author] or ""
        if not writer:
            self._ledger.note(ProblemKind.NO_AUTHOR, "Author", full_title)
        others = self._people[additional]
        isbn10, isbn13, is_doubtful = self._isbns(isbn, other_isbn)
        short_title, series = parse_title(full_title)
        finished, guessed, readings = self._date_read[date_read]
        times = self._read_count[read_count]
        stars = self._rating[my_rating]
        shelf = names[exclusive]
        topical = self._topical[bookshelves or with_positions]
        was_read = finished is not None or bool(times)
        if shelf is not None:
            status = self._statuses[shelf] or shelves.status_on_own_shelf(was_read=was_read)
            if shelf in topical:
                topical = tuple(name for name in topical if name != shelf)
        else:
            if self._has_shelves:
                self._ledger.note(ProblemKind.NO_SHELF, "Exclusive Shelf")
            was_read = was_read or stars is not None
            status = shelves.status_without_shelf(bookshelves or with_positions, was_read=was_read)
        goodreads_id = self._book_id.read(book_id)
        bound = names[binding]
        # By position: to name thirty-one arguments takes a tenth of the time of reading a row.
        return Book(
            goodreads_id or self._ids.made(isbn13, full_title, (writer, *others)),
            position,
            row,
            full_title,
            short_title,
            writer,
            status,
            goodreads_id,
            series,
            names[author_l_f],
            others,
            isbn10,
            isbn13,
            is_doubtful,
            stars,
            self._average[average],
            names[publisher],
            bound,
            None if pages == "0" and _is_audio(bound) else self._pages[pages],
            self._year[year],
            self._original_year[original_year],
            finished,
            guessed,
            readings,
            self._date_added[date_added],
            shelf,
            topical,
            times,
            self._owned[owned],
            reviews.plain_text(review) if review else None,
            bool(spoiler or review) and reviews.has_spoilers(spoiler, review),
        )

    def _isbns(self, isbn: str, isbn13: str) -> tuple[str | None, str | None, bool]:
        """The ISBN10, the ISBN13 and whether they name different books."""
        pair = isbns.read_pair(isbn, isbn13)
        if pair is not None:
            return *pair, False
        combined = isbns.combine(self._isbn.read(isbn), self._isbn13.read(isbn13))
        if combined[2]:
            self._ledger.note(ProblemKind.ISBN_CONFLICT, "ISBN", isbn)
        return combined


_Reading = tuple[PartialDate | None, bool, tuple[ReadingSpan, ...]]


def _parse_reading(calendar: Calendar, cell: str) -> tuple[_Reading, ProblemKind | None]:
    """What `Date Read` says: the date, whether it is likely a guess, and the one reading it ends."""
    date, fault = calendar.date(cell)
    readings = (ReadingSpan(None, date),) if date else ()
    return (date, is_guess(date), readings), fault


def _is_audio(binding: str | None) -> bool:
    """Whether a book has no pages by its nature."""
    lowered = (binding or "").casefold()
    return any(word in lowered for word in ("audi", "cd", "mp3", "cassette"))
