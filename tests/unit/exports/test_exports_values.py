"""Dates and numbers of single cells."""

from __future__ import annotations

import datetime as dt

import pytest

from domain.books import PartialDate, Precision, ReadingSpan
from domain.exports.dates import Calendar, day_comes_first, is_guess
from domain.exports.numbers import (
    parse_average,
    parse_book_id,
    parse_count,
    parse_pages,
    parse_rating,
    parse_year,
)
from tests.exports_made import EARTHSEA, csv_text, goodreads_book, goodreads_library, kinds, read

CALENDAR = Calendar(2027)
DAY, MONTH, YEAR = Precision.DAY, Precision.MONTH, Precision.YEAR


def date(year: int, month: int = 1, day: int = 1, precision: Precision = DAY) -> PartialDate:
    return PartialDate(dt.date(year, month, day), precision)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2019/05/31", date(2019, 5, 31)),
        (" 2019/5/3 ", date(2019, 5, 3)),
        ("2019-05-31", date(2019, 5, 31)),
        ("2019-05-31T10:11:12Z", date(2019, 5, 31)),
        ("2019/05/31 00:00:00", date(2019, 5, 31)),
        ("2019/05", date(2019, 5, 1, MONTH)),
        ("2019", date(2019, 1, 1, YEAR)),
        ("2019/00/00", date(2019, 1, 1, YEAR)),
        ("2019/05/00", date(2019, 5, 1, MONTH)),
        ("31.05.2019", date(2019, 5, 31)),
        ("5.6.2019", date(2019, 6, 5)),
        ("31/05/2019", date(2019, 5, 31)),
        ("05/31/2019", date(2019, 5, 31)),
        ("05/05/2019", date(2019, 5, 5)),
        ("05/2019", date(2019, 5, 1, MONTH)),
        ("May 31, 2019", date(2019, 5, 31)),
        ("31 May 2019", date(2019, 5, 31)),
        ("May 2019", date(2019, 5, 1, MONTH)),
        ('="2019/05/31"', date(2019, 5, 31)),
        ("", None),
        ("  ", None),
    ],
)
def test_dates_with_their_precision(cell: str, expected: PartialDate | None) -> None:
    assert CALENDAR.date(cell) == (expected, None)


@pytest.mark.parametrize(
    ("cell", "certain"),
    [
        ("2019/02/30", date(2019, 2, 1, MONTH)),
        ("2019/13/05", date(2019, 1, 1, YEAR)),
        ("2019/00/05", date(2019, 1, 1, YEAR)),
        ("05/06/2019", date(2019, 1, 1, YEAR)),
    ],
)
def test_only_the_certain_part_of_a_date_is_kept(cell: str, certain: PartialDate) -> None:
    assert CALENDAR.date(cell) == (certain, "date_part")


@pytest.mark.parametrize(
    "cell", ["yesterday", "2028/01/01", "0000/01/01", "20190531", "5/6/19", "Mai 2019x", "2019/05-31", "-"]
)
def test_no_date_is_dropped(cell: str) -> None:
    assert CALENDAR.date(cell) == (None, "date")


def test_the_file_tells_whether_the_day_comes_first() -> None:
    assert day_comes_first('a,31/05/2019,b\nc,"05/06/2019",d\n') is True
    assert day_comes_first("a;5/31/2019;b\n") is False
    assert day_comes_first("a,5/6/2019,b\n") is None
    assert day_comes_first("a,5/31/2019,31/5/2019,b\n") is None
    assert day_comes_first("on 31/05/2019 I read,2019/05/31,\n") is None
    assert Calendar(2027, day_first=True).date("05/06/2019") == (date(2019, 6, 5), None)
    assert Calendar(2027, day_first=False).date("05/06/2019") == (date(2019, 5, 6), None)


def test_a_spreadsheets_dates_are_read_in_its_own_order() -> None:
    rows = [{**EARTHSEA, "Book Id": str(at), "Date Read": f"5/{at}/2019"} for at in range(1, 29)]
    library = read(csv_text(rows))
    assert [book.date_read for book in library.books] == [date(2019, 5, at) for at in range(1, 29)]


def test_the_first_of_january_is_a_guess_only_to_the_day() -> None:
    assert is_guess(date(2019))
    assert not is_guess(date(2019, precision=YEAR))
    assert not is_guess(date(2019, 1, 2))
    assert not is_guess(None)
    assert goodreads_book(Date_Read="2019/01/01").date_guess


