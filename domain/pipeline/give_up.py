"""Giving up what crashed too often, so that its run still ends: never silently, always through one door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.counting import Counting, count
from domain.enrichment import BookOutcome, Outcome
from domain.events import DomainEvent, Lineage
from domain.events.books import QueuedBook, book_outcome
from domain.events.lifecycle import RunPlace, run_failed
from domain.files import raw_key
from domain.lifecycle import ExportRecord, Status
from domain.pipeline.transitions import CountedError, advance
from domain.ports import Clock, CounterGuard, EventStore, Exports, Objects


@dataclass(frozen=True, slots=True)
class GivingUp:
    """The give_up stage."""

    exports: Exports
    store: EventStore
    objects: Objects
    clock: Clock
    new_token: Callable[[], str]
    pause: Callable[[int], None]

    def books(self, books: Sequence[QueuedBook]) -> Counting:
        """Give each book the outcome `failed`, in the transaction that counts every outcome."""
        now = self.clock()
        outcomes = [
            book_outcome(book, BookOutcome(book.book_id, Outcome.FAILED, reason="crashed"), now) for book in books
        ]
        return count(outcomes, self.store.transact, new_token=self.new_token, pause=self.pause)

    def run(self, export_key: str, run: int) -> bool:
        """End a run whose ingestion crashed, unless its counter exists: then the deadline finishes it.

        A file that came after its export was deleted is removed: the eraser may have been there before it.
        """

        def event(record: ExportRecord) -> DomainEvent | None:
            if not record.is_going(run):
                return None
            of = RunPlace(export_key, run, self.clock(), Lineage(record.correlation_id))
            return run_failed(of, code="ingest_crashed")

        try:
            record = advance(self.exports, export_key, event, CounterGuard.ABSENT)
        except CountedError:
            return False
        if record is None or record.status is Status.DELETED:
            self.objects.delete([raw_key(export_key, run)])
        return True
