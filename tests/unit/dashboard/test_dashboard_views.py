"""The documents of a dashboard: the shareable view, the owner's, the evidence, the preview."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.books import Book
from domain.dashboard import (
    EXPORTER_VERSION,
    Dashboard,
    RunFacts,
    build_dashboard,
    build_preview,
    to_bytes,
    to_gzip,
)
from domain.enrichment import BookOutcome
from domain.exports import Library
from domain.genres import TAXONOMY_VERSION, Classification

Complaints = Callable[..., list[str]]
ENRICHMENT = (
    "form", "genres", "inferred", "audience", "thumbnail_url", "small_thumbnail_url", "genre_enriched",
    "genre_sources", "outcome", "match",
)  # fmt: skip
ENRICHMENT_TOTALS = (
    "genre_enriched_books",
    "genre_enrichment_rate",
    "unique_genres",
    "most_common_genres",
    "forms",
)
PRIVATE = (
    "Cold and kind.",
    "gift-from-mum",
    "sci-fi",
    "2023-05-14",
    "2023-04-02",
    "2023-05-01",
    "may hold a review",
)


def test_every_view_keeps_the_schema(
    dashboard: Dashboard, run: RunFacts, library: Library, complaints: Complaints
) -> None:
    preview = build_preview(run, library)
    for document in (dashboard.owner(), dashboard.shareable(), preview.owner(), preview.shareable()):
        assert complaints(document) == []
    assert complaints(dashboard.shareable(), "shareable") == []
    assert complaints(preview.shareable(), "shareable") == []
    assert complaints(dashboard.owner(), "shareable") != []


@pytest.mark.parametrize("private", PRIVATE)
def test_what_is_the_owner_s_is_in_no_public_document(dashboard: Dashboard, private: str) -> None:
    public = to_bytes(dashboard.shareable()) + to_bytes(dashboard.evidence())
    assert private.encode() not in public
    assert private.encode() in to_bytes(dashboard.owner())


def test_the_owner_s_view_holds_it(dashboard: Dashboard, library: Library) -> None:
    owner = dashboard.owner()
    book = owner["books"][0]
    assert book["my_review"] == "Cold and kind."
    assert book["bookshelves"] == ["sci-fi", "gift-from-mum"]
    assert book["readings"] == [{"started": "2023-05-01", "finished": "2023-05-14"}]
    assert (book["date_read"], book["date_added"]) == ("2023-05-14", "2023-04-02")
    assert owner["books"][4]["exclusive_shelf"] == "dnf"
    assert owner["metadata"]["csv_report"] == library.report.to_json()
    assert owner["summary"]["reading_date_range"] == {"earliest": "2021", "latest": "2023-05-14"}


def test_summary_counts_read_books(dashboard: Dashboard) -> None:
    assert dashboard.shareable()["summary"] == {
        "total_books": 5,
        "read_books": 3,
        "undated_books": 1,
        "rated_books": 2,
        "books_by_reading_status": {
            "read": 3,
            "currently-reading": 0,
            "to-read": 1,
            "did-not-finish": 1,
            "other": 0,
        },
        "genre_enriched_books": 2,
        "genre_enrichment_rate": 66.7,
        "unique_authors": 2,
        "unique_genres": 2,
        "total_pages": 304 + 474 + 199,
        "reading_date_range": {"earliest": "2021", "latest": "2023-05"},
        "reading_years": [2021, 2023],
        "average_rating": 4.5,
        "most_common_genres": [
            {"genre": "Classics", "count": 2, "percentage": 66.7},
            {"genre": "Science Fiction", "count": 1, "percentage": 33.3},
        ],
        "forms": {"Fiction": 2, "Nonfiction": 0, "Unknown": 1},
    }


def test_metadata_says_where_it_comes_from(dashboard: Dashboard) -> None:
    metadata = dashboard.shareable()["metadata"]
    assert metadata["export_timestamp"] == "2026-11-24T09:30:15Z"
    assert metadata["data_schema_version"] == "2.0.0"
    assert metadata["taxonomy_version"] == TAXONOMY_VERSION
    assert metadata["run"] == 2
    assert metadata["export_source"] == "goodreads"
    assert metadata["outcomes"] == {"enriched": 1, "partial": 1, "not_found": 1, "failed": 0}
    assert metadata["source_outcomes"] == {
        "google_books": {"miss": 1},
        "open_library": {"hit": 1, "miss": 1, "unavailable": 1},
    }
    assert metadata["csv_problems"] == {"date": 1}
    assert metadata["processing_notes"] == [
        "1 read book without a date: in the totals, not in the years",
        "1 read book dated 1 January: often a guess",
        "1 read book without a rating: not in the average",
        "1 read book without a known genre",
        "1 read book with genres inferred from its series or author",
    ]


def test_the_version_is_the_project_s() -> None:
    project = tomllib.loads((Path(__file__).resolve().parents[3] / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == EXPORTER_VERSION


def test_evidence_says_why(dashboard: Dashboard) -> None:
    evidence = dashboard.evidence()["books"]
    assert evidence["11"]["because"] == {"Science Fiction": ["Science fiction"], "Classics": []}
    assert evidence["11"]["shelves_spoke_for"] == ["Classics", "Science Fiction"]
    assert evidence["11"]["sources"] == {"google_books": "miss", "open_library": "hit"}
    assert evidence["11"]["match"] == {"by": "isbn", "confidence": 1.0}
    assert evidence["12"]["inferred"] is True
    assert evidence["13"]["reason"] == "no record"
    assert sorted(evidence) == ["11", "12", "13"]


def test_a_preview_has_the_export_and_no_enrichment(run: RunFacts, library: Library) -> None:
    preview = build_preview(run, library).shareable()
    assert {book.get(field, "absent") for book in preview["books"] for field in ENRICHMENT} == {None}
    assert preview["books"][0]["num_pages"] == 304
    for field in (
        "genre_enriched_books",
        "genre_enrichment_rate",
        "unique_genres",
        "most_common_genres",
        "forms",
    ):
        assert preview["summary"].get(field, "absent") is None
    assert preview["summary"]["read_books"] == 3
    assert preview["metadata"]["taxonomy_version"] is None
    assert preview["metadata"]["outcomes"] is None
    assert preview["metadata"]["source_outcomes"] is None


def test_nothing_in_nothing_out(run: RunFacts, library: Library, complaints: Complaints) -> None:
    empty = build_dashboard(run, Library((), library.report), {}, {}).shareable()
    assert complaints(empty, "shareable") == []
    assert empty["summary"]["genre_enrichment_rate"] == 0
    assert empty["summary"]["average_rating"] is None


def test_the_same_inputs_give_the_same_bytes_in_any_order(
    run: RunFacts,
    library: Library,
    outcomes: dict[str, BookOutcome],
    classifications: dict[str, Classification],
) -> None:
    once = build_dashboard(run, library, outcomes, classifications)
    again = build_dashboard(run, library, dict(reversed(outcomes.items())), dict(reversed(classifications.items())))
    for view in ("shareable", "owner", "evidence"):
        assert to_gzip(getattr(once, view)()) == to_gzip(getattr(again, view)())


@pytest.mark.parametrize("view", ["shareable", "owner", "evidence"])
def test_a_file_made_book_by_book_is_its_view(view: str, dashboard: Dashboard) -> None:
    whole = getattr(dashboard, view)()
    text = gzip.decompress(getattr(dashboard, f"{view}_file")())
    assert text == to_bytes(whole)
    plain = json.dumps(whole, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert text.decode() == plain


def test_books_keep_the_export_s_order(dashboard: Dashboard, books: tuple[Book, ...]) -> None:
    assert [book["book_id"] for book in dashboard.shareable()["books"]] == [book.book_id for book in books]


def test_bytes_are_compact_utf_8_that_reads_back(dashboard: Dashboard) -> None:
    packed = to_gzip(dashboard.shareable())
    assert packed[4:8] == bytes(4)
    text = gzip.decompress(packed)
    assert "Miéville".encode() in text
    assert b", " not in text.split(b'"processing_notes"')[0].replace(b"Darkness (Hainish Cycle, #4)", b"")
    assert json.loads(text) == dashboard.shareable()


def test_bytes_refuse_what_json_lacks() -> None:
    with pytest.raises(ValueError, match="JSON"):
        to_bytes({"number": float("nan")})
    assert to_bytes({"text": "\ud800"}) == b'{"text":"?"}'


def test_a_run_begins_at_an_instant() -> None:
    with pytest.raises(ValueError, match="time zone"):
        RunFacts("u", 1, dt.datetime.fromisoformat("2026-01-01T00:00:00"))
