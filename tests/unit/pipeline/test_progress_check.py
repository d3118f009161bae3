"""The progress check: what it does for each state a run may be found in, so that every run ends."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from domain.events.books import queued_book
from domain.files import books_key
from domain.pacing import HARD_END, SHORTEST_CHECK
from domain.pipeline.accept import Accepted
from domain.pipeline.aggregate import Aggregated
from domain.pipeline.deadline import Checked
from domain.ports import Check
from tests.unit.pipeline.conftest import Pipeline, export_csv


def started(pipeline: Pipeline, *titles: str) -> Accepted:
    accepted = pipeline.upload(export_csv(*titles))
    pipeline.ingested(accepted)
    return accepted


def fire(pipeline: Pipeline) -> Checked:
    """Make the check that was arranged last, at its time."""
    when, check = pipeline.schedules.arranged[-1]
    pipeline.clock.moment = max(when, pipeline.clock.moment)
    return pipeline.progress_check(check)


def test_ingest_arranges_the_first_check(pipeline: Pipeline) -> None:
    accepted = started(pipeline, "Dune")
    assert pipeline.schedules.arranged == [(pipeline.clock() + SHORTEST_CHECK, Check(accepted.export_key, 1, 1))]


def test_an_ended_run_needs_no_more_checks(pipeline: Pipeline) -> None:
    accepted = started(pipeline, "Dune")
    pipeline.giving_up.books(pipeline.queued(accepted))
    pipeline.aggregation(accepted.export_key, 1)
    assert fire(pipeline) is Checked.ENDED
    assert len(pipeline.schedules.arranged) == 1


def test_progress_arms_the_next_check(pipeline: Pipeline) -> None:
    accepted = started(pipeline, "Dune", "Emma")
    pipeline.giving_up.books(pipeline.queued(accepted)[:1])
    assert fire(pipeline) is Checked.REARMED
    assert pipeline.schedules.arranged[-1][1] == Check(accepted.export_key, 1, 2, remaining_before=1)


def test_waiting_is_not_failing(pipeline: Pipeline) -> None:
    started(pipeline, "Dune")
    pipeline.source_paused = True
    assert fire(pipeline) is Checked.REARMED
    pipeline.source_paused, pipeline.queue.waiting = False, 3
    assert fire(pipeline) is Checked.REARMED
    assert not pipeline.queue.sent


def test_a_run_without_progress_has_its_open_books_sent_again_then_closed(pipeline: Pipeline) -> None:
    accepted = started(pipeline, "Dune", "Emma")
    pipeline.giving_up.books(pipeline.queued(accepted)[:1])
    assert fire(pipeline) is Checked.REARMED
    assert fire(pipeline) is Checked.RESENT
    ((body, _),) = pipeline.queue.sent
    message = json.loads(body)
    assert message["detail-type"] == "BookQueued"
    assert queued_book(message["detail"]) == pipeline.queued(accepted)[1]
    assert fire(pipeline) is Checked.CLOSED
    counter = pipeline.counters.get(accepted.export_key, 1)
    assert counter is not None
    assert (counter.remaining, counter.failed) == (0, 2)
    assert pipeline.aggregation(accepted.export_key, 1) is Aggregated.PUBLISHED


def test_a_dead_aggregator_is_called_once_more_then_the_run_fails(pipeline: Pipeline) -> None:
    accepted = started(pipeline, "Dune")
    pipeline.giving_up.books(pipeline.queued(accepted))
    assert fire(pipeline) is Checked.NUDGED
    assert pipeline.nudged == [(accepted.export_key, 1)]
    assert fire(pipeline) is Checked.FAILED
    record = pipeline.exports.get(accepted.export_key)
    counter = pipeline.counters.get(accepted.export_key, 1)
    assert record is not None
    assert record.error_reason == "aggregate_crashed"
    assert counter is not None
    assert counter.closed


def test_an_ingestion_that_never_finishes_fails_at_the_hard_end(pipeline: Pipeline) -> None:
    accepted = started(pipeline, "Dune")
    pipeline.counters.delete(accepted.export_key, 1)
    assert fire(pipeline) is Checked.REARMED
    pipeline.clock.moment += HARD_END
    assert fire(pipeline) is Checked.FAILED


def test_a_paused_source_does_not_hold_a_run_beyond_the_hard_end(pipeline: Pipeline) -> None:
    accepted = started(pipeline, "Dune")
    pipeline.source_paused = True
    checks = 0
    while fire(pipeline) is Checked.REARMED:
        checks += 1
        assert checks < 100
    assert pipeline.aggregation(accepted.export_key, 1) is Aggregated.PUBLISHED


def test_a_run_whose_books_are_lost_fails(pipeline: Pipeline) -> None:
    accepted = started(pipeline, "Dune")
    pipeline.objects.delete([books_key(accepted.export_key, 1)])
    assert fire(pipeline) is Checked.RESENT
    assert fire(pipeline) is Checked.FAILED
    record = pipeline.exports.get(accepted.export_key)
    assert record is not None
    assert record.error_reason == "books_missing"


def test_the_next_check_is_arranged_before_anything_is_done(pipeline: Pipeline) -> None:
    accepted = started(pipeline, "Dune")
    pipeline.giving_up.books(pipeline.queued(accepted))
    crashing = replace(pipeline.progress_check, start_aggregation=_crash)
    with pytest.raises(ZeroDivisionError):
        crashing(pipeline.schedules.arranged[-1][1])
    assert pipeline.schedules.arranged[-1][1].nudged


def _crash(_export_key: str, _run: int) -> None:
    raise ZeroDivisionError
