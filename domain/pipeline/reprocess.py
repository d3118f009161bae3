"""Processing a library again, from the sources or from what they said before.

The request is an event like any other: it opens the next run in the transaction that appends it, and the
bus brings it to `ReprocessStart`, which queues that run's books.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.events import DomainEvent, Lineage
from domain.events.lifecycle import ReprocessFrom, RunPlace, reprocess_requested
from domain.exports import library_from_json
from domain.files import books_key
from domain.lifecycle import Counter, ExportRecord
from domain.pacing import SHORTEST_CHECK, first_check_after
from domain.pipeline.aggregate import BooksMissingError
from domain.pipeline.run_books import books_to_enrich, queued_events
from domain.pipeline.transitions import advance
from domain.ports import Check, Clock, Counters, EventStore, Exports, Objects, Schedules


class RunGoingError(Exception):
    """A run is going; another may begin when it has ended."""


class NothingToReprocessError(Exception):
    """No file of the export was ever read, or, for `normalise`, no dashboard was ever published."""


@dataclass(frozen=True, slots=True)
class ReprocessRequests:
    """Asking for a new run of an export."""

    exports: Exports
    clock: Clock

    def __call__(self, export_key: str, *, cause: str, start_from: ReprocessFrom) -> int | None:
        """Ask for a new run; its number, or None where the export is gone. One cause gives one run.

        RunGoingError while a run is going, NothingToReprocessError when there is nothing to work on.
        """

        def event(record: ExportRecord) -> DomainEvent | None:
            if record.uuid is None:
                return None
            if not record.has_ended(self.clock()):
                raise RunGoingError(export_key)
            books_of = record.accepted_run if start_from == "sources" else record.published_books_of
            if books_of is None:
                raise NothingToReprocessError(export_key)
            of = RunPlace(export_key, record.current_run + 1, self.clock(), Lineage(record.correlation_id))
            return reprocess_requested(of, cause=cause, start_from=start_from, books_of=books_of)

        record = advance(self.exports, export_key, event)
        return None if record is None or record.uuid is None else record.current_run


@dataclass(frozen=True, slots=True)
class ReprocessStart:
    """Starting a run that was asked for."""

    exports: Exports
    counters: Counters
    store: EventStore
    objects: Objects
    schedules: Schedules
    clock: Clock
    requests_per_second: float

    def __call__(self, export_key: str, run: int, start_from: ReprocessFrom) -> bool:
        """Start the run that was asked for; False where it is not going any more. Again changes nothing."""
        record = self.exports.get(export_key)
        if record is None or not record.is_going(run):
            return False
        if start_from == "normalise":
            return self._open_finished(record)
        stored = self.objects.get(books_key(export_key, record.books_of or run))
        if stored is None:
            raise BooksMissingError(export_key)
        library = library_from_json(stored.body)
        number = len(books_to_enrich(record, library))
        wait = first_check_after(number, self.requests_per_second)
        self.schedules.at(self.clock() + wait, Check(export_key, run, 1))
        if not self.counters.open(record, Counter(number, number)):
            return False
        self.store.append_queued(queued_events(record, library))
        return True

    def _open_finished(self, record: ExportRecord) -> bool:
        """A counter at zero with the published run's counts: its outcomes stand, only the dashboard is new."""
        published = record.published_run
        before = None if published is None else self.counters.get(record.export_key, published)
        if published is None or before is None:
            raise BooksMissingError(record.export_key)
        outcomes_of = before.outcomes_of or published
        self.schedules.at(self.clock() + SHORTEST_CHECK, Check(record.export_key, record.current_run, 1))
        return self.counters.open(record, replace(before, remaining=0, closed=False, outcomes_of=outcomes_of))
