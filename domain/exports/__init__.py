"""Library exports of Goodreads and StoryGraph: recognising, reading, storing and writing them.

`read_export` reads bytes; `ExportReader` reads a stream without holding its books; `recognise` tells from the
first bytes of an upload whether to read it. `docs/exports.md` lists what may be wrong and what is done about it.
"""

from domain.exports.errors import (
    MAX_BYTES,
    MAX_ROWS,
    Binary,
    Empty,
    MissingColumns,
    NotAnExport,
    TooLarge,
    TooManyRows,
    WebPage,
)
from domain.exports.library import Library
from domain.exports.problems import ProblemKind
from domain.exports.reader import ExportReader, read_export
from domain.exports.recognition import HEAD_BYTES, Recognised, recognise
from domain.exports.report import Problem, Report
from domain.exports.storage import UnknownVersion, library_from_json, library_to_json
from domain.exports.writer import write_export

__all__ = [
    "HEAD_BYTES",
    "MAX_BYTES",
    "MAX_ROWS",
    "Binary",
    "Empty",
    "ExportReader",
    "Library",
    "MissingColumns",
    "NotAnExport",
    "Problem",
    "ProblemKind",
    "Recognised",
    "Report",
    "TooLarge",
    "TooManyRows",
    "UnknownVersion",
    "WebPage",
    "library_from_json",
    "library_to_json",
    "read_export",
    "recognise",
    "write_export",
]
