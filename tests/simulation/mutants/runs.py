"""Faults in how runs begin, follow each other and are published."""

from __future__ import annotations

from domain.events import DomainEvent, lifecycle
from domain.events.lifecycle import ReprocessFrom, RunPlace
from domain.lifecycle import Counter, ExportRecord, Status
from domain.pipeline.aggregate import Aggregation
from domain.ports import Appended, CounterGuard
from tests import memory
from tests.simulation.mutants.registry import Patch, everywhere, mutant
from tests.simulation.weather import Theme


@mutant(Theme.ANYTHING)
def event_before_effect(patch: Patch) -> None:
    """A reader is told of a dashboard that is not there yet, and a crash leaves it so."""
    original = Aggregation._write

    def write(self: Aggregation, record: ExportRecord, run: int, outcomes_of: int) -> None:
        counter = self.counters.get(record.export_key, run)
        assert counter is not None
        self._publish(record.export_key, run, counter)
        original(self, record, run, outcomes_of)

    patch.setattr(Aggregation, "_write", write)


@mutant(Theme.REPEATING)
def old_run_acts(patch: Patch) -> None:
    """A late message of an old run takes the place of the newer one."""
    patch.setattr(ExportRecord, "is_going", lambda self, _run: self.status is Status.PROCESSING)


@mutant(Theme.ANYTHING)
def decision_on_an_old_record(patch: Patch) -> None:
    """Two that end a run at once both do: it is published and failed."""
    original = memory.MemoryExports.append

    def append(
        self: memory.MemoryExports,
        event: DomainEvent,
        before: ExportRecord,
        counter: CounterGuard = CounterGuard.NONE,
    ) -> Appended:
        return original(self, event, self.get(event.export_key) or before, counter)

    patch.setattr(memory.MemoryExports, "append", append)


@mutant(Theme.FORGETTING)
def counter_of_any_run(patch: Patch) -> None:
    """A run that was given up, or whose export was deleted, begins to count all the same."""
    patch.setattr(memory.MemoryCounters, "_is_going", lambda *_: True)


@mutant(Theme.ANYTHING)
def ingest_stops_at_a_counter(patch: Patch) -> None:
    """An ingestion that died among its books leaves the rest of them unqueued."""
    original = memory.MemoryCounters.open

    def open_new(self: memory.MemoryCounters, record: ExportRecord, counter: Counter) -> bool:
        return self.get(record.export_key, record.current_run) is None and original(self, record, counter)

    patch.setattr(memory.MemoryCounters, "open", open_new)


@mutant(Theme.SENDING)
def files_overwritten(patch: Patch) -> None:
    """A second file changes the books of a run that is counted by the first."""

    def put_once(self: memory.MemoryObjects, key: str, body: bytes) -> bool:
        self.put(key, body)
        return True

    patch.setattr(memory.MemoryObjects, "put_once", put_once)


@mutant(Theme.REPEATING)
def normalised_without_outcomes(patch: Patch) -> None:
    """A run from what was said before shows a library of which nothing is known."""
    original = Aggregation._write

    def write(self: Aggregation, record: ExportRecord, run: int, _outcomes_of: int) -> None:
        original(self, record, run, run)

    patch.setattr(Aggregation, "_write", write)


@mutant(Theme.REPEATING)
def a_run_for_every_message_of_a_replay(patch: Patch) -> None:
    """One replay processes an export as often as its uploads are delivered."""
    original = lifecycle.reprocess_requested

    def reprocess_requested(of: RunPlace, *, cause: str, start_from: ReprocessFrom, books_of: int) -> DomainEvent:
        return original(of, cause=f"{cause}-{of.run}", start_from=start_from, books_of=books_of)

    everywhere(patch, original, reprocess_requested)
