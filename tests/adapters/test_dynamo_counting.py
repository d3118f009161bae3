"""The counting transaction on DynamoDB: slots, the counter's guard, and what is told of a refusal."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from adapters.counters_table import DynamoCounters
from adapters.event_store import DynamoEventStore
from adapters.exports_table import DynamoExports
from adapters.tables import CounterItem, EventItem
from domain.counting import Cancelled, Reason
from domain.enrichment import BookOutcome, Outcome
from domain.events import DomainEvent
from domain.events.books import book_outcome, book_queued, outcome_of, queued_book
from domain.events.places import OUTCOME, QUEUED
from domain.lifecycle import Counter, ExportRecord
from tests.events_made import DUNE, FAILED, FOUND, LINEAGE, MOMENT, NOT_FOUND, PARTIAL

RECORD = ExportRecord(
    export_key="3f1c9a52b7d04e68a1b2c3d4",
    uuid="0b0f5b0e-5c1c-4d0a-9a51-0c3b6b1f2a77",
    owner_token_sha256="ab" * 32,
    created_at=dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC),
    correlation_id="c0ffee",
)
NONE, CONDITION = Reason.NONE, Reason.CONDITION_FAILED

pytestmark = pytest.mark.usefixtures("account")


def queued(position: int) -> DomainEvent:
    book = replace(DUNE, book_id=str(position), position=position)
    return book_queued(book, export_key=RECORD.export_key, run=1, occurred_at=MOMENT, lineage=LINEAGE)


def outcome(position: int, of: BookOutcome = FOUND) -> DomainEvent:
    return book_outcome(queued_book(queued(position).envelope()), of, MOMENT)


@pytest.fixture
def store() -> DynamoEventStore:
    DynamoExports().create(RECORD)
    assert DynamoCounters().open(RECORD, Counter(3, 3))
    return DynamoEventStore()


def remaining() -> int:
    counter = DynamoCounters().get(RECORD.export_key, 1)
    assert counter is not None
    return counter.remaining


def test_outcomes_are_stored_and_the_counter_falls(store: DynamoEventStore) -> None:
    assert store.transact([outcome(0), outcome(1, NOT_FOUND)], "a" * 32) is None
    counter = DynamoCounters().get(RECORD.export_key, 1)
    assert counter is not None
    assert (counter.total, counter.remaining) == (3, 1)
    assert counter.counts == {"enriched": 1, "partial": 0, "not_found": 1, "failed": 0}


def test_a_taken_slot_stops_all(store: DynamoEventStore) -> None:
    store.transact([outcome(0)], "a" * 32)
    answer = store.transact([outcome(0, FAILED), outcome(1)], "b" * 32)
    assert answer == Cancelled((CONDITION, NONE), NONE)
    assert remaining() == 2


def test_a_counter_never_falls_below_zero(store: DynamoEventStore) -> None:
    answer = store.transact([outcome(n) for n in range(4)], "a" * 32)
    assert answer == Cancelled((NONE,) * 4, CONDITION)
    assert remaining() == 3


def test_an_absent_counter_is_not_made(store: DynamoEventStore) -> None:
    DynamoCounters().delete(RECORD.export_key, 1)
    assert store.transact([outcome(0)], "a" * 32) == Cancelled((NONE,), CONDITION)
    assert DynamoCounters().get(RECORD.export_key, 1) is None


def test_a_closed_counter_takes_no_outcome(store: DynamoEventStore) -> None:
    CounterItem(f"{RECORD.export_key}#1").update(actions=[CounterItem.closed.set(1)])
    assert store.transact([outcome(0)], "a" * 32) == Cancelled((NONE,), CONDITION)


def test_a_counter_that_exists_is_left_as_it_is(store: DynamoEventStore) -> None:
    store.transact([outcome(0)], "a" * 32)
    assert DynamoCounters().open(RECORD, Counter(3, 3))
    assert remaining() == 2


def test_no_counter_is_opened_for_a_run_that_is_not_going(store: DynamoEventStore) -> None:
    assert not DynamoCounters().open(replace(RECORD, current_run=2), Counter(3, 3))
    assert DynamoCounters().get(RECORD.export_key, 2) is None


def test_outcomes_are_read_back_from_every_shard(store: DynamoEventStore) -> None:
    made = [outcome(0), outcome(999, NOT_FOUND), outcome(1000, PARTIAL)]
    assert store.transact(made, "a" * 32) is None
    read = list(store.outcomes(RECORD.export_key, 1, 1001))
    assert sorted(read, key=lambda event: event.event_id) == sorted(made, key=lambda event: event.event_id)
    assert {outcome_of(event).outcome for event in read} == {
        Outcome.ENRICHED,
        Outcome.NOT_FOUND,
        Outcome.PARTIAL,
    }


def test_queued_books_written_again_are_the_same_items(store: DynamoEventStore) -> None:
    events = [queued(n) for n in range(30)]
    store.append_queued(events)
    partition = events[0].place.partition
    first = [item.to_dynamodb_dict() for item in EventItem.query(partition)]
    store.append_queued(events)
    assert [item.to_dynamodb_dict() for item in EventItem.query(partition)] == first
    assert len(first) == 30


def test_erasing_a_shard_leaves_nothing(store: DynamoEventStore) -> None:
    store.append_queued([queued(0)])
    store.transact([outcome(0)], "a" * 32)
    assert store.erase(RECORD.export_key, 1, 0) == 2
    partition = queued(0).place.partition
    for prefix in (QUEUED, OUTCOME):
        assert not list(EventItem.query(partition, EventItem.sk.startswith(prefix)))


def test_an_outcome_is_small(store: DynamoEventStore) -> None:
    store.transact([outcome(0)], "a" * 32)
    (item,) = EventItem.query(queued(0).place.partition, EventItem.sk.startswith(OUTCOME))
    sizes = [len(name) + len(str(next(iter(value.values())))) for name, value in item.serialize().items()]
    assert sum(sizes) < 1024
