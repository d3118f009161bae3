"""The kinds of problem a reader meets, and what it does about each."""

from __future__ import annotations

from enum import StrEnum


class ProblemKind(StrEnum):
    """A fault in a file, a row or a cell. `docs/exports.md` describes each; a test holds the two together."""

    WINDOWS_1252 = "windows_1252"
    ENCODING_DOUBTFUL = "encoding_doubtful"
    NO_HEADER = "no_header"
    DUPLICATE = "duplicate"
    MISALIGNED = "misaligned"
    CUT_OFF = "cut_off"
    REPEATED_HEADER = "repeated_header"
    NO_TITLE = "no_title"
    REALIGNED = "realigned"
    UNWRAPPED = "unwrapped"
    CONTROL_CHARACTERS = "control_characters"
    FOREIGN_BYTES = "foreign_bytes"
    CELL_CUT = "cell_cut"
    NO_AUTHOR = "no_author"
    NO_SHELF = "no_shelf"
    BOOK_ID = "book_id"
    ISBN_CHECK_DIGIT = "isbn_check_digit"
    ISBN_INCOMPLETE = "isbn_incomplete"
    ISBN_OTHER = "isbn_other"
    ISBN_CONFLICT = "isbn_conflict"
    RATING = "rating"
    AVERAGE_RATING = "average_rating"
    PAGES = "pages"
    YEAR = "year"
    DATE = "date"
    DATE_PART = "date_part"
    COUNT = "count"


ACTIONS: dict[ProblemKind, str] = {
    ProblemKind.WINDOWS_1252: "read as Windows-1252",
    ProblemKind.ENCODING_DOUBTFUL: "read as Windows-1252 all the same; check the accents",
    ProblemKind.NO_HEADER: "columns recognised by their contents",
    ProblemKind.DUPLICATE: "left out; the first row of the book counts",
    ProblemKind.MISALIGNED: "row left out; its text is not kept",
    ProblemKind.CUT_OFF: "row left out; its text is not kept",
    ProblemKind.REPEATED_HEADER: "row left out",
    ProblemKind.NO_TITLE: "row left out",
    ProblemKind.REALIGNED: "cells put back under their columns",
    ProblemKind.UNWRAPPED: "row taken out of its quotes",
    ProblemKind.CONTROL_CHARACTERS: "characters removed",
    ProblemKind.FOREIGN_BYTES: "bytes read as Windows-1252",
    ProblemKind.CELL_CUT: "cut to 1 MiB",
    ProblemKind.NO_AUTHOR: "book kept without an author",
    ProblemKind.NO_SHELF: "status taken from the other columns",
    ProblemKind.BOOK_ID: "id made from the ISBN, or title and authors",
    ProblemKind.ISBN_CHECK_DIGIT: "dropped",
    ProblemKind.ISBN_INCOMPLETE: "dropped",
    ProblemKind.ISBN_OTHER: "dropped",
    ProblemKind.ISBN_CONFLICT: "the ISBN13 is used, and its match needs the title too",
    ProblemKind.RATING: "dropped; the book is unrated",
    ProblemKind.AVERAGE_RATING: "dropped",
    ProblemKind.PAGES: "dropped",
    ProblemKind.YEAR: "dropped",
    ProblemKind.DATE: "dropped",
    ProblemKind.DATE_PART: "kept as far as it is certain",
    ProblemKind.COUNT: "dropped",
}
"""What is done about each kind, in words."""
