"""Writing a library in Goodreads' dialect and reading it again gives the same books, whatever is in its cells."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.books import Book
from domain.exports import Library, write_export
from domain.exports.columns import GOODREADS_23, GOODREADS_24, GOODREADS_31
from tests.exports_made import read

SNIPPETS = [
    '"', ",", ";", "\n", "\r\n", "\t", "\0", "\x1f", "\x85", "\u2028", "\ufeff", "\u200f", "\u200d", "e\u0301", "=",
    '="', "<br/>", "<b>", "&amp;", "&lt;", "<", "&#12;", "&#x301;", "<spoiler>", "(Saga, #1)", "(#3)", "#", " ", "  ",
    "None", "Jr.", "read", "to-read", "dnf", "-", "'", "ñ", "日本", "😀", "\u037e", "\u212a", "a", "B", "1",
]  # fmt: skip
hostile = st.one_of(
    st.lists(st.sampled_from(SNIPPETS), max_size=8).map("".join),
    st.text(st.characters(codec="utf-8"), max_size=12),
)
numbers = st.one_of(hostile, st.integers(-4000, 12_000).map(str), st.decimals(-1, 6, places=2).map(str))
dates = st.one_of(
    hostile,
    st.dates().map(lambda day: f"{day:%Y/%m/%d}".rjust(10, "0")),
    st.sampled_from(["2019", "2019/05", "2019/02/30", "05/06/2019"]),
)
isbns = st.one_of(
    hostile,
    st.sampled_from(
        ['="0743273567"', '="9780743273565"', "743273567", "9780553383041", '=""', "B00FU0M3ZU", "9780743273566"]
    ),
)
shelves = st.one_of(hostile, st.lists(st.sampled_from(["fantasy", "to-read", "dnf", "hold", "x (#3)"])).map(", ".join))
CELLS = {
    "Book Id": st.one_of(hostile, st.integers(-1, 50).map(str)),
    "ISBN": isbns,
    "ISBN13": isbns,
    "My Rating": numbers,
    "Average Rating": numbers,
    "Number of Pages": numbers,
    "Year Published": numbers,
    "Original Publication Year": numbers,
    "Date Read": dates,
    "Date Added": dates,
    "Bookshelves": shelves,
    "Bookshelves with positions": shelves,
    "Exclusive Shelf": st.one_of(hostile, st.sampled_from(["read", "to-read", "currently-reading", "dnf", "hold"])),
    "Spoiler": st.one_of(hostile, st.just("true")),
    "Read Count": numbers,
    "Owned Copies": numbers,
}
rows = st.lists(st.tuples(*(CELLS.get(name, hostile) for name in GOODREADS_24)), max_size=5)


def written(cells: list[tuple[str, ...]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([GOODREADS_24, *cells])
    return text.getvalue()


def unnumbered(library: Library) -> list[Book]:
    return [replace(book, row=0, position=0) for book in library.books]


@given(rows)
@settings(deadline=None)
def test_a_library_survives_its_own_export(cells: list[tuple[str, ...]]) -> None:
    library = read(written(cells))
    again = read(write_export(library.books))
    assert unnumbered(again) == unnumbered(library)
    assert (again.report.duplicates, again.report.rejected) == (0, 0)


@given(rows)
@settings(deadline=None)
def test_the_wider_header_loses_nothing_and_the_newest_only_the_average(cells: list[tuple[str, ...]]) -> None:
    books = read(written(cells)).books
    plain = [replace(book, row=0, position=0) for book in books]
    assert unnumbered(read(write_export(books, GOODREADS_31))) == plain
    assert unnumbered(read(write_export(books, GOODREADS_23))) == [replace(book, average_rating=None) for book in plain]


@pytest.mark.parametrize("columns", [GOODREADS_24, GOODREADS_31])
def test_real_libraries_survive(shared_data: Path, columns: tuple[str, ...]) -> None:
    for path in sorted(shared_data.glob("goodreads/*.csv")):
        library = read(path.read_bytes())
        assert read(write_export(library.books, columns)).books == library.books, path.name
