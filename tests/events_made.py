"""One of every domain event, as its producer makes it: the examples, and what the contract tests check."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from domain.books import Book, ReadingStatus, Series
from domain.enrichment import BookOutcome, Findings, Lenders, Match, Outcome, SourcePart
from domain.events import DomainEvent, Lineage
from domain.events.books import book_outcome, book_queued, queued_book
from domain.events.lifecycle import (
    RunPlace,
    dashboard_published,
    export_deleted,
    export_parsed,
    export_rejected,
    export_uploaded,
    reprocess_requested,
    run_failed,
)

EXPORT_KEY = "3f1c9a52b7d04e68a1b2c3d4"
MOMENT = dt.datetime(2026, 11, 24, 9, 30, 0, 250000, dt.UTC)
LINEAGE = Lineage("8c1f0e2d4b6a7988")

DUNE = Book(
    book_id="44767458",
    position=1204,
    row=1206,
    title="Dune (Dune, #1)",
    short_title="Dune",
    author="Frank Herbert",
    series=(Series("Dune", "1"),),
    status=ReadingStatus.READ,
    goodreads_id="44767458",
    isbn10="059309932X",
    isbn13="9780593099322",
    my_rating=5.0,
    shelves=("sci-fi",),
    review="A desert, and what grows in it.",
)

FOUND = BookOutcome(
    book_id=DUNE.book_id,
    outcome=Outcome.ENRICHED,
    findings=Findings(
        subjects=("Science fiction", "Dune (Imaginary place), fiction", "Fiction, science fiction, general"),
        ddc=("813.54",),
        cover_id=11481354,
        pages=604,
        publication_year=1965,
        language="eng",
        record_ids=("OL893414W",),
        match=Match("isbn", 1.0),
    ),
    sources={"openlibrary": SourcePart.HIT, "googlebooks": SourcePart.SKIPPED},
)
NOT_FOUND = BookOutcome(DUNE.book_id, Outcome.NOT_FOUND, sources={"openlibrary": SourcePart.MISS}, reason="no_record")
PARTIAL = replace(
    FOUND,
    findings=Findings(subjects=("Fiction",), match=Match("isbn", 1.0)),
    lenders=Lenders(author=(("Science fiction", "Space colonies", "Ecology, fiction"),)),
    outcome=Outcome.PARTIAL,
    sources={"openlibrary": SourcePart.HIT, "googlebooks": SourcePart.UNAVAILABLE},
)
FAILED = BookOutcome(DUNE.book_id, Outcome.FAILED, sources={"openlibrary": SourcePart.UNAVAILABLE}, reason="crashed")


def every_event() -> dict[str, DomainEvent]:
    """By the name of its example: `<EventName>` or `<EventName>.<variant>`."""
    of = RunPlace(EXPORT_KEY, 1, MOMENT, LINEAGE)
    uploaded = export_uploaded(of, file_size=105202, include_unread=False)
    queued = book_queued(DUNE, export_key=EXPORT_KEY, run=1, occurred_at=MOMENT, lineage=uploaded.caused())
    book = queued_book(queued.envelope())
    counts = {"enriched": 340, "partial": 2, "not_found": 18, "failed": 1}
    return {
        "ExportUploaded": uploaded,
        "ExportRejected": export_rejected(of, code="missing_columns", missing=("Title", "Author")),
        "ExportParsed": export_parsed(
            of, export_format="goodreads", books=493, to_enrich=361, problems={"bad_isbn": 3}
        ),
        "BookQueued": queued,
        "BookEnriched.enriched": book_outcome(book, FOUND, MOMENT),
        "BookEnriched.partial": book_outcome(book, PARTIAL, MOMENT),
        "BookEnriched.not_found": book_outcome(book, NOT_FOUND, MOMENT),
        "BookEnrichmentFailed": book_outcome(book, FAILED, MOMENT),
        "DashboardPublished": dashboard_published(of, total=361, counts=counts, taxonomy_version="1"),
        "RunFailed": run_failed(of, code="ingest_crashed"),
        "ReprocessRequested": reprocess_requested(
            replace(of, run=2), cause="request-5d2f", start_from="normalise", books_of=1
        ),
        "ExportDeleted": export_deleted(replace(of, run=2), largest_shard=0),
    }
