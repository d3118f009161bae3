"""An operator's commands on a running cloud."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from adapters import aws
from adapters.source_records import any_paused
from cli.main import app
from local.cloud import LocalCloud
from tests.pipeline.readers import Reader
from tests.pipeline.test_whole_runs import export

pytestmark = [pytest.mark.cloud, pytest.mark.timeout(300)]


@pytest.fixture(autouse=True)
def _this_cloud(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find the test's cloud by its folder."""
    monkeypatch.setenv("GOODREADS_STATS_HOME", str(cloud.options.folder.root))


@pytest.fixture
def finished(cloud: LocalCloud) -> str:
    """An export that was processed."""
    with httpx.Client(base_url=cloud.address, timeout=60) as http:
        reader = Reader(http)
        upload = reader.upload(export(("1", "Dune", "read"), ("2", "Emma", "read")))
        assert reader.finish(upload.uuid)["status"] == "complete"
        return upload.uuid


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def metrics() -> dict[str, Any]:
    status, out = run("metrics", "--json")
    assert status == 0, out
    told: dict[str, Any] = json.loads(out)
    return told


def completed(told: dict[str, Any]) -> float:
    return float(sum(each["value"] for each in told["metrics"] if each["name"] == "ExportsCompleted"))


def test_what_functions_log_as_metrics_is_read_as_metrics(finished: str) -> None:
    deadline = time.monotonic() + 30
    while not completed(told := metrics()):
        assert time.monotonic() < deadline, told
        time.sleep(0.5)
    names = {each["name"] for each in told["metrics"]}
    assert names >= {"ExportsStarted", "Books", "TimeToDashboard", "CatalogueLookups", "SourceRequests"}
    assert told["shares"]["books_failed"] is not None
    assert told["queues"]["EnrichmentQueue"] == 0
    # Nobody worked in between: the same lines are not counted again.
    time.sleep(1)
    assert completed(metrics()) == completed(metrics())


def test_a_source_is_paused_and_resumed(cloud: LocalCloud) -> None:
    assert run("pause", "openlibrary", "--minutes", "5")[0] == 0
    assert any_paused()
    assert run("resume", "openlibrary")[0] == 0
    assert not any_paused()


def test_a_dead_letter_is_sent_back_and_dealt_with(cloud: LocalCloud, finished: str) -> None:
    """A book of a run that has ended: enrichment takes it, and its outcome is there already."""
    record = cloud.deployment.exports().find(finished)
    assert record is not None
    events = cloud.deployment.store().of_run(record.export_key, 1, 2)
    event = next(each for each in events if each.name == "BookQueued")
    body = json.dumps({"detail-type": "BookQueued", "detail": event.envelope()})
    sqs, outputs = aws.sqs(cloud.deployment.endpoint), cloud.deployment.outputs
    sqs.send_message(QueueUrl=outputs["UndeliveredDlqUrl"], MessageBody=body)
    assert "UndeliveredDlq: 1 messages" in run("redrive")[1]
    assert run("redrive", "UndeliveredDlq") == (0, "UndeliveredDlq: 1 messages sent back, 0 left\n")
    deadline = time.monotonic() + 30
    while cloud.deployment.queue("Enrichment").backlog():
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert "UndeliveredDlq: 0 messages" in run("redrive")[1]


def test_commands_without_a_cloud_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOODREADS_STATS_HOME", str(tmp_path))
    status, out = run("metrics")
    assert (status, "No local cloud is running" in out) == (2, True)
