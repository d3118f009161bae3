"""A record too long for the csv module, parsed piece by piece, keeping no more of it than is ever used."""

from __future__ import annotations

import re
from collections.abc import Iterable

MAX_CELL_BYTES = 1 << 20
"""The most of one cell that is kept: 1 MiB of UTF-8."""

MAX_RECORD = 8 << 20
"""The most characters of one record that are kept, so that it cannot fill the memory cell by cell."""

MAX_FIELDS = 1_000
"""The most fields of one record that are kept; no export has a tenth of them."""

_QUOTED = re.compile(r'[^"]*+(?:""[^"]*+)*+')
_SPACES = re.compile(r" *+")


class LongRecord:
    """One record by the rules of the csv module: `fields`, and `cut`, the indexes of those not kept whole."""

    def __init__(self, pieces: Iterable[str], delimiter: str) -> None:
        """Parse pieces up to the end of the record. A line end ends a piece, but a piece may end anywhere."""
        self.fields: list[str] = []
        self.cut: set[int] = set()
        self._delimiter = delimiter
        self._end_of_plain = re.compile(rf"[{re.escape(delimiter)}\r\n]")
        self._parts: list[str] = []
        self._record_room = MAX_RECORD
        self._cell_room = MAX_CELL_BYTES
        # A bound method here would tie the record into a cycle, and its megabytes to the garbage collector.
        self._parse = LongRecord._start
        for piece in pieces:
            if len(self.fields) >= MAX_FIELDS:
                if piece.endswith(("\r", "\n")):
                    return
                continue
            at = 0
            while 0 <= at < len(piece) and len(self.fields) < MAX_FIELDS:
                at = self._parse(self, piece, at)
            if at < 0 or (len(self.fields) >= MAX_FIELDS and piece.endswith(("\r", "\n"))):
                return
        self._end_cell()

    # Each of these parses what it can of a piece from a place, and returns the place it got to, or -1 at the
    # end of the record. What comes next is left in `_parse`.

    def _start(self, piece: str, at: int) -> int:
        match = _SPACES.match(piece, at)
        at = match.end() if match else at
        if piece.startswith('"', at):
            self._parse = LongRecord._quoted
            return at + 1
        self._parse = LongRecord._plain
        return at

    def _plain(self, piece: str, at: int) -> int:
        end = self._end_of_plain.search(piece, at)
        if end is None:
            self._keep(piece[at:])
            return len(piece)
        self._keep(piece[at : end.start()])
        self._end_cell()
        self._parse = LongRecord._start
        return end.end() if end.group() == self._delimiter else -1

    def _quoted(self, piece: str, at: int) -> int:
        match = _QUOTED.match(piece, at)
        end = match.end() if match else at
        self._keep(piece[at:end].replace('""', '"'))
        if end < len(piece):
            self._parse = LongRecord._after_quote
        return end + 1

    def _after_quote(self, piece: str, at: int) -> int:
        if piece[at] == '"':
            self._keep('"')
            self._parse = LongRecord._quoted
            return at + 1
        self._parse = LongRecord._plain
        return at

    def _keep(self, text: str) -> None:
        room = min(self._cell_room, self._record_room)
        if len(text) > room:
            self.cut.add(len(self.fields))
            if room == 0:
                return
            text = text[:room]
        self._cell_room -= len(text)
        self._record_room -= len(text)
        self._parts.append(text)

    def _end_cell(self) -> None:
        text = "".join(self._parts)
        self._parts.clear()
        self._cell_room = MAX_CELL_BYTES
        if len(text) > MAX_CELL_BYTES // 4:
            encoded = text.encode("utf-8", "surrogatepass")
            if len(encoded) > MAX_CELL_BYTES:
                text = encoded[:MAX_CELL_BYTES].decode("utf-8", "ignore")
                self.cut.add(len(self.fields))
        self.fields.append(text)
