from __future__ import annotations

import pytest

from domain.exports import (
    Binary,
    Empty,
    MissingColumns,
    NotAnExport,
    TooLarge,
    TooManyRows,
    WebPage,
    read_export,
    recognise,
)
from domain.exports.columns import GOODREADS_23, GOODREADS_24, GOODREADS_31, STORYGRAPH_23
from domain.exports.errors import MAX_BYTES
from tests.exports_made import EARTHSEA, PIRANESI, TODAY, csv_text, kinds, read


@pytest.mark.parametrize(
    ("columns", "row", "export", "generation"),
    [
        (GOODREADS_31, EARTHSEA, "goodreads", 31),
        (GOODREADS_24, EARTHSEA, "goodreads", 24),
        (GOODREADS_23, EARTHSEA, "goodreads", 23),
        (tuple(reversed(GOODREADS_24)), EARTHSEA, "goodreads", 24),
        ((*GOODREADS_24, "My own column"), EARTHSEA, "goodreads", 24),
        (("Title", "Author", "My Rating"), EARTHSEA, "goodreads", None),
        (("Author", "Book Id", "Title"), EARTHSEA, "goodreads", None),
        (("Exclusive Shelf", "Title", "Author"), EARTHSEA, "goodreads", None),
        (STORYGRAPH_23, PIRANESI, "storygraph", 23),
        (("Title", "Authors", "Read Status"), PIRANESI, "storygraph", None),
    ],
)
def test_headers_are_read_by_name(
    columns: tuple[str, ...], row: dict[str, str], export: str, generation: int | None
) -> None:
    data = csv_text([row], columns).encode()
    assert recognise(data, complete=True) == (export, generation, "utf-8")
    library = read(data)
    assert (library.report.format, library.report.generation) == (export, generation)
    assert library.books[0].title == row["Title"]


def test_header_names_are_trimmed() -> None:
    text = csv_text([EARTHSEA]).replace("Book Id,Title,Author,", ' Book Id ," Title ", Author ,')
    assert read(text).report.generation == 24


def test_a_byte_order_mark_too_many_is_no_part_of_a_name() -> None:
    text = csv_text([EARTHSEA]).replace("Book Id", '"Book Id"')
    assert read("\ufeff\ufeff" + text).report.generation == 24


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    library = read(csv_text([EARTHSEA], delimiter=delimiter))
    assert library.report.delimiter == delimiter
    assert library.books == read(csv_text([EARTHSEA])).books


def test_a_spreadsheets_separator_line_is_no_row() -> None:
    library = read("sep=;\n" + csv_text([EARTHSEA], delimiter=";"))
    assert library.report.rows == 1
    assert library.books == read(csv_text([EARTHSEA])).books


@pytest.mark.parametrize("columns", [GOODREADS_31, GOODREADS_24, GOODREADS_23])
def test_a_missing_header_is_recognised_by_the_columns(columns: tuple[str, ...]) -> None:
    rows = [{**EARTHSEA, "Book Id": str(at)} for at in range(1, 5)]
    text = csv_text(rows, columns)
    library = read(text.split("\n", 1)[1])
    assert library.books == read(text).books
    assert library.report.generation == len(columns)
    assert not library.report.has_header
    assert kinds(library.report) == ["no_header"]


@pytest.mark.parametrize(
    ("data", "error", "code"),
    [
        (b"", Empty, "empty"),
        (b"\xef\xbb\xbf", Empty, "empty"),
        (b" \r\n,,,\n", Empty, "empty"),
        (b"PK\x03\x04" + bytes(40), Binary, "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), Binary, "binary"),
        (b"%PDF-1.7\n", Binary, "binary"),
        (bytes(range(32)) * 20, Binary, "binary"),
        (b"<!DOCTYPE html>\n<html><head><title>Sign in</title>", WebPage, "web_page"),
        (b"name,isbn\nx,1\n", MissingColumns, "missing_columns"),
        (b"just words", MissingColumns, "missing_columns"),
        (b'{"books": []}', MissingColumns, "missing_columns"),
    ],
)
def test_what_is_no_export_is_refused_at_once(data: bytes, error: type[NotAnExport], code: str) -> None:
    with pytest.raises(error) as of_head:
        recognise(data, complete=True)
    with pytest.raises(error) as of_file:
        read(data)
    assert of_head.value.code == code
    assert of_head.value.message == of_file.value.message


def test_missing_columns_are_named() -> None:
    with pytest.raises(MissingColumns) as raised:
        read("Title,ISBN,Shelf\nEmma,1,x\n")
    assert raised.value.found == ("Title", "ISBN", "Shelf")
    assert raised.value.missing == ("Author", "Book Id or Exclusive Shelf or My Rating")
    assert "“Author”" in raised.value.message


def test_missing_columns_are_those_of_the_nearest_export() -> None:
    with pytest.raises(MissingColumns) as raised:
        read("Title,Authors,Format\nEmma,Jane Austen,ebook\n")
    assert raised.value.missing == ("Read Status",)


def test_names_are_exact_but_for_space_around_them() -> None:
    with pytest.raises(MissingColumns):
        read("book id,title,author\n1,Emma,Jane Austen\n")


def test_a_head_that_ends_inside_a_row_is_enough() -> None:
    data = csv_text([EARTHSEA] * 9).encode()
    for length in (len(data) - 3, len(data) // 2, data.index(b"\n") + 1):
        assert recognise(data[:length], complete=False).generation == 24


def test_a_header_without_rows_is_an_empty_library() -> None:
    library = read(csv_text([]))
    assert (library.books, library.report.rows) == ((), 0)


def test_files_above_the_limit_are_refused() -> None:
    with pytest.raises(TooLarge):
        read_export(bytes(MAX_BYTES + 1), today=TODAY)


def test_rows_above_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.exports.reader.MAX_ROWS", 3)
    text = csv_text([{**EARTHSEA, "Book Id": str(at)} for at in range(1, 5)])
    with pytest.raises(TooManyRows):
        read(text)
    assert len(read(text.rsplit("\n", 2)[0]).books) == 3


def test_blank_lines_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.exports.rows._MOST_BLANKS", 3)
    assert read(csv_text([]) + "\n" * 3).books == ()
    with pytest.raises(TooManyRows):
        read(csv_text([]) + "\n" * 4)


def test_names_that_are_shown_can_be_written_whatever_bytes_they_had() -> None:
    with pytest.raises(MissingColumns) as refusal:
        recognise("Tïtle,Jähr,".encode() + b"\x8f\x9d\n" + "ä,ö\n".encode() * 40, complete=True)
    assert str(refusal.value).encode("utf-8")
    assert refusal.value.found[:2] == ("Tïtle", "Jähr")
