"""The books that not every asked source answered for, as a CSV file that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from domain.enrichment import SourcePart

COLUMNS = ("Book Id", "Title", "Author", "ISBN13", "Outcome", "Reason")
_UNANSWERED = ("not_found", "partial", "failed")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NO_FAILURE = (SourcePart.HIT, SourcePart.MISS, SourcePart.SKIPPED)


def unmatched_csv(dashboard: Mapping[str, Any], evidence: Mapping[str, Any]) -> bytes:
    """The books of a shareable view whose outcome is not `enriched`, one a row, in UTF-8 with a BOM.

    A reason says why no answer was believed, and which sources could not answer: `no_answer; googlebooks:
    rate_limited`.
    A spreadsheet runs what begins like a formula, so such a cell begins with an apostrophe (OWASP, "CSV
    Injection").
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(dashboard["books"], evidence["books"]))
    return text.getvalue().encode("utf-8-sig")


def _rows(books: Iterable[Mapping[str, Any]], evidence: Mapping[str, Any]) -> Iterable[list[str]]:
    for book in books:
        if book["outcome"] in _UNANSWERED:
            reason = _reason(evidence.get(book["book_id"]) or {})
            cells = (book["book_id"], book["title"], book["author"], book["isbn13"], book["outcome"], reason)
            yield [_safe(cell) for cell in cells]


def _reason(said: Mapping[str, Any]) -> str:
    silent = [f"{name}: {part}" for name, part in sorted(said.get("sources", {}).items()) if part not in _NO_FAILURE]
    return "; ".join(filter(None, [said.get("reason"), *silent]))


def _safe(cell: str | None) -> str:
    text = cell or ""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
