"""Making a run's dashboard, once every book has its outcome.

Started by the counter's fall to zero. What it writes depends on the run's events and books alone, so doing
it twice gives the same bytes; the effect is durable before the event that tells of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from domain.books import Book
from domain.dashboard import RunFacts, build_dashboard
from domain.enrichment import NO_LENDERS, BookOutcome
from domain.events import DomainEvent, Lineage
from domain.events.books import outcome_of
from domain.events.lifecycle import RunPlace, dashboard_published
from domain.exports import Library, library_from_json
from domain.files import books_key, dashboard_key, evidence_key, owner_key
from domain.genres import TAXONOMY_VERSION, Classification, Entry, classify_library
from domain.lifecycle import Counter, ExportRecord
from domain.pipeline.guarded import ExportGoneError, put_guarded
from domain.pipeline.transitions import advance
from domain.ports import Clock, Counters, EventStore, Exports, Objects


class Aggregated(Enum):
    """How aggregating a run ended."""

    PUBLISHED = auto()
    IGNORED = auto()
    """The run has ended already, or is not the export's current one."""
    UNFINISHED = auto()
    """Some book has no outcome yet."""
    GONE = auto()
    """The export was deleted."""


class BooksMissingError(Exception):
    """The books of a run that has a counter cannot be found."""


@dataclass(frozen=True, slots=True)
class Aggregation:
    """The aggregate stage."""

    exports: Exports
    counters: Counters
    store: EventStore
    objects: Objects
    clock: Clock

    def __call__(self, export_key: str, run: int) -> Aggregated:
        """Publish the dashboard of a run. BooksMissingError where its books are not stored."""
        record = self.exports.get(export_key)
        if record is None or not record.is_going(run):
            return Aggregated.IGNORED
        counter = self.counters.get(export_key, run)
        if counter is None or counter.remaining:
            return Aggregated.UNFINISHED
        try:
            self._write(record, run, counter.outcomes_of or run)
        except ExportGoneError:
            return Aggregated.GONE
        self._publish(export_key, run, counter)
        return Aggregated.PUBLISHED

    def _write(self, record: ExportRecord, run: int, outcomes_of: int) -> None:
        key = record.export_key
        library = self._library(key, record.books_of or run)
        ended = map(outcome_of, self.store.outcomes(key, outcomes_of, len(library.books)))
        outcomes = {outcome.book_id: outcome for outcome in ended}
        facts = RunFacts(
            export_id=record.uuid or "",
            run=run,
            started_at=record.run_started_at or record.created_at,
            include_unread=record.include_unread,
        )
        dashboard = build_dashboard(facts, library, outcomes, classify_books(library, outcomes))
        for name, made in (
            (evidence_key(key, run), dashboard.evidence_file),
            (owner_key(key, run), dashboard.owner_file),
            (dashboard_key(key, run), dashboard.shareable_file),
        ):
            put_guarded(self.exports, self.objects, key, name, made())

    def _library(self, export_key: str, run: int) -> Library:
        stored = self.objects.get(books_key(export_key, run))
        if stored is None:
            raise BooksMissingError(books_key(export_key, run))
        return library_from_json(stored.body)

    def _publish(self, export_key: str, run: int, counter: Counter) -> None:
        def event(record: ExportRecord) -> DomainEvent | None:
            if not record.is_going(run):
                return None
            of = RunPlace(export_key, run, self.clock(), Lineage(record.correlation_id))
            return dashboard_published(
                of, total=counter.total, counts=counter.counts, taxonomy_version=TAXONOMY_VERSION
            )

        advance(self.exports, export_key, event)


def classify_books(library: Library, outcomes: Mapping[str, BookOutcome]) -> dict[str, Classification]:
    """Form, genres and audience of each book of a library, from the export and what the sources said, by book id."""
    entries = [_entry(book, outcomes.get(book.book_id)) for book in library.books]
    decided = classify_library(entries)
    return {entry.book_id: classification for entry, classification in zip(entries, decided, strict=True)}


def _entry(book: Book, outcome: BookOutcome | None) -> Entry:
    return Entry(
        book_id=book.book_id,
        title=book.short_title,
        author=book.author,
        series=book.series[0].name if book.series else None,
        findings=None if outcome is None else outcome.findings,
        shelves=book.shelves,
        publication_year=book.original_publication_year or book.year_published,
        lenders=NO_LENDERS if outcome is None else outcome.lenders,
    )
