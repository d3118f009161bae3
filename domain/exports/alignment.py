"""Whether the cells of a row stand under their columns, and putting them back where they do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from domain.exports.columns import Format
from domain.exports.dates import parse_date
from domain.exports.numbers import parse_average, parse_rating, whole
from domain.exports.shelves import status_of_shelf

# More cells out of place than this are another table, not a stray comma.
_MOST_MERGED = 12
_MOST_MISSING_INSIDE = 3

_DECISIVE = ("Book Id", "My Rating", "Date Read", "Date Added", "Exclusive Shelf", "Star Rating", "Read Status")
_SHELF = re.compile(r"(?=.*[^\W\d_])[\w.'&+!-]{1,60}")
_ISBN_LIKE = re.compile(r"[=\"']*[0-9A-Za-z-]{0,20}(?:\.0)?[\"']*")
_POSITION = re.compile(r"[^,]*\(#[0-9]+\)")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\w+")

Check = Callable[[str], bool]


class Alignment:
    """The shape of an export's rows: which cells give themselves away, and whether all of them are in place."""

    def __init__(self, columns: Sequence[str], export: Format, last_year: int) -> None:
        known = _checks(export, last_year)
        names = ("Author", "Author l-f")
        self._width = len(columns)
        self._checks = [(at, known[name]) for at, name in enumerate(columns) if name in known]
        self._decisive = 1 + max((at for at, name in enumerate(columns) if name in _DECISIVE), default=0)
        self._shelf = columns.index("Exclusive Shelf") if "Exclusive Shelf" in columns else -1
        self._names = tuple(map(columns.index, names)) if set(names).issubset(columns) else ()
        self._texts = [at for at, name in enumerate(columns) if known.get(name, _is_wordy) in _OF_TEXT]

    def is_row(self, fields: Sequence[str]) -> bool:
        """Whether there are as many fields as columns, and each that can be checked fits its own."""
        return (
            len(fields) == self._width
            and all(check(fields[at]) for at, check in self._checks)
            and (not self._names or _is_one_name(*(fields[at] for at in self._names)))
        )

    def realigned(self, fields: list[str]) -> list[str] | None:
        """The fields of a row with too many or too few, under their columns; None where that takes a guess.

        Cells too many or missing at the end are tried first. Then each one place where a cell may have been
        split at its own delimiters, or where cells may be missing: two different ways to fit are none.
        """
        surplus = len(fields) - self._width
        at_end = self._ended(fields[: self._width])
        if at_end is not None:
            return at_end
        ways = self._merged(fields, surplus) if surplus > 0 else self._filled(fields, -surplus)
        fitting = {tuple(way) for way in ways if self.is_row(way)}
        return list(fitting.pop()) if len(fitting) == 1 else None

    def completed(self, fields: list[str]) -> list[str] | None:
        """The fields of a row that the end of the file cut off, without the cell it cut; None as above."""
        last = len(fields) - 1
        is_whole = last == self._shelf and status_of_shelf(fields[last]) is not None
        return self._ended(fields if is_whole else fields[:last])

    def _ended(self, fields: list[str]) -> list[str] | None:
        """The fields with the missing ones at the end blank, where none of those decides on the row."""
        row = fields + [""] * (self._width - len(fields))
        return row if len(fields) >= self._decisive and self.is_row(row) else None

    def _merged(self, fields: list[str], surplus: int) -> Iterator[list[str]]:
        if surplus > _MOST_MERGED:
            return
        for at in self._texts:
            end = at + surplus + 1
            yield [*fields[:at], ", ".join(fields[at:end]), *fields[end:]]

    def _filled(self, fields: list[str], missing: int) -> Iterator[list[str]]:
        if missing > _MOST_MISSING_INSIDE:
            return
        for at in range(len(fields)):
            yield [*fields[:at], *[""] * missing, *fields[at:]]


def _checks(export: Format, last_year: int) -> dict[str, Check]:
    """What a cell alone tells about whether it stands under its column."""

    def is_date(cell: str) -> bool:
        return parse_date(cell, last_year)[1] is None

    shared: dict[str, Check] = {
        "Title": _is_filled,
        "ISBN": _is_isbn_like,
        "Date Added": is_date,
        "Read Count": _is_whole,
    }
    if export is Format.STORYGRAPH:
        return shared | {
            "ISBN/UID": _is_isbn_like,
            "Read Status": _is_shelf,
            "Last Date Read": is_date,
            "Star Rating": _is_rating,
            "Owned?": _is_yes_or_no,
        }
    return shared | {
        "Book Id": _is_book_id,
        "Author": _is_wordy,
        "Additional Authors": _is_wordy,
        "Publisher": _is_wordy,
        "Binding": _is_wordy,
        "ISBN13": _is_isbn_like,
        "My Rating": _is_stated_rating,
        "Average Rating": _is_average,
        "Number of Pages": _is_whole,
        "Year Published": _is_whole,
        "Original Publication Year": _is_whole,
        "Date Read": is_date,
        "Bookshelves with positions": _has_positions,
        "Exclusive Shelf": _is_shelf,
        "Spoiler": _is_spoiler,
        "Owned Copies": _is_whole,
    }


def _is_filled(cell: str) -> bool:
    return bool(cell.strip())


def _is_wordy(cell: str) -> bool:
    """Whether a cell is blank or text, and neither a number nor an ISBN in a spreadsheet's armour."""
    text = cell.strip()
    return not text or (_LETTER.search(text) is not None and not text.startswith("="))


def _is_book_id(cell: str) -> bool:
    return (whole(cell) or 0) > 0


def _is_whole(cell: str) -> bool:
    return not cell.strip() or whole(cell) is not None


def _is_rating(cell: str) -> bool:
    return parse_rating(cell)[1] is None


def _is_stated_rating(cell: str) -> bool:
    return _is_filled(cell) and _is_rating(cell)


def _is_average(cell: str) -> bool:
    return parse_average(cell)[1] is None


def _is_isbn_like(cell: str) -> bool:
    return _ISBN_LIKE.fullmatch(cell.strip()) is not None


def _is_shelf(cell: str) -> bool:
    return _SHELF.fullmatch(cell.strip()) is not None or status_of_shelf(cell) is not None


def _has_positions(cell: str) -> bool:
    return not cell.strip() or all(_POSITION.fullmatch(name.strip()) for name in cell.split(","))


def _is_spoiler(cell: str) -> bool:
    return cell.strip().casefold() in {"", "true", "false"}


def _is_yes_or_no(cell: str) -> bool:
    return cell.strip().casefold() in {"", "yes", "no"}


def _is_one_name(author: str, last_first: str) -> bool:
    """Whether `Author` and `Author l-f` are the same words; an export writes both or neither."""
    return sorted(_WORD.findall(author.casefold())) == sorted(_WORD.findall(last_first.casefold()))


_OF_TEXT = (_is_wordy, _is_filled)
"""The checks of the columns in which a stray delimiter may stand."""
