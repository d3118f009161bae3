"""Dashboards of exports that people really made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.dashboard import RunFacts, build_dashboard
from domain.enrichment import BookOutcome, Findings, Outcome, SourcePart
from domain.exports import Library, read_export
from domain.genres import Entry, classify_library


@pytest.fixture
def libraries(shared_data: Path) -> dict[str, Library]:
    files = [*shared_data.glob("goodreads/*.csv"), *shared_data.glob("storygraph/*.csv")]
    return {path.name: read_export(path.read_bytes(), today=dt.date(2026, 11, 24)) for path in files}


def test_every_real_export_makes_a_dashboard_that_keeps_the_schema(
    run: RunFacts, libraries: dict[str, Library], complaints: Callable[..., list[str]]
) -> None:
    longest = max(libraries.values(), key=lambda library: len(library.books))
    for name, library in libraries.items():
        outcomes = {
            book.book_id: BookOutcome(
                book.book_id,
                Outcome.ENRICHED,
                Findings(subjects=("Fantasy fiction", "Nature"), cover_id=book.position),
                {"open_library": SourcePart.HIT},
            )
            for book in library.books
            if book.is_read
        }
        entries = [
            Entry(
                book.book_id,
                book.short_title,
                book.author,
                findings=outcomes[book.book_id].findings if book.is_read else None,
                shelves=book.shelves,
            )
            for book in library.books
        ]
        classified = classify_library(entries)
        classifications = {entry.book_id: found for entry, found in zip(entries, classified, strict=True)}
        dashboard = build_dashboard(run, library, outcomes, classifications)
        assert complaints(dashboard.shareable(), "shareable") == [], name
        # The owner's view is the same books with more in them: the longest library stands for all.
        if library is longest:
            assert complaints(dashboard.owner()) == [], name
        summary = dashboard.shareable()["summary"]
        assert summary["total_books"] == library.report.books, name
        assert summary["read_books"] == library.report.read, name
        assert summary["undated_books"] == library.report.undated_read, name
