"""The whole pipeline with authorisation on, each function under its own role; and without each grant, one by one.

One emulator and one deployment serve all. What a grant is for is found out by taking it from the role that has it
and letting the function do the work that needs it: it must stop there, denied.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from local.emulator import EmulatorMissingError
from stacks.functions import FUNCTIONS
from tests.permissions.authorising import Stage, authorising_stage, now_ms
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


@pytest.fixture(scope="module")
def finished(stage: Stage) -> Journey:
    """A run of the whole way from upload to dashboard, which grants on reading are tried with."""
    journey = Journey(stage)
    journey.upload()
    journey.finish()
    return journey


def run(journey: Journey) -> None:
    journey.upload()
    journey.finish()


def read(journey: Journey) -> None:
    journey.read()


def reprocess(journey: Journey) -> None:
    run(journey)
    journey.reprocess("normalise", 2)


def delete(journey: Journey) -> None:
    run(journey)
    journey.delete()


CHECKS = {
    "check_without_progress": Journey.check_without_progress,
    "check_that_closes": Journey.check_that_closes,
    "check_of_a_dead_aggregator": Journey.check_of_a_dead_aggregator,
    "check_that_fails": Journey.check_that_fails,
}


def every_check(journey: Journey) -> None:
    for check in CHECKS.values():
        check(journey)


def every_end(journey: Journey) -> None:
    journey.give_up_book()
    journey.give_up_run()


def set_aside(journey: Journey) -> None:
    journey.check_of_a_dead_aggregator()


NEEDED_BY: dict[str, Steps] = {
    "upload": Journey.upload,
    "ingest": run,
    "relay": run,
    "enrich": run,
    "aggregate": run,
    "give_up": every_end,
    "deadline": every_check,
    "eraser": delete,
    "library_api": delete,
}
"""The shortest way that needs most of a function's grants."""

