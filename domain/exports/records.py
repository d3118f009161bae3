"""From text to records: CSV as it comes, one record at a time, in bounded memory.

The csv module does the ordinary work; its field limit is a setting of the whole process, so it is never
changed. A line or a record beyond it goes to `long_records`.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator
from typing import TextIO

from domain.exports.long_records import LongRecord

_LINE_LIMIT = 1 << 16
_RECORD_LIMIT = 1 << 18

Fields = list[str]


class _Overlong(Exception):
    """A line, or the lines of a record, do not fit the csv module."""


class _Lines:
    """The physical lines of a text; those that were put back come first."""

    def __init__(self, text: TextIO) -> None:
        self._read = text.readline
        self.returned: deque[str] = deque()
        self.taken: list[str] = []
        self.size = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.returned.popleft() if self.returned else self._read(_LINE_LIMIT)
        if not line:
            raise StopIteration
        self.taken.append(line)
        self.size += len(line)
        if len(line) >= _LINE_LIMIT or self.size >= _RECORD_LIMIT:
            raise _Overlong
        return line


class Records:
    """The records of a text, blank ones too, each as its fields.

    Of the record that came last, `lines` are the lines it was made from, none where it is overlong, and `cut`
    the indexes of the fields that were not kept whole. `is_row` says whether fields are a whole row: where the
    second line of an overlong record is one by itself, the first has lost a closing quote.
    """

    def __init__(self, text: TextIO, delimiter: str, is_row: Callable[[Fields], bool]) -> None:
        self.lines: list[str] = []
        self.cut: frozenset[int] = frozenset()
        self._source = _Lines(text)
        self._delimiter = delimiter
        self._is_row = is_row
        self._reader = csv.reader(self._source, delimiter=delimiter, skipinitialspace=True)
        self._alone: deque[str] = deque()

    def __iter__(self) -> Iterator[Fields]:
        source = self._source
        while True:
            if self._alone:
                self.lines = [self._alone.popleft()]
                yield split_line(self.lines[0], self._delimiter)
                continue
            self.lines = source.taken = []
            source.size = 0
            try:
                fields = next(self._reader)
            except StopIteration:
                return
            except (csv.Error, _Overlong):
                yield self._overlong()
                self.cut = frozenset()
            else:
                yield fields

    def split_lines(self) -> None:
        """Take the last record back: next come its lines one by one, as records of their own.

        The last line may open a cell that goes on, so it is read with what follows. A line is parsed a few times
        at most, however often this is done.
        """
        self._alone.extend(self.lines[:-1])
        self._source.returned.appendleft(self.lines[-1])

    def _overlong(self) -> Fields:
        first, *others = self.lines
        if others and self._is_row(split_line(others[0], self._delimiter)):
            self.lines = others
            self.split_lines()
            self.lines = [first]
            return split_line(first, self._delimiter)
        long = LongRecord(self._pieces(self.lines), self._delimiter)
        self.lines = []
        self.cut = frozenset(long.cut)
        return long.fields

    def _pieces(self, taken: list[str]) -> Iterator[str]:
        """The lines taken, then the rest of the text, in pieces of the length of a line at most."""
        yield from taken
        source = self._source
        while True:
            source.taken = []
            source.size = 0
            try:
                piece = next(source)
            except _Overlong:
                piece = source.taken[0]
            except StopIteration:
                return
            yield piece


def split_line(line: str, delimiter: str, *, keep_spaces: bool = False) -> Fields:
    """The fields of one record of text; a cell left open at its end is closed there.

    Spaces after a delimiter are dropped, so that a quote after them opens a cell, unless they are to be kept.
    """
    if len(line) >= _LINE_LIMIT:
        return LongRecord(line.splitlines(keepends=True), delimiter).fields
    lines = io.StringIO(line, newline="")
    return next(csv.reader(lines, delimiter=delimiter, skipinitialspace=not keep_spaces), [])


def is_blank(fields: Fields) -> bool:
    """Whether a record holds nothing but white space."""
    return not fields or (not fields[0].strip() and not any(map(str.strip, fields)))
