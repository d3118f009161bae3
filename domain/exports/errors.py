"""Why a file is not read at all. Each reason is a type with a code and a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Sequence

MAX_BYTES = 50_000_000
"""The largest file that is read: 50 MB."""

MAX_ROWS = 200_000
"""The most rows that are read."""

_NAMES_SHOWN = 40
_NAME_LENGTH = 40


class NotAnExport(Exception):
    """The file cannot be read as a library export. `code` is for machines, `message` for its owner."""

    code = "not_an_export"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Empty(NotAnExport):
    """There is nothing in the file."""

    code = "empty"

    def __init__(self) -> None:
        super().__init__("The file is empty. Export the library again and choose the finished file.")


class Binary(NotAnExport):
    """The file is not text; `kind` says what it looks like (`an Excel workbook`), where that is known."""

    code = "binary"

    def __init__(self, kind: str | None = None) -> None:
        self.kind = kind
        super().__init__(
            f"The file is {kind or 'not a text file'}. Choose the CSV file that Goodreads or StoryGraph made, "
            "or save the spreadsheet as CSV UTF-8."
        )


class WebPage(NotAnExport):
    """The file is an HTML page, most likely a sign-in page that was saved in place of the export."""

    code = "web_page"

    def __init__(self) -> None:
        super().__init__(
            "The file is a web page, not an export. Sign in, export the library and choose the file it gives."
        )


class MissingColumns(NotAnExport):
    """The file is a table, but no export. `found` and `missing` are column names, `found` shortened."""

    code = "missing_columns"

    def __init__(self, found: Sequence[str], missing: Sequence[str]) -> None:
        self.found = tuple(name[:_NAME_LENGTH] for name in found[:_NAMES_SHOWN])
        self.missing = tuple(missing)
        super().__init__(
            f"The file is not a Goodreads or StoryGraph export: missing {_listed(self.missing)}; "
            f"found {_listed(self.found)}. Choose the unchanged export file."
        )


class TooLarge(NotAnExport):
    """The file is larger than `limit` bytes."""

    code = "too_large"

    def __init__(self, limit: int = MAX_BYTES) -> None:
        self.limit = limit
        super().__init__(
            f"The file is larger than {limit // 1_000_000} MB, the most that is read. Remove reviews or rows."
        )


class TooManyRows(NotAnExport):
    """The file has more than `limit` rows."""

    code = "too_many_rows"

    def __init__(self, limit: int = MAX_ROWS) -> None:
        self.limit = limit
        super().__init__(f"The file has more than {limit:,} rows, the most that is read. Split it and try again.")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names) or "no columns"
