"""Ingesting a raw file: read it, and queue its books. Every step may be taken again from the start.

The order makes it resumable: the books are stored once and all later steps take them from there; the
counter is opened before the first book is queued; what is written twice is the same both times.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from domain.dashboard import RunFacts, build_preview, to_gzip
from domain.events import DomainEvent, Lineage
from domain.events.lifecycle import RunPlace, export_parsed, export_rejected, export_uploaded
from domain.exports import (
    Library,
    MissingColumns,
    NotAnExport,
    library_from_json,
    library_to_json,
    read_export,
)
from domain.files import RawFile, books_key, preview_key, raw_key
from domain.lifecycle import Counter, ExportRecord
from domain.lifecycle.record import KEPT
from domain.pacing import first_check_after
from domain.pipeline.guarded import ExportGoneError, put_guarded
from domain.pipeline.run_books import books_to_enrich, queued_events
from domain.pipeline.transitions import CountedError, advance
from domain.ports import (
    BookBudget,
    Check,
    Clock,
    CounterGuard,
    Counters,
    EventStore,
    Expiries,
    Expiry,
    Exports,
    Objects,
    Schedules,
)


class Ingested(Enum):
    """How ingesting a raw file ended."""

    QUEUED = auto()
    REJECTED = auto()
    IGNORED = auto()
    """The run is not going: it has ended, or a newer one has begun."""
    REMOVED = auto()
    """The export is gone, or the file came too late: the file was removed unread."""


class RawFileMissingError(Exception):
    """Neither the raw file nor the books that were read from it exist."""


@dataclass(frozen=True, slots=True)
class Ingest:
    """The ingest stage. `requests_per_second` is the first source's limit, for the first progress check."""

    exports: Exports
    counters: Counters
    store: EventStore
    objects: Objects
    schedules: Schedules
    expiries: Expiries
    budget: BookBudget
    clock: Clock
    max_books: int
    requests_per_second: float

    def __call__(self, file: RawFile, *, size: int, last_modified: dt.datetime) -> Ingested:
        """Ingest the raw file of a run. RawFileMissingError when there is nothing to read."""
        try:
            return self._ingest(file, size, last_modified)
        except ExportGoneError:
            return self._remove(file)

    def _ingest(self, file: RawFile, size: int, last_modified: dt.datetime) -> Ingested:
        record = self._uploaded(file, size, last_modified)
        if record is None or record.uuid is None or record.takes_no_file(self.clock()):
            return self._remove(file)
        if not record.is_going(file.run):
            return Ingested.IGNORED
        self.expiries.expire((record.upload_time or last_modified) + KEPT, Expiry(record.export_key, file.run))
        library = self._library(record, file)
        if library is None:
            return Ingested.REJECTED
        self._queue(record, library)
        return Ingested.QUEUED

    def _remove(self, file: RawFile) -> Ingested:
        self.objects.delete([raw_key(file.export_key, file.run)])
        return Ingested.REMOVED

    def _uploaded(self, file: RawFile, size: int, last_modified: dt.datetime) -> ExportRecord | None:
        def event(record: ExportRecord) -> DomainEvent | None:
            # By the clock, as the status is told: what was said to be over must not go on.
            if not record.is_going(file.run) or record.takes_no_file(self.clock()):
                return None
            of = RunPlace(file.export_key, file.run, last_modified, Lineage(record.correlation_id))
            return export_uploaded(of, file_size=size, include_unread=record.include_unread)

        return advance(self.exports, file.export_key, event)

    def _library(self, record: ExportRecord, file: RawFile) -> Library | None:
        """The run's books: those stored already, else those of the raw file; None when it is rejected."""
        key = books_key(file.export_key, file.run)
        stored = self.objects.get(key)
        if stored is not None:
            return library_from_json(stored.body)
        raw = self.objects.get(raw_key(file.export_key, file.run))
        if raw is None:
            raise RawFileMissingError(key)
        try:
            library = read_export(raw.body, today=self.clock().date())
        except NotAnExport as rejection:
            missing = rejection.missing if isinstance(rejection, MissingColumns) else ()
            return self._reject(record, key, rejection.code, missing)
        number = len(books_to_enrich(record, library))
        if number > self.max_books:
            return self._reject(record, key, "too_many_books", ())
        if number and not self.budget.spend(record.export_key, record.current_run, number):
            return self._reject(record, key, "daily_budget", ())
        if put_guarded(self.exports, self.objects, record.export_key, key, library_to_json(library)):
            return library
        stored = self.objects.get(key)  # another delivery was first: its books are the run's books
        return library if stored is None else library_from_json(stored.body)

    def _reject(self, record: ExportRecord, key: str, code: str, missing: Sequence[str]) -> Library | None:
        """End the run as rejected, unless another file of it was first and is being counted: then its books."""

        def event(now: ExportRecord) -> DomainEvent | None:
            if not now.is_going(record.current_run):
                return None
            return export_rejected(self._of(record), code=code, missing=tuple(missing))

        try:
            advance(self.exports, record.export_key, event, CounterGuard.ABSENT)
        except CountedError:
            stored = self.objects.get(key)
            return None if stored is None else library_from_json(stored.body)
        return None

    def _queue(self, record: ExportRecord, library: Library) -> None:
        run, key = record.current_run, record.export_key
        number = len(books_to_enrich(record, library))

        def parsed(now: ExportRecord) -> DomainEvent | None:
            if not now.is_going(run):
                return None
            return export_parsed(
                self._of(record),
                export_format=library.report.format,
                books=len(library.books),
                to_enrich=number,
                problems=library.report.counts_by_kind(),
            )

        advance(self.exports, key, parsed)
        facts = RunFacts(
            export_id=record.uuid or "",
            run=run,
            started_at=record.run_started_at or record.created_at,
            include_unread=record.include_unread,
        )
        preview = to_gzip(build_preview(facts, library).shareable())
        put_guarded(self.exports, self.objects, key, preview_key(key, run), preview)
        wait = first_check_after(number, self.requests_per_second)
        self.schedules.at(self.clock() + wait, Check(key, run, 1))
        if self.counters.open(record, Counter(number, number)):
            self.store.append_queued(queued_events(record, library))

    def _of(self, record: ExportRecord) -> RunPlace:
        return RunPlace(record.export_key, record.current_run, self.clock(), Lineage(record.correlation_id))
