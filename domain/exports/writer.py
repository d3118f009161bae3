"""Writing a library in Goodreads' own dialect."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from domain.books import Book, PartialDate, Precision, ReadingStatus
from domain.exports.columns import GOODREADS_24
from domain.exports.reviews import to_markup
from domain.exports.shelves import split_shelves


def write_export(books: Iterable[Book], columns: tuple[str, ...] = GOODREADS_24) -> bytes:
    """The books as a Goodreads export in UTF-8 with one of its headers; what is not kept of a book is blank.

    Reading it again gives the same books of a Goodreads export, numbered without the rows that were left out.
    Readings other than the last, and their beginnings, have no place in this dialect.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for book in books:
        cells = _cells(book)
        writer.writerow([cells.get(name, "") for name in columns])
    return text.getvalue().encode()


def _cells(book: Book) -> dict[str, str]:
    on_shelves = _bookshelves(book)
    return {
        "Book Id": book.goodreads_id or "",
        "Title": book.title,
        "Author": book.author,
        "Author l-f": book.author_last_first or "",
        "Additional Authors": ", ".join(book.additional_authors),
        "ISBN": f'="{book.isbn10 or ""}"',
        "ISBN13": f'="{book.isbn13 or ""}"',
        "My Rating": _number(book.my_rating or 0.0),
        "Average Rating": "" if book.average_rating is None else _number(book.average_rating),
        "Publisher": book.publisher or "",
        "Binding": book.binding or "",
        "Number of Pages": _count(book.num_pages),
        "Year Published": _count(book.year_published),
        "Original Publication Year": _count(book.original_publication_year),
        "Date Read": _date(book.date_read),
        "Date Added": _date(book.date_added),
        "Bookshelves": ", ".join(on_shelves),
        "Bookshelves with positions": ", ".join(f"{name} (#{at})" for at, name in enumerate(on_shelves, start=1)),
        "Exclusive Shelf": book.shelf or "",
        "My Review": to_markup(book.review or ""),
        "Spoiler": "true" if book.has_spoilers else "",
        "Read Count": _count(book.read_count),
        "Owned Copies": _count(book.owned_copies),
    }


def _bookshelves(book: Book) -> tuple[str, ...]:
    """All shelves as Goodreads lists them: not `read`, unless nothing else says where the book stands."""
    if book.shelf is None:
        is_built_in = book.status not in (ReadingStatus.DID_NOT_FINISH, ReadingStatus.OTHER)
        return (book.status.value, *book.shelves) if is_built_in else book.shelves
    is_listed = book.shelf != "read" and split_shelves(book.shelf) == (book.shelf,)
    return (book.shelf, *book.shelves) if is_listed else book.shelves


def _number(value: float) -> str:
    """A decimal in the fewest digits that give it back, without an exponent."""
    return format(Decimal(repr(value)), "f").removesuffix(".0")


def _count(value: int | None) -> str:
    return "" if value is None else str(value)


def _date(date: PartialDate | None) -> str:
    if date is None:
        return ""
    day = date.day
    parts = [f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"]
    return "/".join(parts[: {Precision.YEAR: 1, Precision.MONTH: 2, Precision.DAY: 3}[date.precision]])
