"""A record is what its events make: folding them gives the stored one, whatever its life was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.lifecycle import Status
from domain.lifecycle.rebuild import differences, rebuild
from domain.pipeline.accept import Accepted
from tests.unit.pipeline.conftest import Pipeline, export_csv


@pytest.fixture
def pipeline() -> Pipeline:
    return Pipeline()


def differing(pipeline: Pipeline, accepted: Accepted) -> dict[str, tuple[object, object]]:
    stored = pipeline.exports.get(accepted.export_key)
    assert stored is not None
    events = [event for event in pipeline.tables.events.values() if event.place.is_lifecycle]
    return differences(stored, rebuild(stored, events))


async def published(pipeline: Pipeline) -> Accepted:
    accepted = pipeline.upload(export_csv("Dune", "Emma"), include_unread=True)
    pipeline.ingested(accepted)
    await pipeline.enrichment(pipeline.queued(accepted))
    pipeline.aggregation(accepted.export_key, 1)
    return accepted


def test_before_any_event(pipeline: Pipeline) -> None:
    accepted, _ = pipeline.acceptance.open(include_unread=False)
    assert differing(pipeline, accepted) == {}


def test_while_it_is_going(pipeline: Pipeline) -> None:
    accepted = pipeline.upload(export_csv("Dune"))
    pipeline.ingested(accepted)
    assert differing(pipeline, accepted) == {}


async def test_when_it_is_published(pipeline: Pipeline) -> None:
    assert differing(pipeline, await published(pipeline)) == {}


def test_when_it_is_rejected_or_failed(pipeline: Pipeline) -> None:
    rejected = pipeline.upload(b"")
    pipeline.ingested(rejected)
    assert differing(pipeline, rejected) == {}


def test_when_it_failed(pipeline: Pipeline) -> None:
    failed = pipeline.upload(export_csv("Dune"))
    pipeline.giving_up.run(failed.export_key, 1)
    assert differing(pipeline, failed) == {}


async def test_through_later_runs_and_a_delete(pipeline: Pipeline) -> None:
    accepted = await published(pipeline)
    pipeline.reprocess(accepted.export_key, cause="request-1", start_from="normalise")
    assert differing(pipeline, accepted) == {}
    pipeline.start_again(accepted.export_key, 2, "normalise")
    pipeline.aggregation(accepted.export_key, 2)
    assert differing(pipeline, accepted) == {}
    record = pipeline.exports.get(accepted.export_key)
    assert record is not None
    newer = pipeline.acceptance.reopen(record, include_unread=False, by_address=True)
    assert differing(pipeline, accepted) == {}
    pipeline.acceptance.store(newer, export_csv("Persuasion"))
    pipeline.ingested(accepted, run=3)
    assert differing(pipeline, accepted) == {}
    pipeline.deletion(accepted.export_key)
    assert differing(pipeline, accepted) == {}


async def test_after_newer_files_that_never_came(pipeline: Pipeline) -> None:
    accepted = await published(pipeline)
    for _ in range(2):
        record = pipeline.exports.get(accepted.export_key)
        assert record is not None
        pipeline.acceptance.reopen(record, include_unread=False, by_address=True)
        pipeline.clock.advance(minutes=21)
    assert differing(pipeline, accepted) == {}


async def test_a_record_that_was_tampered_with_is_found(pipeline: Pipeline) -> None:
    accepted = await published(pipeline)
    stored = pipeline.tables.records[accepted.export_key]
    pipeline.tables.records[accepted.export_key] = replace(stored, status=Status.ERROR, published_run=7)
    assert differing(pipeline, accepted) == {
        "status": (Status.ERROR, Status.COMPLETE),
        "published_run": (7, 1),
    }
