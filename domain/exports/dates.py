"""Dates as exports and spreadsheets write them, with as much precision as they state."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

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
_PIECES = re.compile(r"[,;\n]")
_YEAR_LAST_CELL = re.compile(r'[,;\t|"] ?(\d{1,2})([/-])(\d{1,2})\2\d{4} ?(?=[,;\t|"\r\n])')
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS_A_YEAR = len(_MONTHS)

ParsedDate = tuple[PartialDate | None, ProblemKind | None]
"""A date, or none, and what was wrong with the cell."""

_NO_DATE: ParsedDate = (None, None)
_BAD_DATE: ParsedDate = (None, ProblemKind.DATE)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How the dates of one file are read.

    `last_year` is the last one that is believed. `day_first` says that 05/06/2019 is in June; None where the file
    does not tell.
    """

    last_year: int
    day_first: bool | None = None

    def date(self, cell: str) -> ParsedDate:
        """The date in a cell: `2019/05/31`, `2019/05`, `2019`, ISO 8601, or as a spreadsheet rewrote it.

        Where day and month cannot be told apart, or do not exist, only the certain part is kept. A date after the
        last year, or that is no date, is dropped.
        """
        day = _ordinary_date(cell)
        if day is not None:
            return (PartialDate(day), None) if day.year <= self.last_year else _BAD_DATE
        text = cell.strip().strip("=\"'").strip()
        if not text:
            return _NO_DATE
        if match := _YEAR_FIRST.fullmatch(text):
            year, _, month, date = match.groups()
            return self._made(int(year), int(month or 0), int(date or 0))
        if match := _YEAR_LAST.fullmatch(text):
            first, mark, second, year = match.groups()
            return self._year_last(int(first), mark, int(second), int(year))
        if match := _MONTH_YEAR.fullmatch(text):
            month, year = match.groups()
            return self._made(int(year), int(month), 0)
        return self._named(text)

    def readings(self, cell: str) -> tuple[tuple[ReadingSpan, ...], tuple[str, ...]]:
        """StoryGraph's `Dates Read`: the readings in their order, and the pieces that are none.

        Each is `2023/05/23-2023/06/07`, with either end open, or the one day it ended.
        """
        spans: list[ReadingSpan] = []
        bad: list[str] = []
        for piece in filter(None, map(str.strip, _PIECES.split(cell))):
            match = _RANGE.fullmatch(piece)
            started, ended = match.groups() if match else (None, piece)
            first, first_fault = self.date(started or "")
            last, last_fault = self.date(ended or "")
            if first or last:
                spans.append(ReadingSpan(first, last))
            if first_fault or last_fault or not (first or last):
                bad.append(piece)
        return tuple(spans), tuple(bad)

    def _year_last(self, first: int, mark: str, second: int, year: int) -> ParsedDate:
        """A date with the year last: dots put the day first, a number above 12 is the day, else the file tells."""
        day_first = True if mark == "." or first > _MONTHS_A_YEAR or first == second else self.day_first
        if second > _MONTHS_A_YEAR:
            day_first = False
        if day_first is None:
            certain, fault = self._made(year, 0, 0)
            return certain, fault or ProblemKind.DATE_PART
        return self._made(year, second, first) if day_first else self._made(year, first, second)

    def _named(self, text: str) -> ParsedDate:
        """A date with the English name of its month."""
        if match := _DAY_NAME_YEAR.fullmatch(text):
            day, name, year = match.groups()
        elif match := _NAME_DAY_YEAR.fullmatch(text):
            name, day, year = match.groups()
        else:
            return _BAD_DATE
        prefix = name[:3].lower()
        return self._made(int(year), _MONTHS.index(prefix) + 1, int(day or 0)) if prefix in _MONTHS else _BAD_DATE

    def _made(self, year: int, month: int, day: int) -> ParsedDate:
        """The date of these parts, 0 where unknown, as far as they make one."""
        if not 1 <= year <= self.last_year:
            return _BAD_DATE
        if not 1 <= month <= _MONTHS_A_YEAR:
            is_whole = month == day == 0
            return PartialDate(dt.date(year, 1, 1), Precision.YEAR), None if is_whole else ProblemKind.DATE_PART
        first = PartialDate(dt.date(year, month, 1), Precision.MONTH)
        if day == 0:
            return first, None
        try:
            return PartialDate(dt.date(year, month, day)), None
        except ValueError:
            return first, ProblemKind.DATE_PART


def day_comes_first(text: str) -> bool | None:
    """Whether a spreadsheet put the day before the month, by those cells of a file that cannot be otherwise."""
    firsts, seconds = 0, 0
    for first, _, second in _YEAR_LAST_CELL.findall(text):
        firsts += int(first) > _MONTHS_A_YEAR
        seconds += int(second) > _MONTHS_A_YEAR
    return None if bool(firsts) == bool(seconds) else firsts > 0


def is_guess(date: PartialDate | None) -> bool:
    """Whether a date is 1 January to the day, which readers enter when they only know the year."""
    if date is None or date.day.month != 1 or date.day.day != 1:
        return False
    return date.precision is Precision.DAY


def _ordinary_date(cell: str) -> dt.date | None:
    """A day as both exports write it, `2019/05/31`; None for anything else."""
    if len(cell) != len("2019/05/31") or not cell[4] == cell[7] == "/":
        return None
    try:
        return dt.date.fromisoformat(cell.replace("/", "-"))
    except ValueError:
        return None
