"""The progress check of a run, so that every run ends.

It decides by progress, not by age: a run that waits for a paused source is well. One without progress has
its open books sent once more, and at the next check they are closed through the counting transaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from domain.counting import count
from domain.enrichment import BookOutcome, Outcome
from domain.events import SOURCE, DomainEvent, EventName, Lineage
from domain.events.books import book_outcome, queued_book
from domain.events.lifecycle import RunPlace, run_failed
from domain.exports import library_from_json
from domain.files import books_key
from domain.lifecycle import Counter, ExportRecord
from domain.pacing import HARD_END, SHORTEST_CHECK
from domain.pipeline.run_books import queued_events
from domain.pipeline.transitions import advance
from domain.ports import Check, Clock, CounterGuard, Counters, EventStore, Exports, Objects, Queue, Schedules


class Checked(Enum):
    """What a progress check did."""

    ENDED = auto()
    REARMED = auto()
    NUDGED = auto()
    RESENT = auto()
    CLOSED = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class ProgressCheck:
    """The deadline stage. `start_aggregation` invokes the aggregator; `is_paused` tells of the sources."""

    exports: Exports
    counters: Counters
    store: EventStore
    objects: Objects
    schedules: Schedules
    enrichment: Queue
    start_aggregation: Callable[[str, int], None]
    is_paused: Callable[[], bool]
    clock: Clock
    new_token: Callable[[], str]
    pause: Callable[[int], None]

    def __call__(self, check: Check) -> Checked:
        """Look at a run's progress and do what it needs.

        The next check is arranged before anything is done: a crash in between costs one interval, not the run.
        """
        record = self.exports.get(check.export_key)
        if record is None or not record.is_going(check.run):
            return Checked.ENDED
        counter = self.counters.get(check.export_key, check.run)
        decided = self._decide(check, record, counter)
        remaining = None if counter is None else counter.remaining
        following = Check(
            check.export_key,
            check.run,
            check.number + 1,
            remaining_before=remaining,
            resent=decided in (Checked.RESENT, Checked.CLOSED),
            nudged=check.nudged or decided is Checked.NUDGED,
        )
        self.schedules.at(self.clock() + SHORTEST_CHECK, following)
        match decided:
            case Checked.NUDGED:
                self.start_aggregation(check.export_key, check.run)
            case Checked.RESENT:
                self.enrichment.send([_message(event) for event in self._open_books(record)])
            case Checked.CLOSED:
                return self._close(record, check)
            case Checked.FAILED:
                self._fail(check, "ingest_never_finished" if counter is None else "aggregate_crashed")
        return decided

    def _decide(self, check: Check, record: ExportRecord, counter: Counter | None) -> Checked:
        overdue = self.clock() - (record.run_started_at or record.created_at) >= HARD_END
        if counter is None:
            return Checked.FAILED if overdue else Checked.REARMED
        if counter.remaining == 0:
            # Nothing is published though all is counted: the aggregator died. Twice is a fault of ours.
            return Checked.FAILED if check.nudged else Checked.NUDGED
        if overdue:
            return Checked.CLOSED
        if self._progressed(check, counter) or self._waits_its_turn():
            return Checked.REARMED
        return Checked.CLOSED if check.resent else Checked.RESENT

    def _progressed(self, check: Check, counter: Counter) -> bool:
        before = counter.total if check.remaining_before is None else check.remaining_before
        return counter.remaining < before

    def _waits_its_turn(self) -> bool:
        return self.is_paused() or self.enrichment.backlog() > 0

    def _close(self, record: ExportRecord, check: Check) -> Checked:
        now = self.clock()
        outcomes = []
        for event in self._open_books(record):
            book = queued_book(event.envelope())
            failed = BookOutcome(book.book_id, Outcome.FAILED, reason="deadline")
            outcomes.append(book_outcome(book, failed, now))
        count(outcomes, self.store.transact, new_token=self.new_token, pause=self.pause)
        counter = self.counters.get(check.export_key, check.run)
        if not outcomes and counter is not None and counter.remaining:
            # Books are counted that are not in the run's file: no outcome can ever end it.
            self._fail(check, "books_missing")
            return Checked.FAILED
        return Checked.CLOSED

    def _open_books(self, record: ExportRecord) -> Iterator[DomainEvent]:
        """BookQueued, as ingest made them, of the run's books that have no outcome, queued before or not."""
        run = record.current_run
        stored = self.objects.get(books_key(record.export_key, record.books_of or run))
        if stored is None:
            return
        library = library_from_json(stored.body)
        outcomes = self.store.outcomes(record.export_key, run, len(library.books))
        done = {event.data["book_id"] for event in outcomes}
        yield from (event for event in queued_events(record, library) if event.data["book_id"] not in done)

    def _fail(self, check: Check, code: str) -> None:
        def event(record: ExportRecord) -> DomainEvent | None:
            if not record.is_going(check.run):
                return None
            of = RunPlace(check.export_key, check.run, self.clock(), Lineage(record.correlation_id))
            return run_failed(of, code=code)

        counted = self.counters.get(check.export_key, check.run) is not None
        advance(self.exports, check.export_key, event, CounterGuard.CLOSE if counted else CounterGuard.ABSENT)


def _message(event: DomainEvent) -> str:
    """A queue message as the bus would deliver it."""
    return json.dumps(
        {
            "source": SOURCE,
            "detail-type": EventName.BOOK_QUEUED.value,
            "id": event.event_id,
            "detail": event.envelope(),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
