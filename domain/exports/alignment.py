"""Whether the cells of a row stand under their columns, and putting them back where they do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from domain.exports.columns import Format
from domain.exports.dates import Calendar
from domain.exports.numbers import parse_average, parse_rating, whole
from domain.exports.problems import ProblemKind
from domain.exports.shelves import split_shelves, status_of_shelf

# More cells out of place than this are another table, not a stray comma.
_MOST_MERGED = 12
_MOST_MISSING_INSIDE = 3

_DECISIVE = ("Book Id", "My Rating", "Date Read", "Date Added", "Exclusive Shelf", "Star Rating", "Read Status")
_NAMING = ("Title", "Author", "Authors", *_DECISIVE)
_SHELF = re.compile(r"(?=.*[^\W\d_])[\w.'&+!-]{1,60}")
_ISBN_LIKE = re.compile(r"[=\"']*[0-9A-Za-z-]{0,20}(?:\.0)?[\"']*")
_POSITION = re.compile(r"[^,]*\(#[0-9]+\)")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\w+")

Check = Callable[[str], bool]


class Alignment:
    """The shape of an export's rows: which cells give themselves away, and whether all of them are in place."""

    def __init__(self, columns: Sequence[str], export: Format, calendar: Calendar) -> None:
        known = _checks(export, calendar)
        self._width = len(columns)
        self._checks = [(at, known[name]) for at, name in enumerate(columns) if name in known]
        self._decisive = 1 + max((at for at, name in enumerate(columns) if name in _DECISIVE), default=0)
        self._shelf = columns.index("Exclusive Shelf") if "Exclusive Shelf" in columns else -1
        self._pairs = [
            (columns.index(one), columns.index(other), agree)
            for one, other, agree in _PAIRS
            if one in columns and other in columns
        ]
        self._naming = {at for at, name in enumerate(columns) if name in _NAMING}
        self._texts = [at for at, name in enumerate(columns) if known.get(name, _is_wordy) in _OF_TEXT]

    def is_row(self, fields: Sequence[str]) -> bool:
        """Whether there are as many fields as columns, each that can be checked fits its own, and pairs agree."""
        return (
            len(fields) == self._width
            and all(check(fields[at]) for at, check in self._checks)
            and all(agree(fields[one], fields[other]) for one, other, agree in self._pairs)
        )

    def realigned(self, fields: list[str], joint: str) -> list[str] | None:
        """The fields of a row with too many or too few, under their columns; None where they do not fit.

        Tried are blank cells too many or missing at the end, and each one place where a cell may have been split at
        its own delimiters (`joint` mends it) or where cells may be missing. Where several ways fit, the cells on
        which they differ are blank; a title or an author among them, and the row does not fit.
        """
        surplus = len(fields) - self._width
        at_end = self._ended(fields[: self._width])
        if at_end is not None and surplus > 0 and not any(map(str.strip, fields[self._width :])):
            return at_end
        ways = self._merged(fields, surplus, joint) if surplus > 0 else self._filled(fields, -surplus)
        fitting = [way for way in ways if self.is_row(way)]
        if at_end is not None and surplus < 0:
            fitting.append(at_end)
        return self._agreed(fitting) if fitting else None

    def completed(self, fields: list[str]) -> list[str] | None:
        """The fields of a row that the end of the file cut off, without the cell it cut; None as above."""
        last = len(fields) - 1
        is_whole = last == self._shelf and status_of_shelf(fields[last]) is not None
        return self._ended(fields if is_whole else fields[:last])

    def _ended(self, fields: list[str]) -> list[str] | None:
        """The fields with the missing ones at the end blank, where none of those decides on the row."""
        row = fields + [""] * (self._width - len(fields))
        return row if len(fields) >= self._decisive and self.is_row(row) else None

    def _merged(self, fields: list[str], surplus: int, joint: str) -> Iterator[list[str]]:
        if surplus > _MOST_MERGED:
            return
        for at in self._texts:
            end = at + surplus + 1
            yield [*fields[:at], joint.join(fields[at:end]), *fields[end:]]

    def _filled(self, fields: list[str], missing: int) -> Iterator[list[str]]:
        if missing > _MOST_MISSING_INSIDE:
            return
        for at in range(len(fields)):
            yield [*fields[:at], *[""] * missing, *fields[at:]]

    def _agreed(self, ways: list[list[str]]) -> list[str] | None:
        """The cells on which all ways agree, the others blank; None where that takes one that names the book."""
        first = ways[0]
        differing = {at for way in ways for at in range(self._width) if way[at] != first[at]}
        if differing & self._naming:
            return None
        return ["" if at in differing else cell for at, cell in enumerate(first)]


def _checks(export: Format, calendar: Calendar) -> dict[str, Check]:
    """What a cell alone tells about whether it stands under its column."""

    def is_date(cell: str) -> bool:
        return calendar.date(cell)[1] is not ProblemKind.DATE

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
        "Bookshelves": _are_shelves,
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


def _are_shelves(cell: str) -> bool:
    return "/" not in cell


def _has_positions(cell: str) -> bool:
    return not cell.strip() or all(_POSITION.fullmatch(name.strip()) for name in cell.split(","))


def _is_spoiler(cell: str) -> bool:
    return cell.strip().casefold() in {"", "true", "false"}


def _is_yes_or_no(cell: str) -> bool:
    return cell.strip().casefold() in {"", "yes", "no"}


def _is_one_name(author: str, last_first: str) -> bool:
    """Whether `Author` and `Author l-f` are the same words; an export writes both or neither."""
    # Whoever has one name alone has it twice: `Homer, Homer`.
    return set(_WORD.findall(author.casefold())) == set(_WORD.findall(last_first.casefold()))


def _are_the_same_shelves(bookshelves: str, with_positions: str) -> bool:
    return split_shelves(bookshelves) == split_shelves(with_positions)


def _is_listed(exclusive: str, bookshelves: str) -> bool:
    """Whether the exclusive shelf is among the shelves; `read` never is, and some exports leave all blank."""
    shelves = split_shelves(bookshelves)
    return not shelves or exclusive.strip() == "read" or exclusive.strip() in shelves


_PAIRS: tuple[tuple[str, str, Callable[[str, str], bool]], ...] = (
    ("Author", "Author l-f", _is_one_name),
    ("Bookshelves", "Bookshelves with positions", _are_the_same_shelves),
    ("Exclusive Shelf", "Bookshelves", _is_listed),
)
"""Columns that say the same thing, and whether they do."""

_OF_TEXT = (_is_wordy, _is_filled, _are_shelves)
"""The checks of the columns in which a stray delimiter may stand."""
