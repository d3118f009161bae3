"""Faults in counting each outcome once."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from adapters import cancellation
from domain import counting
from domain.counting import Cancelled, Reason
from domain.enrichment import BookOutcome
from domain.events import DomainEvent, EventName, Place, books
from domain.events.books import QueuedBook
from tests import memory
from tests.simulation.calls import Process
from tests.simulation.mutants.registry import Patch, everywhere, mutant
from tests.simulation.ports import SteppedStore
from tests.simulation.weather import Theme
from tests.simulation.wiring import SimulatedWiring


@mutant(Theme.DYING)
def separate_slots(patch: Patch) -> None:
    """A book that was given up and found as well counts twice."""
    original = books.book_outcome

    def book_outcome(book: QueuedBook, outcome: BookOutcome, occurred_at: dt.datetime) -> DomainEvent:
        event = original(book, outcome, occurred_at)
        if event.name is EventName.BOOK_ENRICHED:
            return event
        return replace(event, place=Place(event.place.partition, f"{event.place.sort}-failed"))

    everywhere(patch, original, book_outcome)


@mutant(Theme.FORGETTING)
def unguarded_counter(patch: Patch) -> None:
    """A late outcome makes a counter again that was erased, below zero, or lowers a closed one."""
    patch.setattr(memory.MemoryStore, "_refuses", lambda *_: False)


@mutant(Theme.ANYTHING)
def decrement_apart(patch: Patch) -> None:
    """A crash between the two leaves a book with its outcome, and its run waiting for it for ever."""
    original = SteppedStore.transact

    def transact(self: SteppedStore, outcomes: Sequence[DomainEvent], token: str) -> Cancelled | None:
        tables, key = self.tables, (outcomes[0].export_key, outcomes[0].run)
        if any(event.place in tables.events for event in outcomes) or key not in tables.counters:
            return original(self, outcomes, token)
        for event in outcomes:
            Process.running.call("store.put", (event,), functools.partial(tables.put_event, event))
        lowered = memory.lowered(tables.counters[key], outcomes)
        Process.running.call("store.lower", (key,), lambda: tables.put_counter(*key, lowered))
        return None

    patch.setattr(SteppedStore, "transact", transact)


@mutant(Theme.ANYTHING)
def conflict_read_as_duplicate(patch: Patch) -> None:
    """Two workers meet, and one of them drops its books as if they were counted."""
    patch.setitem(cancellation._REASONS, "TransactionConflict", Reason.CONDITION_FAILED)


@mutant(Theme.ANYTHING)
def duplicate_read_as_conflict(patch: Patch) -> None:
    """A message that came twice is tried until it is dead, and then for ever."""
    patch.setitem(cancellation._REASONS, "ConditionalCheckFailed", Reason.BUSY)


@mutant(Theme.ANYTHING)
def repeats_in_a_transaction(patch: Patch) -> None:
    """A book twice in a batch makes DynamoDB refuse the transaction as a whole, each time."""

    def transactions(outcomes: Iterable[DomainEvent]) -> Iterator[list[DomainEvent]]:
        runs: dict[tuple[str, int], list[DomainEvent]] = {}
        for outcome in outcomes:
            runs.setdefault((outcome.export_key, outcome.run), []).append(outcome)
        yield from runs.values()

    patch.setattr(counting, "_transactions", transactions)


@mutant(Theme.ANYTHING)
def runs_in_one_transaction(patch: Patch) -> None:
    """The outcomes of all exports in a batch lower the counter of the first."""
    patch.setattr(
        counting, "_transactions", lambda outcomes: [list({each.event_id: each for each in outcomes}.values())]
    )


@mutant(Theme.ANYTHING)
def one_client_token(patch: Patch) -> None:
    """DynamoDB takes another set of outcomes for the one before, and refuses it or says that it was done."""
    patch.setattr(SimulatedWiring, "new_token", lambda _self: "the same")


@mutant(Theme.DYING)
def failure_over_a_success(patch: Patch) -> None:
    """A book that was found is given up afterwards, and counted again."""
    original = memory.MemoryStore._is_taken

    def is_taken(self: memory.MemoryStore, outcome: DomainEvent) -> bool:
        return outcome.name is EventName.BOOK_ENRICHED and original(self, outcome)

    patch.setattr(memory.MemoryStore, "_is_taken", is_taken)
