"""Whole rows of both exports as books."""

from __future__ import annotations

import dataclasses
import datetime as dt

from domain.books import Book, PartialDate, ReadingSpan, ReadingStatus, Series
from domain.exports.columns import GOODREADS_31, STORYGRAPH_23
from tests.exports_made import EARTHSEA, PIRANESI, csv_text, goodreads_book, kinds, read, storygraph_book


def test_a_goodreads_row() -> None:
    finished = PartialDate(dt.date(2019, 5, 31))
    assert goodreads_book() == Book(
        book_id="13642",
        position=0,
        row=1,
        title="A Wizard of Earthsea (Earthsea Cycle, #1)",
        short_title="A Wizard of Earthsea",
        author="Ursula K. Le Guin",
        status=ReadingStatus.READ,
        goodreads_id="13642",
        series=(Series("Earthsea Cycle", "1"),),
        author_last_first="Le Guin, Ursula K.",
        isbn10="0553383043",
        isbn13="9780553383041",
        my_rating=4.0,
        average_rating=4.01,
        publisher="Spectra",
        binding="Paperback",
        num_pages=183,
        year_published=2004,
        original_publication_year=1968,
        date_read=finished,
        readings=(ReadingSpan(None, finished),),
        date_added=PartialDate(dt.date(2018, 1, 2)),
        shelf="read",
        shelves=("fantasy", "re-read"),
        read_count=1,
        owned_copies=0,
    )


def test_a_storygraph_row() -> None:
    book = storygraph_book(
        {
            "Authors": "Susanna Clarke, A. N. Other",
            "Contributors": "Jo March (Narrator)",
            "Tags": "odd, to-read",
            "Owned?": "Yes",
        }
    )
    assert book == Book(
        book_id=book.book_id,
        position=0,
        row=1,
        title="Piranesi",
        short_title="Piranesi",
        author="Susanna Clarke",
        status=ReadingStatus.READ,
        additional_authors=("A. N. Other", "Jo March"),
        isbn13="9781635575637",
        my_rating=4.75,
        binding="hardcover",
        date_read=PartialDate(dt.date(2021, 2, 3)),
        readings=(ReadingSpan(PartialDate(dt.date(2021, 1, 30)), PartialDate(dt.date(2021, 2, 3))),),
        date_added=PartialDate(dt.date(2021, 1, 5)),
        shelf="read",
        shelves=("odd",),
        read_count=1,
        owned_copies=1,
    )


def test_storygraph_uids_are_not_always_isbns() -> None:
    library = read(csv_text([{**PIRANESI, "ISBN/UID": "B07MNWKF2M"}], STORYGRAPH_23))
    assert library.books[0].isbn13 is None
    assert [(p.kind, p.column) for p in library.report.problems] == [("isbn_other", "ISBN/UID")]


def test_storygraphs_older_isbn_column_is_read() -> None:
    columns = [name.replace("ISBN/UID", "ISBN") for name in STORYGRAPH_23]
    library = read(csv_text([{**PIRANESI, "ISBN": "9781635575637"}], columns))
    assert library.books[0].isbn13 == "9781635575637"
    assert library.report.generation == 23


def test_the_last_reading_dates_a_storygraph_book() -> None:
    book = storygraph_book({"Last Date Read": "", "Dates Read": "2022/02/02, 2020/01/05-2020/01/07"})
    assert book.date_read == PartialDate(dt.date(2022, 2, 2))
    assert len(book.readings) == 2


def test_the_last_date_read_is_a_reading_where_none_is_listed() -> None:
    book = storygraph_book({"Dates Read": ""})
    assert book.readings == (ReadingSpan(None, PartialDate(dt.date(2021, 2, 3))),)


def test_private_columns_are_read_for_nothing() -> None:
    private = {
        name: f"SECRET {name}"
        for name in ("Private Notes", "Recommended For", "Recommended By", "Original Purchase Date")
    } | {
        name: f"SECRET {name}" for name in ("Original Purchase Location", "Condition", "Condition Description", "BCID")
    }
    dirty = {name: cell.replace("E", "E\0") for name, cell in private.items()}
    assert "ECRET" not in repr(read(csv_text([{**EARTHSEA, **dirty}], GOODREADS_31)))
    library = read(csv_text([{**EARTHSEA, **private}], GOODREADS_31))
    assert "SECRET" not in repr(library)
    assert library.books == read(csv_text([EARTHSEA], GOODREADS_31)).books


def test_the_book_id_is_goodreads_own() -> None:
    assert goodreads_book().book_id == "13642"


def test_without_a_book_id_it_is_made_of_the_book_and_an_ordinal() -> None:
    nameless = {name: cell for name, cell in EARTHSEA.items() if name != "Book Id"}
    text = csv_text([nameless, nameless, {**nameless, "ISBN": "", "ISBN13": ""}, {**nameless, "Title": "Tehanu"}])
    first, second, third, fourth = (book.book_id for book in read(text).books)
    # The fourth has the ISBN of the first two: it is the third of its like.
    assert len({first, second, third, fourth}) == 4
    assert [book.book_id for book in read(text).books] == [first, second, third, fourth]
    assert goodreads_book(Book_Id="none", My_Rating="1", Exclusive_Shelf="dnf", My_Review="x").book_id == first


def test_a_second_row_with_a_book_id_is_a_duplicate() -> None:
    library = read(csv_text([EARTHSEA, {**EARTHSEA, "Title": "Another"}, {**EARTHSEA, "Book Id": "7"}]))
    assert [book.title for book in library.books] == [EARTHSEA["Title"]] * 2
    assert [book.position for book in library.books] == [0, 1]
    assert [book.row for book in library.books] == [1, 3]
    assert (library.report.rows, library.report.books, library.report.duplicates) == (3, 2, 1)
    assert [(p.row, p.kind, p.value) for p in library.report.problems] == [(2, "duplicate", "13642")]


def test_a_row_without_a_title_is_rejected() -> None:
    library = read(csv_text([{**EARTHSEA, "Title": "  "}, {**EARTHSEA, "Book Id": "7"}]))
    assert (library.report.rows, library.report.books, library.report.rejected) == (2, 1, 1)
    assert kinds(library.report) == ["no_title"]


def test_every_field_of_a_book_is_filled_from_some_row() -> None:
    full = dataclasses.asdict(
        goodreads_book(
            Additional_Authors="X",
            ISBN="0743273567",
            Date_Read="2019/01/01",
            My_Review="<spoiler>x</spoiler>",
        )
    )
    assert [name for name, value in full.items() if value is None or value is False or value == ()] == []
