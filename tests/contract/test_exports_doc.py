"""`docs/exports.md` says what the reader does: every fault in its tables is made here, and read."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.books import Book, PartialDate, Precision
from domain.exports import MAX_BYTES, MAX_ROWS, NotAnExport, ProblemKind
from domain.exports.columns import GOODREADS_23, GOODREADS_24, GOODREADS_31, PRIVATE, STORYGRAPH_23
from domain.exports.problems import ACTIONS
from domain.exports.report import MAX_DETAILS
from tests.exports_made import EARTHSEA, csv_text, read

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "exports.md").read_text("utf-8")

ROWS = [{**EARTHSEA, "Book Id": str(at), "Title": f"Año {at} ünd naïve" * 3} for at in range(1, 31)]
TEXT = csv_text(ROWS)
LINE = csv_text([EARTHSEA]).splitlines()[1]
POLISH = csv_text([{**row, "Title": "Zażółć gęślą jaźń, pchnąć w tę łódź"} for row in ROWS])


def table(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without its head."""
    section = DOCUMENT.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def code(cell: str) -> str:
    return cell.strip("`")


def with_row(line: str) -> str:
    """Thirty sound rows and another line."""
    return f"{TEXT}{line}\n"


def wrapped(text: str) -> str:
    header, *lines = text.splitlines()
    return "\n".join((header, *('"' + line.replace('"', '""') + '"' for line in lines)))


FAULTS: dict[str, Callable[[], str | bytes]] = {
    "byte order mark": lambda: codecs.BOM_UTF8 + TEXT.encode(),
    "UTF-16 without a mark": lambda: TEXT.encode("utf-16-le"),
    "not UTF-8": lambda: TEXT.encode("cp1252"),
    "most likely another encoding": lambda: POLISH.encode("cp1250"),
    "some broken bytes in UTF-8": lambda: TEXT.encode().replace("Año 7".encode(), b"A\xf1o 7"),
    "cut off inside a character": lambda: (TEXT + LINE.replace(",,,,1,0", ",ñ")).encode()[:-1],
    "no header": lambda: TEXT.split("\n", 1)[1],
    "other line ends": lambda: TEXT.replace("\n", "\r\n"),
    "other delimiter": lambda: csv_text(ROWS, delimiter=";"),
    "padded cells": lambda: TEXT.replace(',"', ' , "').replace('",', '" ,'),
    "wrapped rows": lambda: wrapped(TEXT),
    "blank lines": lambda: TEXT.replace("\n", "\n\n ,,,\n"),
    "line breaks inside cells": lambda: csv_text([*ROWS, {**EARTHSEA, "Title": "A\nB", "My Review": "a\nb"}]),
    "NUL bytes": lambda: TEXT.replace("Año 7", "A\0ño 7"),
    "stray delimiter": lambda: with_row(LINE.replace('"Le Guin, Ursula K."', "Le Guin, Ursula K.")),
    "trimmed row": lambda: with_row(LINE.removesuffix(",,,,1,0")),
    "shifted row": lambda: with_row(LINE.replace("2019/05/31,", "")),
    "lost closing quote": lambda: with_row(LINE.replace('(#3)"', "(#3)")) + LINE.replace("13642", "7777") + "\n",
    "last row cut off": lambda: TEXT + LINE[:60],
    "two files in one": lambda: TEXT + TEXT.split("\n", 1)[0] + "\n" + LINE,
    "repeated Book Id": lambda: with_row(LINE.replace("13642", "7")),
    "no title": lambda: csv_text([*ROWS, {**EARTHSEA, "Title": " "}]),
    "enormous cell": lambda: csv_text([*ROWS, {**EARTHSEA, "My Review": "x" * (1 << 21)}]),
}

OF_WINDOWS_1252 = {"windows_1252", "encoding_doubtful"}

KEPT: dict[str, Callable[[Book], object]] = {
    "Book Id": lambda book: book.goodreads_id,
    "Author": lambda book: book.author or None,
    "ISBN": lambda book: book.isbn13,
    "ISBN` and `ISBN13": lambda book: book.isbn13,
    "My Rating": lambda book: book.my_rating,
    "Average Rating": lambda book: book.average_rating,
    "Number of Pages": lambda book: book.num_pages,
    "Year Published": lambda book: book.year_published,
    "Date Read": lambda book: shown(book.date_read),
    "Exclusive Shelf": lambda book: book.shelf,
    "Read Count": lambda book: book.read_count,
}


def shown(date: PartialDate | None) -> str | None:
    lengths = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
    return date.day.isoformat()[: lengths[date.precision]] if date else None


def test_every_fault_of_files_has_an_example() -> None:
    assert [row[0] for row in table("Faults of files and rows")] == list(FAULTS)


@pytest.mark.parametrize(("fault", "_seen", "happens", "problem"), table("Faults of files and rows"))
def test_faults_of_files_and_rows(fault: str, _seen: str, happens: str, problem: str) -> None:
    library = read(FAULTS[fault]())
    found = {kind.value for kind in library.report.counts}
    if code(problem) in OF_WINDOWS_1252:
        assert code(problem) in found <= OF_WINDOWS_1252
    else:
        assert found == ({code(problem)} if problem else set())
    if problem and fault != "cut off inside a character":
        assert happens == ACTIONS[ProblemKind(code(problem))]
    if "encoding" not in fault:
        assert [book.row for book in library.books if book.title.startswith("Año")] == list(range(1, 31))


@pytest.mark.parametrize(("column", "cell", "kept", "problem", "happens"), table("Faults of cells"))
def test_faults_of_cells(column: str, cell: str, kept: str, problem: str, happens: str) -> None:
    columns, cells = code(column).split("` and `"), code(cell).split("` and `")
    row = {**EARTHSEA, "ISBN": "", "ISBN13": "", **dict(zip(columns, cells, strict=True))}
    library = read(csv_text([row]))
    (book,) = library.books
    value = KEPT[code(column)](book)
    assert kept == ("nothing" if value is None else str(value))
    assert library.report.counts_by_kind() == ({code(problem): 1} if problem else {})
    assert happens == (ACTIONS[ProblemKind(code(problem))] if problem else "")


def test_every_kind_of_problem_is_described() -> None:
    described = {code(row[3]) for heading in ("Faults of files and rows", "Faults of cells") for row in table(heading)}
    assert {kind.value for kind in ProblemKind} == described - {""} == {kind.value for kind in ACTIONS}


def test_every_refusal_is_described() -> None:
    codes = {kind.code for kind in NotAnExport.__subclasses__()}
    assert {code(row[0]) for row in table("What is refused")} == codes


def test_the_limits_are_those_of_the_reader() -> None:
    for number in (MAX_BYTES, MAX_ROWS, MAX_DETAILS):
        assert f"{number:,}" in DOCUMENT


def test_the_generations_are_those_of_the_reader() -> None:
    widths = [int(row[2]) for row in table("What is read")]
    assert widths == [len(columns) for columns in (GOODREADS_31, GOODREADS_24, GOODREADS_23, STORYGRAPH_23)]


def test_the_private_columns_are_named() -> None:
    for name in PRIVATE:
        assert f"`{name}`" in DOCUMENT
