"""Real exports: nothing is lost, and the counts are those of an independent reading."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from stdnum import isbn as stdnum_isbn

from domain.exports import Library
from tests.exports_made import read

Rows = list[dict[str, str]]


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("goodreads/*.csv")) + sorted(folder.glob("storygraph/*.csv"))


def _independent(path: Path) -> Rows:
    """The rows of a sound file by the csv module alone; a row wrapped in quotes is read twice."""
    text = path.read_text("utf-8-sig")
    header, *records = (row for row in csv.reader(io.StringIO(text, newline="")) if row)
    rows = [next(csv.reader(record)) if len(record) == 1 else record for record in records]
    return [dict(zip(header, row, strict=True)) for row in rows]


def _has_isbn(row: dict[str, str]) -> bool:
    numbers = (re.sub(r'[="]', "", row.get(name, "")) for name in ("ISBN", "ISBN13", "ISBN/UID"))
    return any(stdnum_isbn.is_valid(number) for number in numbers if number)


def _shelf(row: dict[str, str]) -> str:
    return row["Exclusive Shelf"] if "Exclusive Shelf" in row else row["Read Status"]


@pytest.fixture(scope="module")
def libraries(shared_data: Path) -> dict[Path, Library]:
    return {path: read(path.read_bytes()) for path in _files(shared_data)}


def test_no_row_is_lost_or_rejected(libraries: dict[Path, Library]) -> None:
    for path, library in libraries.items():
        report = library.report
        assert report.rows == len(_independent(path)), path.name
        assert report.rows == report.books + report.duplicates, path.name
        assert report.rejected == 0, path.name
        assert len(library.books) == report.books, path.name


def test_counts_equal_an_independent_reading(libraries: dict[Path, Library]) -> None:
    for path, library in libraries.items():
        rows, books = _independent(path), library.books
        counted = {
            "isbns": sum(book.isbn13 is not None for book in books),
            "dated": sum(book.date_read is not None for book in books),
            "rated": sum(book.my_rating is not None for book in books),
            "reviewed": sum(book.review is not None for book in books),
            "shelved": Counter(book.shelf for book in books),
        }
        assert counted == {
            "isbns": sum(map(_has_isbn, rows)),
            "dated": sum(bool(row.get("Date Read") or row.get("Last Date Read")) for row in rows),
            "rated": sum(row.get("My Rating", row.get("Star Rating")) not in ("0", "") for row in rows),
            "reviewed": sum(bool(row.get("My Review") or row.get("Review")) for row in rows),
            "shelved": Counter(map(_shelf, rows)),
        }, path.name


def test_the_report_counts_what_the_books_say(libraries: dict[Path, Library]) -> None:
    for path, library in libraries.items():
        report, books = library.report, library.books
        assert report.read == sum(book.is_read for book in books), path.name
        assert report.undated_read == sum(book.is_read and book.date_read is None for book in books), path.name
        assert report.without_isbn == sum(book.isbn13 is None for book in books), path.name
        assert sum(report.unread_by_shelf.values()) == report.books - report.read, path.name


def test_titles_are_those_of_the_file(libraries: dict[Path, Library]) -> None:
    for path, library in libraries.items():
        assert [book.title for book in library.books] == [row["Title"].strip() for row in _independent(path)], path.name


def _rewritten(text: str, change: Callable[[list[str]], str]) -> str:
    return "".join(change(row) + "\n" for row in csv.reader(io.StringIO(text, newline="")))


def _wrapped(text: str) -> str:
    header, *rows = list(csv.reader(io.StringIO(text, newline="")))
    return ",".join(header) + "\n" + "".join(_quoted(_line(row)) + "\n" for row in rows)


def _line(row: list[str], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow(row)
    return out.getvalue()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


FAULTS: dict[str, Callable[[str], bytes]] = {
    "wrapped": lambda text: _wrapped(text).encode(),
    "padded": lambda text: _rewritten(text, lambda row: " , ".join(f" {_quoted(cell)} " for cell in row)).encode(),
    "semicolons": lambda text: _rewritten(text, lambda row: _line(row, ";")).encode(),
    "tabs in utf-16": lambda text: (
        codecs.BOM_UTF16_LE + _rewritten(text, lambda row: _line(row, "\t")).encode("utf-16-le")
    ),
    "utf-16 unmarked": lambda text: text.encode("utf-16-be"),
    "marked": lambda text: codecs.BOM_UTF8 + text.encode(),
    "carriage returns": lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n").encode(),
    "all quoted": lambda text: _rewritten(text, lambda row: ",".join(map(_quoted, row))).encode(),
    "blank lines": lambda text: _rewritten(text, lambda row: _line(row) + "\n" + "," * len(row)).encode(),
    "surplus blanks": lambda text: _rewritten(text, lambda row: _line(row) + ",,").encode(),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_made_of_a_real_file_gives_the_same_books(shared_data: Path, fault: str) -> None:
    for path in _files(shared_data):
        if "derived" not in path.name:
            text = path.read_text("utf-8-sig")
            assert read(FAULTS[fault](text)).books == read(text).books, path.name


def test_a_real_file_without_its_header_gives_the_same_books(shared_data: Path) -> None:
    for path in sorted(shared_data.glob("goodreads/*.csv")):
        text = path.read_text("utf-8-sig")
        assert read(text.split("\n", 1)[1]).books == read(text).books, path.name


def test_a_real_file_in_windows_1252_gives_the_same_books(shared_data: Path) -> None:
    texts = [path.read_text("utf-8-sig") for path in _files(shared_data)]
    encodable = [text for text in texts if text.encode("cp1252", "replace").decode("cp1252") == text]
    assert encodable
    for text in encodable:
        assert read(text.encode("cp1252")).books == read(text).books


def test_a_real_file_cut_off_loses_its_last_row_at_most(shared_data: Path) -> None:
    for path in _files(shared_data):
        text = path.read_text("utf-8-sig").rstrip()
        whole = read(text).books
        last = len(text) - text.rindex("\n") - 1
        for missing in (2, last // 3, last // 2, last - 2):
            library = read(text[:-missing])
            assert library.books[: len(whole) - 1] == whole[:-1], path.name
            assert library.report.rows == library.report.books + library.report.rejected, path.name
