"""From records to rows: one field a column, cleaned, or rejected with a line in the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.exports import encoding as encodings
from domain.exports.alignment import Alignment
from domain.exports.columns import PRIVATE, Layout
from domain.exports.errors import MAX_ROWS, TooManyRows
from domain.exports.problems import ProblemKind
from domain.exports.recognition import unwrapped
from domain.exports.records import Fields, Records, is_blank, split_line
from domain.exports.report import Ledger

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MOST_BLANKS = 5 * MAX_ROWS


class Rows:
    """The rows of a file: for each record that is not blank its fields, or None where it is rejected.

    The ledger is told which row it is at, and of all that had to be done to it. `dirty` says that cells may hold
    control characters or foreign bytes.
    """

    def __init__(self, records: Records, layout: Layout, alignment: Alignment, ledger: Ledger, *, dirty: bool) -> None:
        self._records = records
        self._layout = layout
        self._alignment = alignment
        self._ledger = ledger
        self._dirty = dirty

    def __iter__(self) -> Iterator[Fields | None]:
        records, ledger = self._records, self._ledger
        width = len(self._layout.columns)
        preamble = self._layout.preamble
        blanks = 0
        header: Fields | None = None
        for fields in records:
            if is_blank(fields):
                blanks += 1
                if blanks > _MOST_BLANKS:
                    raise TooManyRows
            elif preamble:
                preamble -= 1
                header = fields
            elif fields == header:
                ledger.rows += 1
                ledger.reject(ProblemKind.REPEATED_HEADER)
                yield None
            elif len(records.lines) > 1 and self._lost_a_quote(fields):
                records.split_lines()
            else:
                ledger.rows += 1
                row = fields if len(fields) == width else self._repaired(fields)
                yield self._cleaned(row) if row and (self._dirty or records.cut) else row

    def _lost_a_quote(self, fields: Fields) -> bool:
        """Whether a record of several lines is several rows: the first opened a quote and never closed it.

        It is, where one of its later lines is a row by itself, or where it makes no sense as a whole.
        """
        if any(map(self._is_row, self._records.lines[1:])):
            return True
        inner = unwrapped(fields, self._layout.delimiter)
        if len(inner) == len(self._layout.columns):
            return False
        is_cut_off = self._ends_the_file() and self._alignment.completed(inner) is not None
        return not is_cut_off and self._realigned(inner) is None

    def _is_row(self, line: str) -> bool:
        delimiter = self._layout.delimiter
        has_enough = line.count(delimiter) >= len(self._layout.columns) - 1
        return has_enough and self._alignment.is_row(split_line(line, delimiter))

    def _repaired(self, fields: Fields) -> Fields | None:
        """The fields of a record that has too many or too few, or None."""
        width = len(self._layout.columns)
        inner = unwrapped(fields, self._layout.delimiter)
        if len(inner) == width:
            self._ledger.note(ProblemKind.UNWRAPPED)
            return inner
        is_last = len(inner) < width and self._ends_the_file()
        # A line end inside the last cell of a short row is that of a quote that nothing closed.
        is_open = len(inner) < width and inner[-1].endswith(("\r", "\n"))
        row = self._alignment.completed(inner) if is_last or is_open else self._realigned(inner)
        what = f"{len(inner)} fields for {width} columns"
        if row is None:
            self._ledger.reject(ProblemKind.CUT_OFF if is_last else ProblemKind.MISALIGNED, what)
        else:
            self._ledger.note(ProblemKind.REALIGNED, None, what)
        return row

    def _realigned(self, fields: Fields) -> Fields | None:
        """The fields under their columns; with the spaces around delimiters where the lines still tell them."""
        delimiter = self._layout.delimiter
        exact = split_line("".join(self._records.lines), delimiter, keep_spaces=True)
        if list(map(str.strip, exact)) == list(map(str.strip, fields)):
            return self._alignment.realigned(exact, delimiter)
        return self._alignment.realigned(fields, f"{delimiter} ")

    def _ends_the_file(self) -> bool:
        """Whether the last record stops without a line end, as only the last of a file can."""
        lines = self._records.lines
        return bool(lines) and not lines[-1].endswith(("\r", "\n"))

    def _cleaned(self, fields: Fields) -> Fields:
        """The fields without control characters and foreign bytes; what was cut or cleaned is noted."""
        columns = self._layout.columns
        for at in sorted(self._records.cut):
            if at < len(columns):
                self._ledger.note(ProblemKind.CELL_CUT, columns[at])
        return list(map(self._clean_cell, columns, fields)) if self._dirty else fields

    def _clean_cell(self, column: str, cell: str) -> str:
        if column in PRIVATE:
            return ""
        text = cell
        if encodings.is_broken(text):
            text = encodings.mend(text)
            self._ledger.note(ProblemKind.FOREIGN_BYTES, column, text)
        if _CONTROLS.search(text):
            text = _CONTROLS.sub("", text)
            self._ledger.note(ProblemKind.CONTROL_CHARACTERS, column, text)
        return text
