"""The exports' records on DynamoDB: links, transactions with their lifecycle event, and who comes second."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from adapters.counters_table import DynamoCounters
from adapters.event_store import DynamoEventStore
from adapters.exports_table import DynamoExports
from domain.events import EventName, Lineage
from domain.events.lifecycle import RunPlace, export_deleted, export_uploaded, run_failed
from domain.lifecycle import Counter, ExportRecord, Status
from domain.ports import Appended, CounterGuard

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
RECORD = ExportRecord(
    export_key="3f1c9a52b7d04e68a1b2c3d4",
    uuid="0b0f5b0e-5c1c-4d0a-9a51-0c3b6b1f2a77",
    owner_token_sha256="ab" * 32,
    created_at=NOW,
    correlation_id="c0ffee",
)
OF = RunPlace(RECORD.export_key, 1, NOW, Lineage("c0ffee"))

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def exports() -> DynamoExports:
    table = DynamoExports()
    table.create(RECORD)
    return table


def test_a_record_comes_back_as_it_was(exports: DynamoExports) -> None:
    assert exports.get(RECORD.export_key) == RECORD
    assert exports.find(RECORD.uuid or "") == RECORD


def test_an_unknown_link_leads_nowhere(exports: DynamoExports) -> None:
    assert exports.find("11111111-1111-4111-8111-111111111111") is None


def test_an_event_and_the_record_it_makes_are_stored_together(exports: DynamoExports) -> None:
    event = export_uploaded(OF, file_size=10, include_unread=False)
    assert exports.append(event, RECORD) is Appended.DONE
    record = exports.get(RECORD.export_key)
    assert record is not None
    assert (record.file_size, record.revision, record.run_started_at) == (10, 1, NOW)
    assert DynamoEventStore().lifecycle(RECORD.export_key) == [event]


def test_the_same_event_again_happened_before(exports: DynamoExports) -> None:
    event = export_uploaded(OF, file_size=10, include_unread=False)
    exports.append(event, RECORD)
    assert exports.append(event, RECORD) is Appended.ALREADY


def test_a_decision_on_an_older_record_is_stale(exports: DynamoExports) -> None:
    exports.append(export_uploaded(OF, file_size=10, include_unread=False), RECORD)
    assert exports.append(run_failed(OF, code="ingest_crashed"), RECORD) is Appended.STALE
    record = exports.get(RECORD.export_key)
    assert record is not None
    assert record.status is Status.PROCESSING


def test_a_delete_takes_the_link_and_the_names_away(exports: DynamoExports) -> None:
    assert exports.append(export_deleted(OF, largest_shard=0), RECORD) is Appended.DONE
    assert exports.find(RECORD.uuid or "") is None
    tombstone = exports.get(RECORD.export_key)
    assert tombstone is not None
    assert (tombstone.status, tombstone.uuid, tombstone.owner_token_sha256) == (Status.DELETED, None, None)


def test_a_failed_run_closes_its_counter(exports: DynamoExports) -> None:
    assert DynamoCounters().open(RECORD, Counter(5, 5))
    assert exports.append(run_failed(OF, code="aggregate_crashed"), RECORD, CounterGuard.CLOSE) is Appended.DONE
    counter = DynamoCounters().get(RECORD.export_key, 1)
    assert counter is not None
    assert counter.closed


@pytest.mark.parametrize(("guard", "opened"), [(CounterGuard.ABSENT, True), (CounterGuard.CLOSE, False)])
def test_a_run_does_not_end_beside_a_counter_that_nobody_looked_for(
    exports: DynamoExports, guard: CounterGuard, opened: bool
) -> None:
    if opened:
        DynamoCounters().open(RECORD, Counter(5, 5))
    assert exports.append(run_failed(OF, code="ingest_crashed"), RECORD, guard) is Appended.COUNTED
    assert exports.get(RECORD.export_key) == RECORD


@pytest.mark.parametrize("guard", [CounterGuard.ABSENT, CounterGuard.CLOSE])
def test_the_same_end_again_happened_before_whatever_the_counter(exports: DynamoExports, guard: CounterGuard) -> None:
    exports.append(run_failed(OF, code="ingest_crashed"), RECORD)
    assert exports.append(run_failed(OF, code="ingest_crashed"), RECORD, guard) is Appended.ALREADY


def test_a_record_is_replaced_unless_it_changed(exports: DynamoExports) -> None:
    after = replace(RECORD, current_run=2, revision=1)
    assert exports.replace(RECORD, after)
    assert not exports.replace(RECORD, replace(after, current_run=3))
    assert exports.get(RECORD.export_key) == after


def test_a_lost_record_is_restored_and_a_present_one_is_kept(exports: DynamoExports) -> None:
    assert not exports.restore(replace(RECORD, correlation_id="other"))
    assert exports.get(RECORD.export_key) == RECORD
    lost = replace(RECORD, export_key="f" * 24, uuid="22222222-2222-4222-8222-222222222222")
    assert exports.restore(lost)
    assert exports.get(lost.export_key) == lost


def test_erasing_keeps_only_the_delete(exports: DynamoExports) -> None:
    exports.append(export_uploaded(OF, file_size=10, include_unread=False), RECORD)
    now = exports.get(RECORD.export_key)
    assert now is not None
    exports.append(export_deleted(OF, largest_shard=0), now)
    assert DynamoEventStore().erase_lifecycle(RECORD.export_key) == 1
    left = DynamoEventStore().lifecycle(RECORD.export_key)
    assert [event.name for event in left] == [EventName.EXPORT_DELETED]
