from __future__ import annotations

import codecs

import pytest

from domain.exports import ProblemKind
from tests.exports_made import EARTHSEA, csv_text, kinds, read

ACCENTED = csv_text([{**EARTHSEA, "Title": "Año – “naïve”", "Book Id": str(at)} for at in range(1, 40)])


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (ACCENTED.encode(), "utf-8"),
        (codecs.BOM_UTF8 + ACCENTED.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + ACCENTED.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + ACCENTED.encode("utf-16-be"), "utf-16-be"),
        (ACCENTED.encode("utf-16-le"), "utf-16-le"),
        (ACCENTED.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + ACCENTED.encode("utf-32-le"), "utf-32-le"),
        (ACCENTED.encode("cp1252"), "windows-1252"),
    ],
)
def test_every_encoding_gives_the_same_books(data: bytes, encoding: str) -> None:
    library = read(data)
    assert library.report.encoding == encoding
    assert library.books == read(ACCENTED).books


def test_windows_1252_is_reported() -> None:
    assert ProblemKind.WINDOWS_1252 in read(ACCENTED.encode("cp1252")).report.counts


def test_another_likely_encoding_is_reported_and_not_followed() -> None:
    polish = [{**EARTHSEA, "Title": "Zażółć gęślą jaźń, pchnąć w tę łódź", "Book Id": str(at)} for at in range(1, 99)]
    library = read(csv_text(polish).encode("cp1250"))
    assert library.report.encoding == "windows-1252"
    (doubt,) = [p for p in library.report.problems if p.kind is ProblemKind.ENCODING_DOUBTFUL]
    assert doubt.row is None
    assert doubt.value is not None


def test_an_ascii_file_is_utf8() -> None:
    assert read(csv_text([EARTHSEA])).report.encoding == "utf-8"


def test_utf8_cut_inside_a_character_stays_utf8() -> None:
    data = ACCENTED.encode()
    cut = data[: data.rindex("ñ".encode()) + 1]
    library = read(cut)
    assert library.report.encoding == "utf-8"
    assert library.books == read(ACCENTED).books[:-1]


def test_a_broken_byte_in_much_sound_utf8_is_mended_alone() -> None:
    data = ACCENTED.encode().replace("Año".encode(), "Año".encode("cp1252"), 1)
    library = read(data)
    assert library.report.encoding == "utf-8"
    assert library.books == read(ACCENTED).books
    assert kinds(library.report) == ["foreign_bytes"]
    assert library.report.problems[0].row == 1


def test_a_byte_that_windows_1252_lacks_is_reported() -> None:
    library = read(csv_text([{**EARTHSEA, "Title": "Año X"}]).encode("cp1252").replace(b"X", b"\x81"))
    assert library.books[0].title == "Año \N{REPLACEMENT CHARACTER}"
    assert "foreign_bytes" in kinds(library.report)


def test_half_a_character_at_the_end_of_utf16_is_no_error() -> None:
    data = codecs.BOM_UTF16_LE + ACCENTED.encode("utf-16-le")
    assert read(data + b"x").books == read(ACCENTED).books
