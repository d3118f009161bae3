from __future__ import annotations

import json

from domain.exports import Report
from domain.exports.report import MAX_DETAILS, MAX_VALUE
from tests.exports_made import EARTHSEA, csv_text, goodreads_library, read


def rows_with(cells: dict[str, str], count: int) -> str:
    return csv_text([{**EARTHSEA, **cells, "Book Id": str(at)} for at in range(1, count + 1)])


def test_counts_of_the_books() -> None:
    library = read(
        csv_text(
            [
                EARTHSEA,
                {**EARTHSEA, "Book Id": "1", "Date Read": "", "ISBN": "", "ISBN13": ""},
                {**EARTHSEA, "Book Id": "2", "Exclusive Shelf": "hold", "Date Read": "", "Read Count": ""},
                {**EARTHSEA, "Book Id": "3", "Exclusive Shelf": "to-read"},
                {**EARTHSEA, "Book Id": "2"},
            ]
        )
    )
    report = library.report
    assert (report.rows, report.books, report.duplicates, report.rejected) == (5, 4, 1, 0)
    assert (report.read, report.undated_read, report.without_isbn) == (2, 1, 1)
    assert report.books_by_shelf == {"hold": 1, "read": 2, "to-read": 1}
    assert report.unread_by_shelf == {"hold": 1, "to-read": 1}


def test_a_problem_names_its_row_and_column_and_what_was_done() -> None:
    (problem,) = goodreads_library(My_Rating="seven").report.problems
    assert problem.to_json() == {
        "row": 1,
        "column": "My Rating",
        "value": "seven",
        "problem": "rating",
        "action": "dropped; the book is unrated",
    }


def test_values_are_shortened() -> None:
    (problem,) = goodreads_library(My_Rating="x" * 500).report.problems
    assert problem.value == "x" * (MAX_VALUE - 1) + "…"


def test_all_problems_are_counted_and_the_first_thousand_detailed() -> None:
    report = read(rows_with({"Number of Pages": "0", "My Rating": "9"}, 700)).report
    assert report.counts_by_kind() == {"pages": 700, "rating": 700}
    assert len(report.problems) == MAX_DETAILS
    assert report.problems[-1].row == MAX_DETAILS // 2


def test_the_shareable_view_has_counts_alone() -> None:
    report = goodreads_library(My_Rating="SECRET").report
    assert report.counts_by_kind() == {"rating": 1}
    assert "SECRET" in json.dumps(report.to_json())


def test_json_gives_the_report_back() -> None:
    for library in (goodreads_library(My_Rating="9"), read(rows_with({}, 2) + "cut")):
        stored = json.loads(json.dumps(library.report.to_json()))
        assert Report.from_json(stored) == library.report
