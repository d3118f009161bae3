"""A small library and what a run found out about it, for the dashboard's tests."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from domain.books import Book, PartialDate, Precision, ReadingSpan, ReadingStatus, Series
from domain.dashboard import Dashboard, RunFacts, build_dashboard
from domain.enrichment import BookOutcome, Findings, Match, Outcome, SourcePart
from domain.exports import Library
from domain.exports.problems import ProblemKind
from domain.exports.report import Problem, Report
from domain.genres import Classification

SCHEMA = Path(__file__).resolve().parents[3] / "docs" / "dashboard.schema.json"


def day(text: str, precision: Precision = Precision.DAY) -> PartialDate:
    """The date of an ISO text."""
    return PartialDate(dt.date.fromisoformat(text), precision)


@pytest.fixture
def run() -> RunFacts:
    started = dt.datetime(2026, 11, 24, 10, 30, 15, 900_000, dt.timezone(dt.timedelta(hours=1)))
    return RunFacts("0f8fad5b-d9cb-469f-a165-70867728950e", 2, started)


@pytest.fixture
def books() -> tuple[Book, ...]:
    """Five books, three of them read: a dated one, a re-read one of a year only, an undated unrated one."""
    return (
        Book(
            "11", 0, 1, "The Left Hand of Darkness (Hainish Cycle, #4)", "The Left Hand of Darkness",
            "Ursula K. Le Guin", ReadingStatus.READ, goodreads_id="11",
            series=(Series("Hainish Cycle", "4"),),
            additional_authors=("China Miéville",), isbn10="0441478123", isbn13="9780441478125",
            my_rating=5.0,
            average_rating=4.12, publisher="Ace", binding="Paperback", num_pages=304, year_published=2000,
            original_publication_year=1969, date_read=day("2023-05-14"), date_added=day("2023-04-02"),
            readings=(ReadingSpan(day("2023-05-01"), day("2023-05-14")),), shelf="read",
            shelves=("sci-fi", "gift-from-mum"), read_count=1, review="Cold and kind.", has_spoilers=True,
        ),
        Book(
            "12", 1, 2, "Emma", "Emma", "Jane Austen", ReadingStatus.READ, my_rating=4.0,
            date_read=day("2021-01-01", Precision.YEAR), date_guess=True, shelf="read", read_count=3,
        ),
        Book("13", 2, 3, "A Book", "A Book", "Jane Austen", ReadingStatus.READ, num_pages=199, shelf="read"),
        Book("14", 3, 4, "Later", "Later", "Stephen King", ReadingStatus.TO_READ, num_pages=500, my_rating=3),
        Book("15", 4, 5, "Stopped", "Stopped", "Anon", ReadingStatus.DID_NOT_FINISH, shelf="dnf"),
    )  # fmt: skip


@pytest.fixture
def outcomes() -> dict[str, BookOutcome]:
    match = Match("isbn", 1.0)
    left_hand = Findings(
        subjects=("Science fiction",), cover_id=42, pages=999, publication_year=1999, rating=3.9, match=match,
        record_ids=("/books/OL1M",),
    )  # fmt: skip
    emma = Findings(thumbnail="https://books.google.com/emma", pages=474, publication_year=1815, rating=4.056)
    parts = {"open_library": SourcePart.HIT, "google_books": SourcePart.MISS}
    missed = {"open_library": SourcePart.MISS}
    return {
        "11": BookOutcome("11", Outcome.ENRICHED, left_hand, parts),
        "12": BookOutcome("12", Outcome.PARTIAL, emma, {"open_library": SourcePart.UNAVAILABLE}),
        "13": BookOutcome("13", Outcome.NOT_FOUND, Findings(), missed, "no record"),
        "99": BookOutcome("99", Outcome.FAILED),
    }


@pytest.fixture
def classifications() -> dict[str, Classification]:
    because = {"Science Fiction": ("sci-fi", "Science fiction"), "Classics": ("gift-from-mum",)}
    return {
        "11": Classification("Fiction", ("Science Fiction", "Classics"), None, False, because),
        "12": Classification("Fiction", ("Classics",), None, True, {}),
        "13": Classification(None, (), None, False, {}),
    }


@pytest.fixture
def library(books: tuple[Book, ...]) -> Library:
    problem = Problem(3, "Date Read", "a cell that may hold a review", ProblemKind.DATE)
    report = Report(
        "goodreads", 23, True, ",", "utf-8", rows=5, counts={ProblemKind.DATE: 1}, problems=(problem,)
    )  # fmt: skip
    return Library(books, report)


@pytest.fixture
def dashboard(
    run: RunFacts,
    library: Library,
    outcomes: dict[str, BookOutcome],
    classifications: dict[str, Classification],
) -> Dashboard:
    return build_dashboard(run, library, outcomes, classifications)


@pytest.fixture(scope="session")
def complaints() -> Callable[..., list[str]]:
    """What `docs/dashboard.schema.json` has against a document, as one of its definitions."""
    schema = json.loads(SCHEMA.read_text("utf-8"))

    def against(document: object, definition: str = "dashboard") -> list[str]:
        target = {**schema, "$ref": f"#/$defs/{definition}"}
        return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(target).iter_errors(document)]

    return against
