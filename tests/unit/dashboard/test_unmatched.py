"""The file of books that not every source answered for."""

from __future__ import annotations

import csv
import io

import pytest

from domain.dashboard.unmatched import unmatched_csv


def rows(*books: tuple[str, dict[str, object] | None], title: str = "Emma") -> list[dict[str, str]]:
    """The file's rows for books of an outcome and what the evidence says of each."""
    dashboard = {
        "books": [
            {"book_id": str(n), "title": title, "author": "Jane Austen", "isbn13": None, "outcome": outcome}
            for n, (outcome, _) in enumerate(books)
        ]
    }
    evidence = {"books": {str(n): said for n, (_, said) in enumerate(books)}}
    return list(csv.DictReader(io.StringIO(unmatched_csv(dashboard, evidence).decode("utf-8-sig"))))


def test_enriched_books_are_left_out() -> None:
    assert rows(("enriched", {"reason": None, "sources": {"openlibrary": "hit"}})) == []


@pytest.mark.parametrize(
    ("outcome", "reason", "sources", "told"),
    [
        ("not_found", "other_title", {"openlibrary": "miss"}, "other_title"),
        ("failed", "deadline", {}, "deadline"),
        ("partial", None, {"openlibrary": "hit", "googlebooks": "rate_limited"}, "googlebooks: rate_limited"),
        (
            "partial",
            "no_answer",
            {"openlibrary": "miss", "googlebooks": "unavailable"},
            "no_answer; googlebooks: unavailable",
        ),
        ("failed", None, {"openlibrary": "refused", "googlebooks": "skipped"}, "openlibrary: refused"),
    ],
)
def test_the_reason_names_who_could_not_answer(
    outcome: str, reason: str | None, sources: dict[str, object], told: str
) -> None:
    (row,) = rows((outcome, {"reason": reason, "sources": sources}))
    assert (row["Outcome"], row["Reason"]) == (outcome, told)


def test_a_book_without_evidence_has_no_reason() -> None:
    assert [row["Reason"] for row in rows(("failed", None))] == [""]


@pytest.mark.parametrize("start", "=+-@\t")
def test_no_cell_begins_as_a_formula_does(start: str) -> None:
    (row,) = rows(("failed", None), title=f"{start}cmd|' /C calc'!A0")
    assert row["Title"].startswith(f"'{start}")
