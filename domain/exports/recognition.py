"""Recognising an export from its first bytes: whose it is, its header, and how its cells are separated."""

from __future__ import annotations

import codecs
import datetime as dt
import io
import re
from itertools import islice
from typing import NamedTuple

from domain.exports import encoding as encodings
from domain.exports.alignment import Alignment
from domain.exports.columns import (
    GOODREADS_GENERATIONS,
    Format,
    Layout,
    format_of,
    generation_of,
    nearest_missing,
)
from domain.exports.dates import Calendar
from domain.exports.errors import Binary, Empty, MissingColumns, WebPage
from domain.exports.records import Records, is_blank, split_line

HEAD_BYTES = 1 << 16
"""How much of a file is looked at to recognise it: 64 KiB."""

_DELIMITERS = ",;\t|"
_AROUND_A_NAME = '\ufeff" \t\r\n\xa0'
_NOTHING = f'{_DELIMITERS}"\ufeff \r\n'
_SAMPLE = 20
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=([,;\t|])\"?[,;\t|]*[\r\n]", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.02
_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook"),
    (b"%PDF-", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG\r\n\x1a\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\x00", "a database"),
    (b"bplist", "a property list"),
    (b"{\\rtf", "a rich text document"),
)
_WEB_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE)


class Recognised(NamedTuple):
    """What the first bytes of a file tell. `generation` is None where somebody changed the header.

    `encoding` is what they are in; a byte further on may still show that the file is not UTF-8.
    """

    format: Format
    generation: int | None
    encoding: str


def recognise(head: bytes, *, complete: bool) -> Recognised:
    """The export that a file's first bytes (64 KiB are plenty) belong to; `complete`: they are the whole file.

    Raises a `NotAnExport` for the same reasons, in the same words, as reading the file.
    """
    refuse_other_files(head)
    found = encodings.survey(io.BytesIO(head))
    layout = find_layout(decoded_head(head, found, complete=complete), complete=complete)
    return Recognised(layout.format, layout.generation, found.name)


def refuse_other_files(head: bytes) -> None:
    """Raise `Empty` or `Binary` where the first bytes are those of no text file."""
    if not head:
        raise Empty
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            raise Binary(kind)


def decoded_head(head: bytes, encoding: encodings.Encoding, *, complete: bool) -> str:
    """The text of a file's first bytes, without a character that is cut at their end."""
    decoder = codecs.getincrementaldecoder(encoding.name)(encoding.errors)
    return decoder.decode(head[encoding.mark :], final=complete)


def find_layout(text: str, *, complete: bool) -> Layout:
    """The layout of the rows of a text, of which this is the beginning. Raises a `NotAnExport`."""
    delimiters = _stated_delimiter(text) or _DELIMITERS
    if not text.strip(_NOTHING):
        raise Empty
    samples = {delimiter: _sample(text, delimiter, complete=complete) for delimiter in delimiters}
    preamble = 1 if _stated_delimiter(text) else 0
    for delimiter, rows in samples.items():
        layout = _by_header(rows, delimiter, preamble)
        if layout is not None:
            return layout
    for delimiter, rows in samples.items():
        layout = _by_contents(rows, delimiter, preamble)
        if layout is not None:
            return layout
    if len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise Binary
    if _WEB_PAGE.match(text):
        raise WebPage
    firsts = (rows[preamble] for rows in samples.values() if len(rows) > preamble)
    widest = max(firsts, key=len, default=[])
    names = [encodings.mend(name).strip() for name in widest]
    raise MissingColumns(names, nearest_missing(names))


def _stated_delimiter(text: str) -> str | None:
    """The delimiter that a spreadsheet states in a first line `sep=;`, or None."""
    match = _SEPARATOR_LINE.match(text)
    return match[1] if match else None


def _sample(text: str, delimiter: str, *, complete: bool) -> list[list[str]]:
    """The first records that are not blank; the last one is dropped where the text may have cut it."""
    records = Records(io.StringIO(text, newline=""), delimiter, lambda _: False)
    rows = list(islice((fields for fields in records if not is_blank(fields)), _SAMPLE))
    if not complete and 1 < len(rows) < _SAMPLE:
        rows.pop()
    return [unwrapped(row, delimiter) for row in rows]


def unwrapped(fields: list[str], delimiter: str) -> list[str]:
    """The fields of a row that some program quoted as one single cell; other rows as they are."""
    if delimiter in fields[0] and not any(map(str.strip, fields[1:])):
        inner = split_line(fields[0], delimiter)
        return inner if len(inner) > 1 else fields
    return fields


def _by_header(rows: list[list[str]], delimiter: str, preamble: int) -> Layout | None:
    if len(rows) <= preamble:
        return None
    # A second byte order mark, which some program took for text, hides the quotes of the first name.
    names = tuple(name.strip(_AROUND_A_NAME) for name in rows[preamble])
    export = format_of(names)
    if export is None:
        return None
    return Layout(export, generation_of(names, export), names, delimiter, preamble + 1, has_header=True)


def _by_contents(rows: list[list[str]], delimiter: str, preamble: int) -> Layout | None:
    """The layout of Goodreads' rows without their header: most of the first rows must fit one generation."""
    rows = rows[preamble:]
    for columns in GOODREADS_GENERATIONS:
        alignment = Alignment(columns, Format.GOODREADS, Calendar(dt.MAXYEAR))
        fitting = sum(map(alignment.is_row, rows))
        if fitting and 2 * fitting >= len(rows):
            return Layout(Format.GOODREADS, len(columns), columns, delimiter, preamble, has_header=False)
    return None
