"""The sample library's dashboard, as the pipeline makes it of the starter catalogue."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping

from domain.books import Book
from domain.catalogue import CatalogueEntry, catalogue_key
from domain.dashboard import Dashboard, RunFacts, build_dashboard
from domain.enrichment import BookOutcome, Outcome, SourcePart
from domain.exports import Library, read_export
from domain.genres import Entry, classify_library
from local.starter import SAMPLE_LIBRARY, STARTER_CATALOGUE, starter_entries
from tests.pages.scripted_site import UUID

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)


@functools.cache
def sample_dashboard() -> Dashboard:
    """The dashboard of every book in the sample, on whatever shelf."""
    library = read_export(SAMPLE_LIBRARY.read_bytes(), today=NOW.date())
    known = {entry.key: entry for entry in starter_entries(STARTER_CATALOGUE, NOW)}
    return dashboard_of(library, known)


def dashboard_of(library: Library, known: Mapping[str, CatalogueEntry]) -> Dashboard:
    """A run's dashboard where the catalogue alone was asked."""
    outcomes = {book.book_id: _outcome(book, known) for book in library.books if book.is_read}
    entries = [
        Entry(
            book_id=book.book_id,
            title=book.short_title,
            author=book.author,
            series=book.series[0].name if book.series else None,
            findings=outcomes[book.book_id].findings if book.book_id in outcomes else None,
            shelves=book.shelves,
            publication_year=book.original_publication_year or book.year_published,
        )
        for book in library.books
    ]
    decided = classify_library(entries)
    classified = {entry.book_id: classification for entry, classification in zip(entries, decided, strict=True)}
    return build_dashboard(RunFacts(UUID, 1, NOW), library, outcomes, classified)


def _outcome(book: Book, known: Mapping[str, CatalogueEntry]) -> BookOutcome:
    entry = known.get(catalogue_key(isbn13=book.isbn13, title=book.short_title, author=book.author))
    if entry is None or entry.findings is None:
        return BookOutcome(book.book_id, Outcome.NOT_FOUND, sources={"openlibrary": SourcePart.MISS})
    return BookOutcome(book.book_id, Outcome.ENRICHED, entry.findings, entry.sources)
