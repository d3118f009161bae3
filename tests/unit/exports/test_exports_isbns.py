from __future__ import annotations

import pytest

from domain.exports.isbns import combine, read_isbn
from domain.isbn import isbn13_of, to_isbn10, to_isbn13
from tests.exports_made import goodreads_library


@pytest.mark.parametrize(
    ("cell", "isbn"),
    [
        ('="0743273567"', "0743273567"),
        ('="9780743273565"', "9780743273565"),
        ('="""0743273567"""', "0743273567"),
        ('""0743273567""', "0743273567"),
        ("0743273567", "0743273567"),
        (" 0743273567 ", "0743273567"),
        ("'9780743273565", "9780743273565"),
        ("978-0-7432-7356-5", "9780743273565"),
        ("978 0 7432 7356 5", "9780743273565"),
        ("978–0–7432–7356–5", "9780743273565"),
        ("743273567", "0743273567"),
        ('="743273567"', "0743273567"),
        ("7119313", "0007119313"),
        ("080442957x", "080442957X"),
        ("80442957X", "080442957X"),
        ("9780743273565.0", "9780743273565"),
        ("9791034304288", "9791034304288"),
    ],
)
def test_every_form_is_read(cell: str, isbn: str) -> None:
    assert read_isbn(cell) == (isbn, None)


@pytest.mark.parametrize("cell", ["", " ", '=""', '="', "=", '""'])
def test_a_blank_is_no_fault(cell: str) -> None:
    assert read_isbn(cell) == (None, None)


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("0743273568", "isbn_check_digit"),
        ("9780743273566", "isbn_check_digit"),
        ("978152939268", "isbn_incomplete"),
        ("978152", "isbn_other"),
        ("123456780", "isbn_incomplete"),
        ("9.78074E+12", "isbn_incomplete"),
        ("B00FU0M3ZU", "isbn_other"),
        ("813.54", "isbn_other"),
        ("823.914", "isbn_other"),
        ("2940012572707", "isbn_other"),
        ("0785342510591", "isbn_other"),
        ("٠٧٤٣٢٧٣٥٦٧", "isbn_other"),
    ],
)
def test_what_is_no_isbn_is_dropped_with_a_reason(cell: str, fault: str) -> None:
    assert read_isbn(cell) == (None, fault)


def test_the_thirteen_is_derived_from_the_ten() -> None:
    assert combine("0743273567", None) == ("0743273567", "9780743273565", False)
    assert combine(None, "0743273567") == ("0743273567", "9780743273565", False)
    assert to_isbn10(to_isbn13("080442957X")) == "080442957X"
    assert to_isbn10("9791034304288") is None


def test_isbns_of_different_books_keep_the_thirteen_and_are_doubtful() -> None:
    library = goodreads_library(ISBN='="0743273567"')
    (book,) = library.books
    assert (book.isbn13, book.isbn_doubtful) == ("9780553383041", True)
    assert [(p.kind, p.column) for p in library.report.problems] == [("isbn_conflict", "ISBN")]


def test_two_forms_of_one_isbn_are_not_doubtful() -> None:
    assert combine("9780743273565", "0743273567") == ("0743273567", "9780743273565", False)


@pytest.mark.parametrize("text", ["0-7432-7356-7", "743273567", "978 0743273565"])
def test_any_spelling_has_one_thirteen(text: str) -> None:
    assert isbn13_of(text) == "9780743273565"


def test_another_number_has_none() -> None:
    assert isbn13_of("B00FU0M3ZU") is None
