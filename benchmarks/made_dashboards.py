"""Dashboards made for measuring the page, with everything that makes it work: ratings of both kinds, genres, covers."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from benchmarks.made_library import made_books, made_entries
from domain.books import Book
from domain.catalogue import CatalogueEntry, catalogue_key
from domain.dashboard import Dashboard, RunFacts, build_dashboard
from domain.enrichment import BookOutcome, Outcome, SourcePart
from domain.exports import Library, read_export
from domain.exports.report import Report
from domain.pipeline.aggregate import classify_books
from local.starter import SAMPLE_LIBRARY, STARTER_CATALOGUE, starter_entries

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)


def sample_dashboard(uuid: str) -> Dashboard:
    """The sample library's, as the pipeline makes it of the starter catalogue."""
    sample = read_export(SAMPLE_LIBRARY.read_bytes(), today=NOW.date())
    return _dashboard(uuid, sample.books, sample.report, _starter())


def real_dashboard(number: int, uuid: str) -> Dashboard:
    """`number` books, in turn those of the sample library: real titles, authors, genres and cover addresses."""
    sample = read_export(SAMPLE_LIBRARY.read_bytes(), today=NOW.date())
    turns = itertools.islice(itertools.cycle(sample.books), number)
    books = [replace(book, book_id=str(3_000_000 + 7919 * place)) for place, book in enumerate(turns)]
    return _dashboard(uuid, _rated(books), sample.report, _starter())


def large_dashboard(number: int, uuid: str) -> Dashboard:
    """`number` made books, all of them read."""
    report = Report("goodreads", 23, True, ",", "utf-8")
    return _dashboard(uuid, _rated(made_books(number)), report, {e.key: e for e in made_entries(number, NOW)})


def _starter() -> dict[str, CatalogueEntry]:
    return {entry.key: entry for entry in starter_entries(STARTER_CATALOGUE, NOW)}


def _rated(books: Iterable[Book]) -> list[Book]:
    """The books with a community's rating, as exports had it until June 2026."""
    chance = random.Random(11)
    return [replace(book, average_rating=round(chance.gauss(3.95, 0.25), 2)) for book in books]


def _dashboard(uuid: str, books: Sequence[Book], report: Report, known: Mapping[str, CatalogueEntry]) -> Dashboard:
    outcomes = {book.book_id: _outcome(book, known) for book in books if book.is_read}
    library = Library(tuple(books), report)
    return build_dashboard(RunFacts(uuid, 1, NOW), library, outcomes, classify_books(library, outcomes))


def _outcome(book: Book, known: Mapping[str, CatalogueEntry]) -> BookOutcome:
    entry = known.get(catalogue_key(isbn13=book.isbn13, title=book.short_title, author=book.author))
    if entry is None:
        return BookOutcome(book.book_id, Outcome.NOT_FOUND, sources={"openlibrary": SourcePart.MISS})
    return BookOutcome(book.book_id, Outcome.ENRICHED, entry.findings, entry.sources)