@pytest.mark.parametrize(
    ("cell", "spans"),
    [
        ("", []),
        ("2023/05/23", [(None, date(2023, 5, 23))]),
        ("2023-05-23", [(None, date(2023, 5, 23))]),
        ("2023/05/23-2023/06/07", [(date(2023, 5, 23), date(2023, 6, 7))]),
        ("2023-05-23 - 2023-06-07", [(date(2023, 5, 23), date(2023, 6, 7))]),
        ("2023/05/23-", [(date(2023, 5, 23), None)]),
        ("-2023/06/07", [(None, date(2023, 6, 7))]),
        ("2023/05", [(None, date(2023, 5, 1, MONTH))]),
        ("2019-2020", [(date(2019, precision=YEAR), date(2020, precision=YEAR))]),
        ("2020/01/02, 2023/05/23-2023/06/07", [(None, date(2020, 1, 2)), (date(2023, 5, 23), date(2023, 6, 7))]),
    ],
)
def test_all_of_the_dates_read(cell: str, spans: list[tuple[PartialDate | None, PartialDate | None]]) -> None:
    assert CALENDAR.readings(cell) == (tuple(ReadingSpan(*span) for span in spans), ())


def test_a_bad_reading_is_named_and_the_others_stay() -> None:
    spans, bad = CALENDAR.readings("soon, 2020/01/02, 2031/01/01-2020/02/02, -")
    assert spans == (ReadingSpan(None, date(2020, 1, 2)), ReadingSpan(None, date(2020, 2, 2)))
    assert bad == ("soon", "2031/01/01-2020/02/02", "-")


@pytest.mark.parametrize(
    ("cell", "stars"),
    [("0", None), ("", None), ("4", 4.0), ("3.75", 3.75), ("4,25", 4.25), ("0.25", 0.25), ("5.0", 5.0)],
)
def test_ratings(cell: str, stars: float | None) -> None:
    assert parse_rating(cell) == (stars, None)


@pytest.mark.parametrize("cell", ["6", "5.25", "4.1", "-1", "good", "nan", "inf", "1e0"])
def test_no_rating_is_reported(cell: str) -> None:
    assert parse_rating(cell) == (None, "rating")


@pytest.mark.parametrize(("cell", "average"), [("0", None), ("0.0", None), ("", None), ("3.99", 3.99), ("3,99", 3.99)])
def test_average_ratings(cell: str, average: float | None) -> None:
    assert parse_average(cell) == (average, None)


@pytest.mark.parametrize("cell", ["5.01", "41", "x"])
def test_no_average_is_reported(cell: str) -> None:
    assert parse_average(cell) == (None, "average_rating")


@pytest.mark.parametrize(
    ("cell", "pages"), [("", None), ("1", 1), ("10000", 10_000), ("320.0", 320), ("1,234", 1_234), (" 96 ", 96)]
)
def test_pages(cell: str, pages: int | None) -> None:
    assert parse_pages(cell) == (pages, None)


@pytest.mark.parametrize("cell", ["0", "10001", "-5", "320.5", "many"])
def test_pages_beyond_belief_are_reported(cell: str) -> None:
    assert parse_pages(cell) == (None, "pages")


def test_an_audiobook_without_pages_is_no_fault() -> None:
    assert kinds(goodreads_library(Binding="Audible Audio", Number_of_Pages="0").report) == []
    assert kinds(goodreads_library(Binding="Audio CD", Number_of_Pages="").report) == []
    assert kinds(goodreads_library(Binding="Paperback", Number_of_Pages="0").report) == ["pages"]


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("", None),
        ("2027", 2027),
        ("-3000", -3000),
        ("-850", -850),
        ("−850", -850),
        ("1998.0", 1998),
        ("8", 8),
        ("0", None),
    ],
)
def test_years(cell: str, year: int | None) -> None:
    assert parse_year(cell, 2027) == (year, None)


@pytest.mark.parametrize("cell", ["2028", "65535", "-3001", "c. 1900"])
def test_years_beyond_belief_are_reported(cell: str) -> None:
    assert parse_year(cell, 2027) == (None, "year")


def test_the_last_year_is_the_one_after_today() -> None:
    assert goodreads_book(Year_Published="2027").year_published == 2027
    assert goodreads_book(Year_Published="2028").year_published is None


@pytest.mark.parametrize(("cell", "number"), [("", None), ("0", 0), ("12", 12), ("1.0", 1)])
def test_counts(cell: str, number: int | None) -> None:
    assert parse_count(cell) == (number, None)


@pytest.mark.parametrize(
    ("cell", "book_id"), [("", None), ("0", None), ("00123", "123"), ("123.0", "123"), ('="123"', "123"), (" 5 ", "5")]
)
def test_book_ids(cell: str, book_id: str | None) -> None:
    assert parse_book_id(cell) == (book_id, None)


@pytest.mark.parametrize("cell", ["x1", "-3", "1.5", "9" * 40])
def test_no_book_id_is_reported(cell: str) -> None:
    assert parse_book_id(cell) == (None, "book_id")
