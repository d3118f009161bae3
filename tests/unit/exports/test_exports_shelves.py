from __future__ import annotations

import pytest

from domain.books import ReadingStatus
from domain.exports.shelves import split_shelves, status_of_shelf
from tests.exports_made import EARTHSEA, csv_text, goodreads_book, goodreads_library, kinds, read, storygraph_book

DNF, OTHER, READ = ReadingStatus.DID_NOT_FINISH, ReadingStatus.OTHER, ReadingStatus.READ


@pytest.mark.parametrize(
    "shelf",
    [
        "did-not-finish", "Did Not Finish", "did_not_finish", "didn't finish", "dnf", "DNF", "D.N.F.", "💔 dnf",
        "abandoned", "Abandoned", "dropped", "gave-up", "Gave Up", "gaveup", "unfinished", "ＤＮＦ",
    ],
)  # fmt: skip
def test_did_not_finish_in_any_spelling(shelf: str) -> None:
    assert status_of_shelf(shelf) is DNF


@pytest.mark.parametrize(
    ("shelf", "status"),
    [("read", READ), ("to-read", "to-read"), ("To Read", "to-read"), ("currently-reading", "currently-reading")],
)
def test_built_in_shelves(shelf: str, status: str) -> None:
    assert status_of_shelf(shelf) == status


@pytest.mark.parametrize("shelf", ["hold", "skimmed", "wont-read", "wishlist", "read-2020", "unread", "", "dnf-maybe"])
def test_any_other_word_names_no_status(shelf: str) -> None:
    assert status_of_shelf(shelf) is None


@pytest.mark.parametrize(
    ("date_read", "read_count", "status"),
    [("2019/05/31", "0", READ), ("", "1", READ), ("", "0", OTHER), ("", "", OTHER), ("nonsense", "", OTHER)],
)
def test_a_shelf_of_ones_own_is_read_with_a_date_or_a_count(
    date_read: str, read_count: str, status: ReadingStatus
) -> None:
    book = goodreads_book(Exclusive_Shelf="leseliste-2020", Date_Read=date_read, Read_Count=read_count)
    assert (book.shelf, book.status) == ("leseliste-2020", status)


def test_the_exclusive_shelf_decides_whatever_else_is_said() -> None:
    assert goodreads_book(Exclusive_Shelf="to-read", Read_Count="2").status == "to-read"
    assert goodreads_book(Exclusive_Shelf="dnf", Date_Read="2020/01/02").status is DNF
    assert goodreads_book(Exclusive_Shelf="read", Date_Read="", Read_Count="0").status is READ


def test_topical_shelves_are_apart_from_status_ones() -> None:
    book = goodreads_book(Exclusive_Shelf="hold", Bookshelves="hold, to-read, fantasy, re-read, fantasy")
    assert book.shelves == ("fantasy", "re-read")


def test_positions_stand_in_for_missing_bookshelves() -> None:
    assert split_shelves("fantasy (#12), sci-fi (#3)") == ("fantasy", "sci-fi")
    assert goodreads_book(Bookshelves="").shelves == ("fantasy", "re-read")


def test_a_blank_shelf_is_reported_and_the_rest_decides() -> None:
    library = goodreads_library(Exclusive_Shelf="")
    assert (library.books[0].shelf, library.books[0].status) == (None, READ)
    assert kinds(library.report) == ["no_shelf"]
    assert library.report.books_by_shelf == {"": 1}
    assert goodreads_book(Exclusive_Shelf="", Bookshelves="to-read, fantasy").status == "to-read"
    assert goodreads_book(Exclusive_Shelf="", Date_Read="", Read_Count="", My_Rating="0").status is OTHER


def test_an_export_without_the_column_is_not_reported_row_by_row() -> None:
    library = read(csv_text([EARTHSEA], ("Title", "Author", "My Rating")))
    assert library.books[0].status is READ
    assert kinds(library.report) == []


def test_storygraph_knows_the_same_statuses() -> None:
    assert storygraph_book({"Read Status": "did-not-finish"}).status is DNF
    assert (
        storygraph_book({"Read Status": "paused", "Read Count": "0", "Last Date Read": "", "Dates Read": ""}).status
        is OTHER
    )
