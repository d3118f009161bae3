"""Runs after the first: re-processing, from the sources or from what they said, and a newer export."""

from __future__ import annotations

import gzip
import json

import pytest

from domain.enrichment import Findings, Match
from domain.events.lifecycle import ReprocessFrom
from domain.files import books_key, dashboard_key, raw_key
from domain.lifecycle import Status
from domain.pipeline.accept import Accepted
from domain.pipeline.aggregate import Aggregated
from domain.pipeline.ingest import Ingested
from domain.pipeline.reprocess import NothingToReprocessError, RunGoingError
from domain.ports import Check
from tests.unit.pipeline.conftest import Pipeline, ScriptedSource, export_csv

_BOTH: tuple[tuple[int, ReprocessFrom], ...] = ((2, "normalise"), (3, "sources"))
DUNE = Findings(subjects=("Science fiction", "Fiction"), cover_id=1, match=Match("title", 1.0))


async def published(pipeline: Pipeline, *titles: str) -> Accepted:
    accepted = pipeline.upload(export_csv(*titles))
    pipeline.ingested(accepted)
    await finish(pipeline, accepted, 1)
    return accepted


async def finish(pipeline: Pipeline, accepted: Accepted, run: int) -> None:
    await pipeline.enrichment(pipeline.queued(accepted, run))
    assert pipeline.aggregation(accepted.export_key, run) is Aggregated.PUBLISHED


def outcomes(pipeline: Pipeline, accepted: Accepted, run: int) -> list[str]:
    stored = pipeline.objects.get(dashboard_key(accepted.export_key, run))
    assert stored is not None
    return [book["outcome"] for book in json.loads(gzip.decompress(stored.body))["books"]]


async def test_from_sources_asks_again_what_was_not_found(pipeline: Pipeline) -> None:
    accepted = await published(pipeline, "Dune", "Emma")
    pipeline.sources = [ScriptedSource(known={"Dune": DUNE})]
    pipeline.clock.advance(hours=1)
    assert pipeline.reprocess(accepted.export_key, cause="request-1", start_from="sources") == 2
    assert pipeline.start_again(accepted.export_key, 2, "sources")
    await finish(pipeline, accepted, 2)
    assert pipeline.sources[0].asked == ["Dune", "Emma"]
    assert outcomes(pipeline, accepted, 2) == ["enriched", "not_found"]


async def test_from_sources_does_not_ask_for_what_was_found(pipeline: Pipeline) -> None:
    pipeline.sources = [ScriptedSource(known={"Dune": DUNE})]
    accepted = await published(pipeline, "Dune")
    pipeline.sources[0].asked.clear()
    pipeline.reprocess(accepted.export_key, cause="request-1", start_from="sources")
    pipeline.start_again(accepted.export_key, 2, "sources")
    await finish(pipeline, accepted, 2)
    assert pipeline.sources[0].asked == []


async def test_from_normalise_asks_nobody_and_may_be_repeated(pipeline: Pipeline) -> None:
    pipeline.sources = [ScriptedSource(known={"Dune": DUNE})]
    accepted = await published(pipeline, "Dune", "Emma")
    pipeline.sources[0].asked.clear()
    for run in (2, 3):
        assert pipeline.reprocess(accepted.export_key, cause=f"request-{run}", start_from="normalise") == run
        assert pipeline.start_again(accepted.export_key, run, "normalise")
        assert pipeline.queued(accepted, run) == []
        assert pipeline.aggregation(accepted.export_key, run) is Aggregated.PUBLISHED
        assert outcomes(pipeline, accepted, run) == ["enriched", "not_found"]
        counter = pipeline.counters.get(accepted.export_key, run)
        assert counter is not None
        assert (counter.total, counter.remaining, counter.enriched, counter.outcomes_of) == (2, 0, 1, 1)
    assert pipeline.sources[0].asked == []


async def test_one_cause_gives_one_run(pipeline: Pipeline) -> None:
    accepted = await published(pipeline, "Dune")
    pipeline.reprocess(accepted.export_key, cause="replay-1", start_from="sources")
    with pytest.raises(RunGoingError):
        pipeline.reprocess(accepted.export_key, cause="replay-1", start_from="sources")
    pipeline.start_again(accepted.export_key, 2, "sources")
    await finish(pipeline, accepted, 2)
    pipeline.reprocess(accepted.export_key, cause="replay-1", start_from="sources")
    record = pipeline.exports.get(accepted.export_key)
    assert record is not None
    assert (record.current_run, record.status) == (2, Status.COMPLETE)


def test_nothing_is_reprocessed_while_a_run_is_going(pipeline: Pipeline) -> None:
    accepted = pipeline.upload(export_csv("Dune"))
    with pytest.raises(RunGoingError):
        pipeline.reprocess(accepted.export_key, cause="request-1", start_from="sources")


