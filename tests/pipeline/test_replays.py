"""Replaying the archive changes nothing; a replay that asks for it starts each export once more."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Iterator

import httpx
import pytest

from adapters import aws
from adapters.chance import now
from adapters.replays import SETTLING, ArchiveReplays
from adapters.tables import EventItem
from benchmarks.cloud import work_since
from benchmarks.made_library import made_export
from local.cloud import LocalCloud
from tests.pipeline.readers import Reader, Upload

pytestmark = [pytest.mark.cloud, pytest.mark.timeout(200)]

BOOKS = 30


@pytest.fixture
def reader(cloud: LocalCloud) -> Iterator[Reader]:
    with httpx.Client(base_url=cloud.address, timeout=60) as http:
        yield Reader(http)


def replay(cloud: LocalCloud, begin: dt.datetime, *, kind: str) -> None:
    """Replay what was published since `begin`, as if the archive had settled, and wait until it was delivered."""
    replays = ArchiveReplays(aws.events(cloud.deployment.endpoint), cloud.deployment.outputs["BusArn"])
    name = f"{kind}-{secrets.token_hex(6)}"
    end = now()
    replays.start(name, begin, end, end + SETTLING)
    deadline = time.monotonic() + 60
    while replays.state(name) != "COMPLETED":
        assert time.monotonic() < deadline, replays.state(name)
        time.sleep(0.1)


def life(cloud: LocalCloud, upload: Upload) -> list[tuple[str, int]]:
    """The names and runs of an export's lifecycle events."""
    record = cloud.deployment.exports().find(upload.uuid)
    assert record is not None
    return sorted((str(item.n), int(item.r)) for item in EventItem.query(f"{record.export_key}#life"))


def test_a_replay_changes_nothing_and_asks_nobody(reader: Reader, cloud: LocalCloud) -> None:
    begin = now().replace(microsecond=0)  # the archive dates events by the second
    upload = reader.upload(made_export(BOOKS))
    reader.finish(upload.uuid)
    time.sleep(1)  # the relay publishes the end of the run
    before = reader.http.get(f"/api/data/{upload.uuid}").content, life(cloud, upload)
    replayed_from = now()
    for _ in range(2):
        replay(cloud, begin, kind="replay")
    time.sleep(2)
    assert (reader.http.get(f"/api/data/{upload.uuid}").content, life(cloud, upload)) == before
    assert not work_since(cloud, replayed_from).invocations, "no rule takes a replayed event"


def test_a_reprocessing_replay_starts_each_export_once(reader: Reader, cloud: LocalCloud) -> None:
    begin = now().replace(microsecond=0)  # the archive dates events by the second
    uploads = [reader.upload(made_export(BOOKS)) for _ in range(2)]
    for upload in uploads:
        reader.finish(upload.uuid)
    time.sleep(1)
    replay(cloud, begin, kind="reprocess")
    for upload in uploads:
        status = reader.finish(upload.uuid, run=2)
        assert (status["status"], status["run"]) == ("complete", 2)
        assert [run for name, run in life(cloud, upload) if name == "ReprocessRequested"] == [2]
