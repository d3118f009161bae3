"""The end of what is kept, a year after the last upload."""

from __future__ import annotations

import datetime as dt

from domain.events import EventName
from domain.lifecycle import Status
from domain.lifecycle.record import KEPT, RETENTION
from domain.pipeline.accept import Accepted
from domain.ports import Expiry
from tests.unit.pipeline.conftest import Pipeline, export_csv

DAY = dt.timedelta(days=1)


def taken(pipeline: Pipeline) -> Accepted:
    accepted = pipeline.upload(export_csv("Dune"))
    pipeline.ingested(accepted)
    return accepted


def wait(pipeline: Pipeline, time: dt.timedelta) -> None:
    pipeline.clock.advance(seconds=time.total_seconds())


def test_an_upload_arranges_its_expiry_a_year_later(pipeline: Pipeline) -> None:
    accepted = taken(pipeline)
    uploaded = pipeline.exports.get(accepted.export_key)
    assert uploaded is not None
    assert uploaded.upload_time is not None
    assert pipeline.schedules.expiries == {Expiry(accepted.export_key, 1): uploaded.upload_time + KEPT}


def test_what_is_a_year_old_is_deleted_and_told_to_the_eraser(pipeline: Pipeline) -> None:
    accepted = taken(pipeline)
    wait(pipeline, KEPT)
    assert pipeline.expiration(accepted.export_key)
    record = pipeline.exports.get(accepted.export_key)
    assert record is not None
    assert (record.status, record.uuid) == (Status.DELETED, None)
    assert pipeline.exports.find(accepted.uuid) is None
    assert pipeline.event(accepted, EventName.EXPORT_DELETED).run == 1


async def test_a_newer_upload_is_left_to_its_own_expiry(pipeline: Pipeline) -> None:
    accepted = taken(pipeline)
    await pipeline.enrichment(pipeline.queued(accepted))
    pipeline.aggregation(accepted.export_key, 1)
    wait(pipeline, DAY)
    complete = pipeline.exports.get(accepted.export_key)
    assert complete is not None
    newer = pipeline.acceptance.reopen(complete, include_unread=False, by_address=False)
    pipeline.acceptance.store(newer, export_csv("Emma"))
    pipeline.ingested(accepted, run=2)
    wait(pipeline, KEPT - DAY)
    assert not pipeline.expiration(accepted.export_key)
    assert pipeline.exports.find(accepted.uuid) is not None
    assert [expiry.expires_run for expiry in pipeline.schedules.expiries] == [1, 2]
    wait(pipeline, DAY)
    assert pipeline.expiration(accepted.export_key)


def test_an_expiry_that_comes_twice_deletes_once(pipeline: Pipeline) -> None:
    accepted = taken(pipeline)
    wait(pipeline, KEPT)
    assert pipeline.expiration(accepted.export_key)
    wait(pipeline, DAY)
    assert pipeline.expiration(accepted.export_key)
    deleted = [e for e in pipeline.tables.events.values() if e.name is EventName.EXPORT_DELETED]
    assert len(deleted) == 1


def test_an_export_that_is_gone_is_no_error(pipeline: Pipeline) -> None:
    assert pipeline.expiration("0" * 24)


def test_rows_outlive_the_expiry() -> None:
    assert RETENTION > KEPT + 30 * DAY
