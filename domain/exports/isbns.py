"""The ISBN cells of an export: every form they are written in, and what else stands in them."""

from __future__ import annotations

import re

from domain.exports.problems import ProblemKind
from domain.isbn import compact, is_isbn10, is_isbn13, isbn10_check, to_isbn10, to_isbn13

_AROUND = "=\"'\u201c\u201d\u2018\u2019 \t\r\n\u00a0"
# A spreadsheet drops the zeros that an ISBN10 begins with; no publisher has more than three.
_FEWEST_DIGITS = 7
_NUMBER_LIKE = re.compile(r"[0-9]{7,13}|[0-9]{6,9}X|[0-9](?:[.,][0-9]+)?E\+?1[0-9]")


def read_pair(isbn_cell: str, isbn13_cell: str) -> tuple[str, str] | None:
    """The ISBN10 and ISBN13 of a row that states one number in Goodreads' own way, twice; None for any other row.

    Three rows in four do, so this is the short way through what `read_isbn` and `combine` do.
    """
    isbn10, isbn13 = isbn_cell[2:-1], isbn13_cell[2:-1]
    if len(isbn10) != 10 or isbn10[:9] != isbn13[3:12] or not isbn13.startswith("978") or not is_isbn13(isbn13):
        return None
    return (isbn10, isbn13) if isbn10_check(isbn10[:9]) == isbn10[9] else None


def read_isbn(cell: str) -> tuple[str | None, ProblemKind | None]:
    """The verified ISBN in a cell, ten or thirteen characters, or what was wrong with it.

    Forms: `="0743273567"`, bare, hyphenated, with lost leading zeros, or as a number (`9780743273565.0`).
    """
    text = cell.strip(_AROUND)
    if not text:
        return None, None
    number = text if text.isdecimal() else compact(text.removesuffix(".0"))
    length = len(number)
    if length == 13 and is_isbn13(number):
        return number, None
    if _FEWEST_DIGITS <= length <= 10:
        restored = number.zfill(10)
        if is_isbn10(restored):
            return restored, None
    return None, _what_is_wrong(number)


def combine(first: str | None, second: str | None) -> tuple[str | None, str | None, bool]:
    """The ISBN10 and ISBN13 of a row, from the numbers in its columns `ISBN` and `ISBN13` in whichever form.

    The third says that the two name different books; the ISBN13 is the one to use.
    """
    if first is None or second is None:
        only = first or second
        if only is None:
            return None, None, False
        return (only, to_isbn13(only), False) if len(only) == 10 else (None, only, False)
    isbn10 = first if len(first) == 10 else to_isbn10(first)
    isbn13 = second if len(second) == 13 else to_isbn13(second)
    return isbn10, isbn13, not _is_same(first, isbn13)


def _what_is_wrong(number: str) -> ProblemKind:
    if not number.isascii() or not _NUMBER_LIKE.fullmatch(number):
        return ProblemKind.ISBN_OTHER
    if len(number) == 13:
        is_of_a_book = number.startswith(("978", "979"))
        return ProblemKind.ISBN_CHECK_DIGIT if is_of_a_book else ProblemKind.ISBN_OTHER
    return ProblemKind.ISBN_CHECK_DIGIT if len(number) == 10 else ProblemKind.ISBN_INCOMPLETE


def _is_same(number: str, isbn13: str) -> bool:
    """Whether a verified ISBN names the book of an ISBN13; equal digits before the last have equal last ones."""
    if len(number) == 13:
        return number == isbn13
    return isbn13.startswith("978") and isbn13[3:12] == number[:9]
