"""What a run may use, counted and not timed: of a library of 762 known books, in the batches that AWS makes."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from adapters.chance import now
from benchmarks.cloud import own_cloud
from benchmarks.hand_fed import Fed, hand_fed
from benchmarks.made_library import made_entries, made_export
from domain.billing import bill_of
from local.bundles import Platform, build_bundles
from local.emulator import EmulatorMissingError

pytestmark = [pytest.mark.cloud, pytest.mark.slow]

BOOKS = 762
MEGABYTE = 1024**2
# Unpacked, of what this machine runs; Lambda takes 250 MB. Sources and C extensions are nearly all of the larger one.
BUNDLE_MEGABYTES = {"enrich": 32}
OTHER_MEGABYTES = 7


@pytest.fixture(scope="module")
def fed() -> Iterator[Fed]:
    """The run. It has a cloud of its own, since nothing else works in one whose functions are fed by hand."""
    try:
        with own_cloud() as cloud:
            cloud.deployment.catalogue().put_many(made_entries(BOOKS, now()))
            with hand_fed(cloud) as pipeline:
                yield pipeline.run(made_export(BOOKS))
    except EmulatorMissingError as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))


def calls_of(fed: Fed, function: str) -> int:
    return sum(number for (name, _), number in fed.work.calls.items() if name == function)


def test_the_run_completes_in_full_batches(fed: Fed) -> None:
    assert fed.completed
    assert (fed.batches["relay"], fed.batches["enrich"]) == (100, 98)
    assert fed.work.invocations["Aggregate"] == 1


def test_aws_calls(fed: Fed) -> None:
    assert fed.work.aws_calls <= 0.35 * BOOKS
    assert calls_of(fed, "Aggregate") <= 18
    assert calls_of(fed, "Enrich") <= 2 * 8, "a batch is read together and counted together"
    assert calls_of(fed, "Ingest") <= 50


def test_what_s3_is_asked(fed: Fed) -> None:
    quantities = bill_of(fed.work.all, elsewhere=True).quantities
    assert quantities["object_puts"] <= 6
    assert quantities["object_gets"] <= 6


def test_capacity_events_and_messages_of_a_book(fed: Fed) -> None:
    quantities = bill_of(fed.work.all, elsewhere=True).quantities
    assert quantities["write_units"] / 1000 <= 3.1 * BOOKS, "one for a book's queueing, two for its outcome"
    assert quantities["read_units"] / 1000 <= 0.7 * BOOKS
    assert quantities["events"] <= 2 * BOOKS + 5
    assert quantities["event_bytes"] <= 1200 * BOOKS
    assert quantities["messages"] <= 1.25 * BOOKS


def test_dollars(fed: Fed) -> None:
    assert bill_of(fed.work.all, elsewhere=True).dollars <= 0.0040


def test_lines_of_the_log(fed: Fed) -> None:
    assert sum(each.log_bytes for each in fed.work.all) <= 120 * BOOKS


def test_every_function_stays_small(fed: Fed) -> None:
    assert max(fed.work.peak_mb.values()) <= 160


def test_bundles_stay_small(fed: Fed) -> None:
    sizes = {name: bundle.archive.stat().st_size / MEGABYTE for name, bundle in build_bundles(Platform.HOST).items()}
    too_large = {name: size for name, size in sizes.items() if size > BUNDLE_MEGABYTES.get(name, OTHER_MEGABYTES)}
    assert too_large == {}