def test_what_was_never_read_cannot_be_reprocessed(pipeline: Pipeline) -> None:
    accepted = pipeline.upload(b"")
    assert pipeline.ingested(accepted) is Ingested.REJECTED
    with pytest.raises(NothingToReprocessError):
        pipeline.reprocess(accepted.export_key, cause="request-1", start_from="sources")


async def test_a_newer_export_takes_the_place_of_the_older(pipeline: Pipeline) -> None:
    accepted = await published(pipeline, "Dune")
    record = pipeline.exports.get(accepted.export_key)
    assert record is not None
    newer = pipeline.acceptance.reopen(record, include_unread=False, by_address=True)
    with pytest.raises(RunGoingError):
        pipeline.acceptance.reopen(record, include_unread=False, by_address=True)
    pipeline.acceptance.store(newer, export_csv("Dune", "Emma", "Persuasion"))
    assert pipeline.ingested(accepted, run=2) is Ingested.QUEUED
    await finish(pipeline, accepted, 2)
    assert len(outcomes(pipeline, accepted, 2)) == 3


async def test_a_rejected_newer_export_leaves_the_older_in_place(pipeline: Pipeline) -> None:
    accepted = await published(pipeline, "Dune")
    record = pipeline.exports.get(accepted.export_key)
    assert record is not None
    newer = pipeline.acceptance.reopen(record, include_unread=False, by_address=True)
    pipeline.acceptance.store(newer, b"not,an,export\n1,2,3\n")
    assert pipeline.ingested(accepted, run=2) is Ingested.REJECTED
    after = pipeline.exports.get(accepted.export_key)
    assert after is not None
    assert (after.status, after.published_run, after.accepted_run) == (Status.ERROR, 1, 1)
    pipeline.reprocess(accepted.export_key, cause="request-1", start_from="normalise")
    assert pipeline.start_again(accepted.export_key, 3, "normalise")
    assert pipeline.aggregation(accepted.export_key, 3) is Aggregated.PUBLISHED


async def test_a_newer_file_that_never_comes_ends_by_itself(pipeline: Pipeline) -> None:
    accepted = await published(pipeline, "Dune")
    record = pipeline.exports.get(accepted.export_key)
    assert record is not None
    newer = pipeline.acceptance.reopen(record, include_unread=False, by_address=True)
    pipeline.clock.advance(minutes=21)
    pipeline.objects.put(raw_key(accepted.export_key, 2), export_csv("Late"))
    assert pipeline.ingested(accepted, run=2) is Ingested.REMOVED
    assert pipeline.acceptance.reopen(newer, include_unread=False, by_address=True).current_run == 3


async def test_a_form_that_died_before_its_file_was_stored_locks_nothing(pipeline: Pipeline) -> None:
    accepted = await published(pipeline, "Dune")
    record = pipeline.exports.get(accepted.export_key)
    assert record is not None
    newer = pipeline.acceptance.reopen(record, include_unread=False, by_address=False)
    with pytest.raises(RunGoingError):
        pipeline.acceptance.reopen(newer, include_unread=False, by_address=False)
    pipeline.clock.advance(minutes=1)
    assert pipeline.acceptance.reopen(newer, include_unread=False, by_address=False).current_run == 3


async def test_a_form_whose_file_was_stored_is_waited_for(pipeline: Pipeline) -> None:
    accepted = await published(pipeline, "Dune")
    record = pipeline.exports.get(accepted.export_key)
    assert record is not None
    newer = pipeline.acceptance.reopen(record, include_unread=False, by_address=False)
    pipeline.acceptance.store(newer, export_csv("Emma"))
    pipeline.clock.advance(minutes=30)
    with pytest.raises(RunGoingError):
        pipeline.acceptance.reopen(newer, include_unread=False, by_address=False)


async def test_every_later_run_has_its_progress_check(pipeline: Pipeline) -> None:
    accepted = await published(pipeline, "Dune")
    for run, start_from in _BOTH:
        pipeline.reprocess(accepted.export_key, cause=f"request-{run}", start_from=start_from)
        pipeline.start_again(accepted.export_key, run, start_from)
        assert pipeline.schedules.arranged[-1][1] == Check(accepted.export_key, run, 1)
        await finish(pipeline, accepted, run)


def test_a_bad_file_beside_a_good_one_does_not_end_the_run(pipeline: Pipeline) -> None:
    accepted, record = pipeline.acceptance.open(include_unread=False)
    pipeline.acceptance.store(record, export_csv("Dune"))
    pipeline.ingested(accepted)
    pipeline.objects.delete([books_key(accepted.export_key, 1)])
    pipeline.acceptance.store(record, b"not,an,export\n1,2,3\n")
    assert pipeline.ingested(accepted) is Ingested.REJECTED
    after = pipeline.exports.get(accepted.export_key)
    assert after is not None
    assert after.status is Status.PROCESSING, "its books are counted already"
