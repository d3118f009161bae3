"""Export files made for tests, in the shapes that the exports have."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence

from domain.books import Book
from domain.exports import Library, Report, read_export
from domain.exports.columns import GOODREADS_24, STORYGRAPH_23

TODAY = dt.date(2026, 11, 24)

EARTHSEA: Mapping[str, str] = {
    "Book Id": "13642",
    "Title": "A Wizard of Earthsea (Earthsea Cycle, #1)",
    "Author": "Ursula K. Le Guin",
    "Author l-f": "Le Guin, Ursula K.",
    "ISBN": '="0553383043"',
    "ISBN13": '="9780553383041"',
    "My Rating": "4",
    "Average Rating": "4.01",
    "Publisher": "Spectra",
    "Binding": "Paperback",
    "Number of Pages": "183",
    "Year Published": "2004",
    "Original Publication Year": "1968",
    "Date Read": "2019/05/31",
    "Date Added": "2018/01/02",
    "Bookshelves": "fantasy, re-read",
    "Bookshelves with positions": "fantasy (#12), re-read (#3)",
    "Exclusive Shelf": "read",
    "Read Count": "1",
    "Owned Copies": "0",
}
"""A row of Goodreads' export with nothing wrong about it."""

PIRANESI: Mapping[str, str] = {
    "Title": "Piranesi",
    "Authors": "Susanna Clarke",
    "ISBN/UID": "9781635575637",
    "Format": "hardcover",
    "Read Status": "read",
    "Date Added": "2021/01/05",
    "Last Date Read": "2021/02/03",
    "Dates Read": "2021/01/30-2021/02/03",
    "Read Count": "1",
    "Star Rating": "4.75",
}
"""A row of StoryGraph's export with nothing wrong about it."""


def csv_text(rows: Iterable[Mapping[str, str]], columns: Sequence[str] = GOODREADS_24, *, delimiter: str = ",") -> str:
    """A file with a header; what a row does not state is blank."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return text.getvalue()


def read(data: bytes | str) -> Library:
    """The library in a file."""
    return read_export(data.encode() if isinstance(data, str) else data, today=TODAY)


def goodreads_book(**cells: str) -> Book:
    """The one book of a Goodreads row that differs in these cells, named like `My_Rating`, from a sound one."""
    return _only(goodreads_library(**cells))


def goodreads_library(**cells: str) -> Library:
    """The library of that one row."""
    return read(csv_text([{**EARTHSEA} | {name.replace("_", " "): cell for name, cell in cells.items()}]))


def storygraph_book(changed: Mapping[str, str]) -> Book:
    """The one book of a StoryGraph row that differs in these cells from a sound one."""
    return _only(read(csv_text([{**PIRANESI, **changed}], STORYGRAPH_23)))


def kinds(report: Report) -> list[str]:
    """The kinds of the problems, in their order."""
    return [problem.kind.value for problem in report.problems]


def _only(library: Library) -> Book:
    (book,) = library.books
    return book
