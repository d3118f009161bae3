"""The whole pipeline with authorisation on, each function under its own role; and without each grant, one by one.

One emulator and one deployment serve all. What a grant is for is found out by taking it from the role that has it
and letting the function do the work that needs it: it must stop there, denied.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping

import pytest

from local.emulator import EmulatorMissingError
from tests.permissions.authorising import Stage, authorising_stage
from tests.permissions.roles import Grant
from tests.permissions.steps import Journey, StoppedError
from tests.stacks.test_function_grants import EXPECTED

pytestmark = [pytest.mark.cloud, pytest.mark.slow, pytest.mark.timeout(600)]

Steps = Callable[[Journey], None]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    try:
        with authorising_stage(tmp_path_factory.mktemp("authorising")) as started:
            yield started
    except EmulatorMissingError as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))


def process(journey: Journey) -> None:
    journey.upload()
    journey.finish()


def every_answer(journey: Journey) -> None:
    process(journey)
    journey.read()
    journey.reprocess("normalise", 2)
    journey.delete()


def every_end(journey: Journey) -> None:
    journey.give_up_book()
    journey.give_up_run()


def every_check(journey: Journey) -> None:
    journey.check_without_progress()
    journey.check_that_closes()
    journey.check_that_fails()
    journey.check_of_a_dead_aggregator()


def newer_file(journey: Journey) -> None:
    process(journey)
    journey.upload_newer()


NEEDED_BY: Mapping[str, Steps] = {
    "upload": Journey.upload,
    "ingest": process,
    "relay": process,
    "enrich": process,
    "aggregate": process,
    "give_up": every_end,
    "deadline": every_check,
    "eraser": every_answer,
    "library_api": every_answer,
}
"""What needs most of a function's grants."""

NEEDED_BESIDE: Mapping[Grant, Steps] = {
    Grant("upload", "exports", "dynamodb:GetItem"): newer_file,
    Grant("ingest", "uploads", "s3:DeleteObject"): Journey.file_of_nobody,
    Grant("ingest", "other", "sqs:SendMessage"): Journey.replay_that_waits,
    Grant("relay", "other", "sqs:SendMessage"): Journey.broken_event,
    Grant("enrich", "other", "sqs:SendMessage"): Journey.wait_for_a_source,
    Grant("aggregate", "other", "sqs:SendMessage"): Journey.check_of_a_dead_aggregator,
    Grant("give_up", "uploads", "s3:DeleteObject"): Journey.give_up_file,
    Grant("deadline", "exports", "dynamodb:DeleteItem"): Journey.expire,
    **{
        Grant("deadline", target, action): Journey.check_that_closes
        for target, action in (
            ("events", "dynamodb:Query"),
            ("events", "dynamodb:PutItem"),
            ("counters", "dynamodb:UpdateItem"),
            ("processing", "s3:GetObject"),
        )
    },
    **{
        Grant("eraser", prefix, "s3:DeleteObject"): Journey.erase_leftovers
        for prefix in ("uploads", "processing", "data")
    },
    Grant("deadline", "exports", "dynamodb:PutItem"): Journey.check_that_fails,
    Grant("deadline", "counters", "dynamodb:ConditionCheckItem"): Journey.check_that_fails,
    Grant("deadline", "other", "lambda:InvokeFunction"): Journey.check_of_a_dead_aggregator,
    Grant("give_up", "exports", "dynamodb:GetItem"): Journey.give_up_run,
    Grant("give_up", "exports", "dynamodb:PutItem"): Journey.give_up_run,
    Grant("give_up", "counters", "dynamodb:ConditionCheckItem"): Journey.give_up_run,
    Grant("library_api", "counters", "dynamodb:GetItem"): Journey.upload_and_ask,
    Grant("library_api", "exports", "dynamodb:GetItem"): Journey.upload_and_ask,
}
"""What needs the others."""

_FORBIDDEN_OR_ABSENT = "S3 answers 403 instead of 404 without it; the emulator always answers 404"
_ONLY_IN_A_RACE = "only where the export is deleted in the very moment"
_NEVER_TRIED: Mapping[Grant, str] = {
    **{
        Grant(name, "bucket", "s3:ListBucket"): _FORBIDDEN_OR_ABSENT
        for name in ("upload", "ingest", "aggregate", "deadline")
    },
    **{Grant(name, "other", "iam:PassRole"): "the emulator passes any role" for name in ("ingest", "deadline")},
    Grant("ingest", "processing", "s3:DeleteObject"): _ONLY_IN_A_RACE,
    Grant("aggregate", "data", "s3:DeleteObject"): _ONLY_IN_A_RACE,
    Grant("enrich", "other", "ssm:GetParameter"): "only where a key for Google Books is named",
    Grant("library_api", "processing", "s3:GetObject"): "only for a preview, in the moments before the dashboard",
}


def every_grant() -> list[Grant]:
    """The grants of the table that the templates are held against."""
    found = []
    for function, targets in EXPECTED.items():
        for target, actions in targets.items():
            service = "dynamodb" if target in ("events", "counters", "exports", "catalog") else "s3"
            named = (each if ":" in each else f"{service}:{each}" for each in actions.split())
            found += [Grant(function, target, action) for action in named]
    return found


TRIED = [grant for grant in every_grant() if grant not in _NEVER_TRIED]


def test_everything_works_under_the_functions_own_roles(stage: Stage) -> None:
    journey = Journey(stage)
    every_answer(journey)
    every_end(journey)
    every_check(journey)
    for steps in NEEDED_BESIDE.values():
        steps(Journey(stage))


@pytest.mark.parametrize("grant", TRIED, ids=str)
def test_without_a_grant_its_function_is_denied(stage: Stage, grant: Grant) -> None:
    steps = NEEDED_BESIDE.get(grant, NEEDED_BY[grant.function])
    with stage.roles.without(grant), pytest.raises(StoppedError) as stopped:
        steps(Journey(stage))
    assert any(denial.startswith(f"{grant.function}: ") for denial in stopped.value.args[1:]), stopped.value


def test_what_is_not_tried_is_a_grant() -> None:
    assert set(_NEVER_TRIED) <= set(every_grant())
    assert set(NEEDED_BESIDE) <= set(TRIED)
