"""Dates as exports and spreadsheets write them, with as much precision as they state."""

from __future__ import annotations

import datetime as dt
import re

from domain.books import PartialDate, Precision, ReadingSpan
from domain.exports.problems import ProblemKind

_TIME = r"(?:[T ]\d{1,2}:\d{2}.*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})(?:([/.-])(\d{{1,2}})(?:\2(\d{{1,2}}){_TIME})?)?")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}){_TIME}")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](\d{4})")
_DAY_NAME_YEAR = re.compile(r"(\d{1,2})\.? ([A-Za-z]{3,9})\.?,? (\d{4})")
_NAME_DAY_YEAR = re.compile(r"([A-Za-z]{3,9})\.?(?: (\d{1,2})(?:st|nd|rd|th)?)?,? (\d{4})")
_DATE = r"\d{4}(?:[/.-]\d{1,2}(?:[/.-]\d{1,2})?)?"
_RANGE = re.compile(rf"({_DATE})?\s*(?:-|–|—|to)\s*({_DATE})?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


ParsedDate = tuple[PartialDate | None, ProblemKind | None]
"""A date, or none, and what was wrong with the cell."""

_NO_DATE: ParsedDate = (None, None)
_BAD_DATE: ParsedDate = (None, ProblemKind.DATE)


def parse_date(cell: str, last_year: int) -> ParsedDate:
    """The date in a cell: `2019/05/31`, `2019/05`, `2019`, ISO 8601, or as a spreadsheet rewrote it.

    Where day and month cannot be told apart, or do not exist, only the certain part is kept. A date after
    `last_year`, or that is no date, is dropped.
    """
    day = _ordinary_date(cell)
    if day is not None:
        return (PartialDate(day), None) if day.year <= last_year else _BAD_DATE
    text = cell.strip().strip("=\"'").strip()
    if not text:
        return _NO_DATE
    if match := _YEAR_FIRST.fullmatch(text):
        year, _, month, date = match.groups()
        return _made(int(year), int(month or 0), int(date or 0), last_year)
    if match := _YEAR_LAST.fullmatch(text):
        first, mark, second, year = match.groups()
        return _day_and_month(int(first), mark, int(second), int(year), last_year)
    if match := _MONTH_YEAR.fullmatch(text):
        month, year = match.groups()
        return _made(int(year), int(month), 0, last_year)
    return _named(text, last_year)


def parse_readings(cell: str, last_year: int) -> tuple[tuple[ReadingSpan, ...], tuple[str, ...]]:
    """StoryGraph's `Dates Read`: the readings in their order, and the pieces that are none.

    Each is `2023/05/23-2023/06/07`, with either end open, or the one day it ended.
    """
    spans: list[ReadingSpan] = []
    bad: list[str] = []
    for piece in filter(None, (piece.strip() for piece in re.split(r"[,;]", cell))):
        match = _RANGE.fullmatch(piece)
        started, ended = match.groups() if match else (None, piece)
        first, first_fault = parse_date(started or "", last_year)
        last, last_fault = parse_date(ended or "", last_year)
        if first or last:
            spans.append(ReadingSpan(first, last))
        if first_fault or last_fault or not (first or last):
            bad.append(piece)
    return tuple(spans), tuple(bad)


def is_guess(date: PartialDate | None) -> bool:
    """Whether a date is 1 January to the day, which readers enter when they only know the year."""
    if date is None or date.day.month != 1 or date.day.day != 1:
        return False
    return date.precision is Precision.DAY


def _ordinary_date(cell: str) -> dt.date | None:
    """A day as both exports write it, `2019/05/31`; None for anything else."""
    if len(cell) != 10 or not cell[4] == cell[7] == "/":
        return None
    try:
        return dt.date.fromisoformat(cell.replace("/", "-"))
    except ValueError:
        return None


def _day_and_month(first: int, mark: str, second: int, year: int, last_year: int) -> ParsedDate:
    """A date with the year last: dots put the day first; else only a number above 12 tells the day."""
    if mark == "." or first > 12 or first == second:
        return _made(year, second, first, last_year)
    if second > 12:
        return _made(year, first, second, last_year)
    certain, fault = _made(year, 0, 0, last_year)
    return certain, fault or ProblemKind.DATE_PART


def _named(text: str, last_year: int) -> ParsedDate:
    """A date with the English name of its month."""
    if match := _DAY_NAME_YEAR.fullmatch(text):
        day, name, year = match.groups()
    elif match := _NAME_DAY_YEAR.fullmatch(text):
        name, day, year = match.groups()
    else:
        return _BAD_DATE
    prefix = name[:3].lower()
    if prefix not in _MONTHS:
        return _BAD_DATE
    return _made(int(year), _MONTHS.index(prefix) + 1, int(day or 0), last_year)


def _made(year: int, month: int, day: int, last_year: int) -> ParsedDate:
    """The date of these parts, 0 where unknown, as far as they make one."""
    if not 1 <= year <= last_year:
        return _BAD_DATE
    if not 1 <= month <= 12:
        is_whole = month == day == 0
        return PartialDate(dt.date(year, 1, 1), Precision.YEAR), None if is_whole else ProblemKind.DATE_PART
    first = PartialDate(dt.date(year, month, 1), Precision.MONTH)
    if day == 0:
        return first, None
    try:
        return PartialDate(dt.date(year, month, day)), None
    except ValueError:
        return first, ProblemKind.DATE_PART
