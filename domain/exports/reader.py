"""Reading a whole export: bytes in, books and a report out, one row at a time."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import BinaryIO

from domain.books import Book
from domain.exports import encoding as encodings
from domain.exports.alignment import Alignment
from domain.exports.columns import Format
from domain.exports.dates import Calendar, day_comes_first
from domain.exports.doubt import suspected_encoding
from domain.exports.errors import MAX_BYTES, MAX_ROWS, TooLarge, TooManyRows
from domain.exports.goodreads import GoodreadsRows
from domain.exports.identity import BookIds
from domain.exports.library import Library
from domain.exports.problems import ProblemKind
from domain.exports.recognition import HEAD_BYTES, decoded_head, find_layout, refuse_other_files
from domain.exports.records import Records
from domain.exports.report import Ledger, Report
from domain.exports.rows import Rows
from domain.exports.storygraph import StoryGraphRows


def read_export(data: bytes, *, today: dt.date) -> Library:
    """All books of an export and the report. `today` bounds the years that are believed.

    Raises a `NotAnExport` with what is wrong and what to do.
    """
    reader = ExportReader(io.BytesIO(data), today=today)
    return Library(tuple(reader), reader.report)


class ExportReader:
    """The books of an export, to be read once: memory does not grow with the file, but for the books' ids.

    `report` is the account of the rows read so far, whole after the last book.
    """

    def __init__(self, stream: BinaryIO, *, today: dt.date) -> None:
        """Recognise a seekable stream of bytes; raises a `NotAnExport` where it is none."""
        if stream.seek(0, io.SEEK_END) > MAX_BYTES:
            raise TooLarge
        stream.seek(0)
        head = stream.read(HEAD_BYTES)
        refuse_other_files(head)
        self._encoding = encodings.survey(stream)
        complete = len(head) < HEAD_BYTES
        text = decoded_head(head, self._encoding, complete=complete)
        self._layout = find_layout(text, complete=complete)
        self._stream = stream
        self._ledger = Ledger()
        calendar = Calendar(today.year + 1, day_comes_first(text))
        self._alignment = Alignment(self._layout.columns, self._layout.format, calendar)
        self._ids = BookIds(self._layout.format)
        of_format = GoodreadsRows if self._layout.format is Format.GOODREADS else StoryGraphRows
        self._rows = of_format(self._layout.columns, calendar, self._ids, self._ledger)
        self._note_file()

    @property
    def report(self) -> Report:
        """The account of what was read so far."""
        return self._ledger.report(self._layout, self._encoding.name)

    def __iter__(self) -> Iterator[Book]:
        """The books in the order of their rows. Raises `TooManyRows` when it comes to one too many."""
        self._stream.seek(self._encoding.mark)
        text = io.TextIOWrapper(self._stream, self._encoding.name, self._encoding.errors, newline="")
        try:
            records = Records(text, self._layout.delimiter, self._alignment.is_row)
            yield from self._books(
                Rows(records, self._layout, self._alignment, self._ledger, dirty=self._encoding.dirty)
            )
        finally:
            text.detach()

    def _books(self, rows: Rows) -> Iterator[Book]:
        ledger = self._ledger
        for number, fields in enumerate(rows, start=1):
            if number > MAX_ROWS:
                raise TooManyRows
            if fields is None:
                continue
            book = self._rows.book(fields, number, ledger.books)
            if book is None:
                ledger.reject(ProblemKind.NO_TITLE)
            elif not self._ids.is_new(book.book_id):
                ledger.duplicate(book.book_id, self._rows.ID_COLUMN)
            else:
                ledger.count(book)
                yield book

    def _note_file(self) -> None:
        if not self._layout.has_header:
            self._ledger.note(ProblemKind.NO_HEADER)
        if self._encoding.name == encodings.WINDOWS_1252:
            self._ledger.note(ProblemKind.WINDOWS_1252)
            other = suspected_encoding(self._stream)
            if other is not None:
                self._ledger.note(ProblemKind.ENCODING_DOUBTFUL, None, other)
