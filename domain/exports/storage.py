"""A library as compact JSON, the same bytes for the same library, and back."""

from __future__ import annotations

import datetime as dt
import json
from typing import Required, TypedDict, cast

from domain.books import Book, PartialDate, Precision, ReadingSpan, ReadingStatus, Series
from domain.exports.library import Library
from domain.exports.report import Report, ReportJson

VERSION = 1

_LENGTHS = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}
_PRECISIONS = {length: precision for precision, length in _LENGTHS.items()}


class _BookJson(TypedDict, total=False):
    """The fields of a book that are not at their defaults; dates as `2019-05-31`, `2019-05` or `2019`."""

    book_id: Required[str]
    position: Required[int]
    row: Required[int]
    title: Required[str]
    short_title: str
    author: Required[str]
    status: Required[str]
    goodreads_id: str
    series: list[list[str | None]]
    author_last_first: str
    additional_authors: list[str]
    isbn10: str
    isbn13: str
    isbn_doubtful: bool
    my_rating: float
    average_rating: float
    publisher: str
    binding: str
    num_pages: int
    year_published: int
    original_publication_year: int
    date_read: str
    date_guess: bool
    readings: list[list[str | None]]
    date_added: str
    shelf: str
    shelves: list[str]
    read_count: int
    owned_copies: int
    review: str
    has_spoilers: bool


class _LibraryJson(TypedDict):
    version: int
    books: list[_BookJson]
    report: ReportJson


class UnknownVersion(ValueError):
    """The stored library was written in a version of the format that this code does not know."""


def library_to_json(library: Library) -> bytes:
    """The library in UTF-8 JSON: `version`, `books` (without the fields at their defaults) and `report`."""
    data: _LibraryJson = {
        "version": VERSION,
        "books": [_to_json(book) for book in library.books],
        "report": library.report.to_json(),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def library_from_json(stored: bytes) -> Library:
    """The library that `library_to_json` was given. Raises `UnknownVersion`."""
    data = cast(_LibraryJson, json.loads(stored))
    if data["version"] != VERSION:
        raise UnknownVersion(data["version"])
    return Library(tuple(map(_from_json, data["books"])), Report.from_json(data["report"]))


def _to_json(book: Book) -> _BookJson:
    everything = {
        "book_id": book.book_id,
        "position": book.position,
        "row": book.row,
        "title": book.title,
        "short_title": book.short_title if book.short_title != book.title else None,
        "author": book.author,
        "status": book.status.value,
        "goodreads_id": book.goodreads_id,
        "series": [[series.name, series.position] for series in book.series],
        "author_last_first": book.author_last_first,
        "additional_authors": book.additional_authors,
        "isbn10": book.isbn10,
        "isbn13": book.isbn13,
        "isbn_doubtful": book.isbn_doubtful,
        "my_rating": book.my_rating,
        "average_rating": book.average_rating,
        "publisher": book.publisher,
        "binding": book.binding,
        "num_pages": book.num_pages,
        "year_published": book.year_published,
        "original_publication_year": book.original_publication_year,
        "date_read": _date_to_json(book.date_read),
        "date_guess": book.date_guess,
        "readings": [[_date_to_json(span.started), _date_to_json(span.finished)] for span in book.readings],
        "date_added": _date_to_json(book.date_added),
        "shelf": book.shelf,
        "shelves": book.shelves,
        "read_count": book.read_count,
        "owned_copies": book.owned_copies,
        "review": book.review,
        "has_spoilers": book.has_spoilers,
    }
    return cast(_BookJson, {name: value for name, value in everything.items() if _is_stated(value)})


def _from_json(stored: _BookJson) -> Book:
    return Book(
        book_id=stored["book_id"],
        position=stored["position"],
        row=stored["row"],
        title=stored["title"],
        short_title=stored.get("short_title", stored["title"]),
        author=stored["author"],
        status=ReadingStatus(stored["status"]),
        goodreads_id=stored.get("goodreads_id"),
        series=tuple(Series(name or "", position) for name, position in stored.get("series", ())),
        author_last_first=stored.get("author_last_first"),
        additional_authors=tuple(stored.get("additional_authors", ())),
        isbn10=stored.get("isbn10"),
        isbn13=stored.get("isbn13"),
        isbn_doubtful=stored.get("isbn_doubtful", False),
        my_rating=stored.get("my_rating"),
        average_rating=stored.get("average_rating"),
        publisher=stored.get("publisher"),
        binding=stored.get("binding"),
        num_pages=stored.get("num_pages"),
        year_published=stored.get("year_published"),
        original_publication_year=stored.get("original_publication_year"),
        date_read=_date_from_json(stored.get("date_read")),
        date_guess=stored.get("date_guess", False),
        readings=tuple(
            ReadingSpan(_date_from_json(started), _date_from_json(finished))
            for started, finished in stored.get("readings", ())
        ),
        date_added=_date_from_json(stored.get("date_added")),
        shelf=stored.get("shelf"),
        shelves=tuple(stored.get("shelves", ())),
        read_count=stored.get("read_count"),
        owned_copies=stored.get("owned_copies"),
        review=stored.get("review"),
        has_spoilers=stored.get("has_spoilers", False),
    )


def _is_stated(value: object) -> bool:
    """Whether a value differs from what the field is without it; 0 does, though it equals False."""
    return value is not None and value is not False and value not in ((), [])


def _date_to_json(date: PartialDate | None) -> str | None:
    return None if date is None else date.day.isoformat()[: _LENGTHS[date.precision]]


def _date_from_json(stored: str | None) -> PartialDate | None:
    if stored is None:
        return None
    precision = _PRECISIONS[len(stored)]
    return PartialDate(dt.date.fromisoformat(stored + "0001-01-01"[len(stored) :]), precision)
