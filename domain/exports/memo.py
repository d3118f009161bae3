"""Memories for pure functions of one cell: a library repeats its dates, shelves, publishers and authors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from domain.exports.problems import ProblemKind
from domain.exports.report import Ledger

T = TypeVar("T")

_CAPACITY = 20_000
_LONGEST = 200


class _Bounded(dict[str, T]):
    """A dictionary that forgets all when it is full, and never keeps long cells."""

    __slots__ = ()

    def _remember(self, cell: str, value: T) -> T:
        if len(cell) <= _LONGEST:
            if len(self) >= _CAPACITY:
                self.clear()
            self[cell] = value
        return value


class Memo(_Bounded[T]):
    """`memo[cell]` is `parse(cell)`, remembered."""

    __slots__ = ("_parse",)

    def __init__(self, parse: Callable[[str], T]) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, cell: str) -> T:
        return self._remember(cell, self._parse(cell))


class Column(_Bounded[T]):
    """The cells of one column: `column[cell]` is the value that `parse` gives with no fault, remembered.

    A faulty cell is parsed, and noted in the ledger, every time it is met.
    """

    __slots__ = ("_ledger", "_name", "_parse")

    def __init__(self, name: str, parse: Callable[[str], tuple[T, ProblemKind | None]], ledger: Ledger) -> None:
        super().__init__()
        self._name = name
        self._parse = parse
        self._ledger = ledger

    def read(self, cell: str) -> T:
        """The value of a cell of a column in which hardly any two cells are the same: nothing is remembered."""
        value, fault = self._parse(cell)
        if fault is not None:
            self._ledger.note(fault, self._name, cell)
        return value

    def __missing__(self, cell: str) -> T:
        value, fault = self._parse(cell)
        if fault is None:
            return self._remember(cell, value)
        self._ledger.note(fault, self._name, cell)
        return value
