"""Numbers as exports and spreadsheets write them."""

from __future__ import annotations

import re

from domain.exports.problems import ProblemKind

EARLIEST_YEAR = -3000
MOST_PAGES = 10_000
MOST_STARS = 5.0
_MOST_DIGITS = 18
_MOST_COPIES = 10**6

_AROUND = "=\"' "
_WHOLE = re.compile(rf"([+-]?[0-9]{{1,{_MOST_DIGITS}}})(?:[.,]0*)?")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[,.' \u00a0\u2019\u202f][0-9]{3})+")
_DECIMAL = re.compile(r"[0-9]{1,2}(?:[.,][0-9]{0,20})?")
_DASHES = str.maketrans({"\u2212": "-", "\u2013": "-"})

ParsedInt = tuple[int | None, ProblemKind | None]
ParsedFloat = tuple[float | None, ProblemKind | None]


def whole(text: str) -> int | None:
    """A whole number: `352`, `352.0` or, from a spreadsheet, `="352"`; None for anything else."""
    match = _WHOLE.fullmatch(text.strip().strip(_AROUND))
    return int(match[1]) if match else None


def parse_book_id(cell: str) -> tuple[str | None, ProblemKind | None]:
    """Goodreads' number of a book, without leading zeros; a blank or 0 is none."""
    text = cell.strip()
    if not text:
        return None, None
    if text[0] != "0" and text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS:
        return text, None
    number = whole(text)
    if number is None or number < 0:
        return None, ProblemKind.BOOK_ID
    return (str(number), None) if number else (None, None)


def parse_rating(cell: str) -> ParsedFloat:
    """Stars from 0.25 to 5 in quarter steps; 0 and a blank are unrated."""
    stars = _decimal(cell)
    if stars is None or stars > MOST_STARS or stars * 4 % 1:
        return None, ProblemKind.RATING
    return stars or None, None


def parse_average(cell: str) -> ParsedFloat:
    """An average rating above 0 and up to 5; 0 and a blank are unknown."""
    stars = _decimal(cell)
    if stars is None or stars > MOST_STARS:
        return None, ProblemKind.AVERAGE_RATING
    return stars or None, None


def parse_pages(cell: str) -> ParsedInt:
    """A number of pages from 1 to 10,000; a blank is unknown."""
    text = cell.strip()
    if _THOUSANDS.fullmatch(text):
        text = re.sub(r"[^0-9]", "", text)
    return _between(text, 1, MOST_PAGES, ProblemKind.PAGES)


def parse_year(cell: str, last_year: int) -> ParsedInt:
    """A year of publication from -3000 (before Christ below 0) to `last_year`; a blank and 0 are unknown."""
    year, fault = _between(cell.translate(_DASHES).strip(), EARLIEST_YEAR, last_year, ProblemKind.YEAR)
    return year or None, fault


def parse_count(cell: str) -> ParsedInt:
    """How many times, or how many copies: 0 and up; a blank is unknown."""
    return _between(cell.strip(), 0, _MOST_COPIES, ProblemKind.COUNT)


def _between(text: str, least: int, most: int, fault: ProblemKind) -> ParsedInt:
    if not text:
        return None, None
    number = whole(text)
    if number is None or not least <= number <= most:
        return None, fault
    return number, None


def _decimal(cell: str) -> float | None:
    """A decimal number with a point or a comma, 0 for a blank; None for anything else."""
    text = cell.strip().strip(_AROUND)
    if not text:
        return 0.0
    return float(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else None
