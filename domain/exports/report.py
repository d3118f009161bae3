"""What was read of an export, what was not, and what was done about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypedDict

from domain.books import Book, ReadingStatus
from domain.exports.columns import Layout
from domain.exports.problems import ACTIONS, ProblemKind

MAX_DETAILS = 1_000
"""How many problems are kept in detail; all are counted."""

MAX_VALUE = 60
"""How many characters of a cell a problem shows."""


class ProblemJson(TypedDict):
    """A problem as JSON: see `Problem`."""

    row: int | None
    column: str | None
    value: str | None
    problem: str
    action: str


class ReportJson(TypedDict):
    """A report as JSON: see `Report`."""

    format: str
    generation: int | None
    has_header: bool
    delimiter: str
    encoding: str
    rows: int
    books: int
    read: int
    undated_read: int
    without_isbn: int
    duplicates: int
    rejected: int
    books_by_shelf: dict[str, int]
    unread_by_shelf: dict[str, int]
    counts: dict[str, int]
    problems: list[ProblemJson]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be taken as it stood.

    `row` counts the rows from 1, without the header and blank lines; None speaks of the whole file. `value`
    is the cell, shortened, and None where the text is not kept.
    """

    row: int | None
    column: str | None
    value: str | None
    kind: ProblemKind

    @property
    def action(self) -> str:
        """What was done, in words."""
        return ACTIONS[self.kind]

    def to_json(self) -> ProblemJson:
        """The problem with its kind and action in words."""
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "problem": self.kind.value,
            "action": self.action,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """An account of a whole file; `rows` = `books` + `duplicates` + `rejected`.

    `generation` is the number of columns of the header generation, None where somebody changed the header.
    Shelves are the exclusive ones as written, `""` where a book has none. It quotes cells, and a misaligned
    cell may hold a review: it is the owner's alone. `counts_by_kind` is what anybody may see.
    """

    format: str
    generation: int | None
    has_header: bool
    delimiter: str
    encoding: str
    rows: int = 0
    books: int = 0
    read: int = 0
    undated_read: int = 0
    without_isbn: int = 0
    duplicates: int = 0
    rejected: int = 0
    books_by_shelf: Mapping[str, int] = field(default_factory=dict)
    unread_by_shelf: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[ProblemKind, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def counts_by_kind(self) -> dict[str, int]:
        """How many problems there are of each kind, by its name; no cell, shelf or row is in it."""
        return {kind.value: self.counts[kind] for kind in sorted(self.counts)}

    def to_json(self) -> ReportJson:
        """The whole report for the owner."""
        return {
            "format": self.format,
            "generation": self.generation,
            "has_header": self.has_header,
            "delimiter": self.delimiter,
            "encoding": self.encoding,
            "rows": self.rows,
            "books": self.books,
            "read": self.read,
            "undated_read": self.undated_read,
            "without_isbn": self.without_isbn,
            "duplicates": self.duplicates,
            "rejected": self.rejected,
            "books_by_shelf": dict(self.books_by_shelf),
            "unread_by_shelf": dict(self.unread_by_shelf),
            "counts": self.counts_by_kind(),
            "problems": [problem.to_json() for problem in self.problems],
        }

    @classmethod
    def from_json(cls, data: ReportJson) -> Report:
        """The report that `to_json` was made of."""
        return cls(
            format=data["format"],
            generation=data["generation"],
            has_header=data["has_header"],
            delimiter=data["delimiter"],
            encoding=data["encoding"],
            rows=data["rows"],
            books=data["books"],
            read=data["read"],
            undated_read=data["undated_read"],
            without_isbn=data["without_isbn"],
            duplicates=data["duplicates"],
            rejected=data["rejected"],
            books_by_shelf=data["books_by_shelf"],
            unread_by_shelf=data["unread_by_shelf"],
            counts={ProblemKind(name): count for name, count in data["counts"].items()},
            problems=tuple(
                Problem(p["row"], p["column"], p["value"], ProblemKind(p["problem"])) for p in data["problems"]
            ),
        )


_Traits = tuple[str, bool, bool, bool]
"""Of a book: its shelf, whether it is read, whether it has a date read, whether it has an ISBN."""


class Ledger:
    """Where the reader writes down what it meets. `rows` are those come to so far; the last is the current one."""

    def __init__(self) -> None:
        self.rows = self.books = self.duplicates = self.rejected = 0
        self._alike: dict[_Traits, int] = {}
        self._counts: Counter[ProblemKind] = Counter()
        self._problems: list[Problem] = []

    def note(self, kind: ProblemKind, column: str | None = None, value: str | None = None) -> None:
        """Write down a problem of the current row; before the first row it is the file's."""
        self._counts[kind] += 1
        if len(self._problems) < MAX_DETAILS:
            self._problems.append(Problem(self.rows or None, column, shortened(value), kind))

    def reject(self, kind: ProblemKind, value: str | None = None) -> None:
        """Write down that the current row is not read."""
        self.rejected += 1
        self.note(kind, None, value)

    def duplicate(self, book_id: str, column: str) -> None:
        """Write down that the current row repeats a book."""
        self.duplicates += 1
        self.note(ProblemKind.DUPLICATE, column, book_id)

    def count(self, book: Book) -> None:
        """Count a book that was read."""
        self.books += 1
        is_read = book.status is ReadingStatus.READ
        traits = book.shelf or "", is_read, book.date_read is not None, book.isbn13 is not None
        self._alike[traits] = self._alike.get(traits, 0) + 1

    def report(self, layout: Layout, encoding: str) -> Report:
        """The account so far."""
        by_shelf: Counter[str] = Counter()
        unread: Counter[str] = Counter()
        read = undated_read = without_isbn = 0
        for (shelf, is_read, is_dated, has_isbn), count in sorted(self._alike.items()):
            by_shelf[shelf] += count
            if not is_read:
                unread[shelf] += count
            else:
                read += count
                undated_read += 0 if is_dated else count
            without_isbn += 0 if has_isbn else count
        return Report(
            format=layout.format.value,
            generation=layout.generation,
            has_header=layout.has_header,
            delimiter=layout.delimiter,
            encoding=encoding,
            rows=self.rows,
            books=self.books,
            read=read,
            undated_read=undated_read,
            without_isbn=without_isbn,
            duplicates=self.duplicates,
            rejected=self.rejected,
            books_by_shelf=dict(by_shelf),
            unread_by_shelf=dict(unread),
            counts=dict(sorted(self._counts.items())),
            problems=tuple(self._problems),
        )


def shortened(value: str | None) -> str | None:
    """A value as a problem shows it."""
    if value is None or len(value) <= MAX_VALUE:
        return value
    return value[: MAX_VALUE - 1] + "…"
