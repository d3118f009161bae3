"""Functions that crash whatever they are given: every run still ends, and says so."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
import pytest

from adapters import aws
from benchmarks.cloud import own_cloud
from benchmarks.made_library import made_export
from local.cloud import LocalCloud
from tests.pipeline.readers import Reader

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient

pytestmark = [pytest.mark.slow, pytest.mark.cloud, pytest.mark.timeout(600)]

BOOKS = 25
SECONDS_UNSEEN = "2"


@pytest.fixture(scope="module")
def own() -> Iterator[LocalCloud]:
    """A cloud of this file's own, since its functions are broken; a message that failed comes back at once."""
    with own_cloud() as started:
        sqs = aws.sqs(started.deployment.endpoint)
        for name, address in started.deployment.outputs.items():
            if name.endswith("QueueUrl"):
                sqs.set_queue_attributes(QueueUrl=address, Attributes={"VisibilityTimeout": SECONDS_UNSEEN})
        yield started


@pytest.fixture
def reader(own: LocalCloud) -> Iterator[Reader]:
    with httpx.Client(base_url=own.address, timeout=60) as http:
        yield Reader(http)


@contextmanager
def broken(cloud: LocalCloud, function: str) -> Iterator[None]:
    """A function whose handler is not there: every invocation fails, whatever it is given."""
    functions = aws.functions(cloud.deployment.endpoint)
    name = cloud.deployment.outputs[f"{function}FunctionName"]
    handler = functions.get_function_configuration(FunctionName=name)["Handler"]
    _set_handler(functions, name, f"{handler}_of_yesterday", fails=True)
    try:
        yield
    finally:
        _set_handler(functions, name, handler, fails=False)


def _set_handler(functions: LambdaClient, name: str, handler: str, *, fails: bool) -> None:
    """Set it until it is seen for a while: an environment that was just starting comes later, with the old one."""
    deadline = time.monotonic() + 120
    while True:
        functions.update_function_configuration(FunctionName=name, Handler=handler)
        for _ in range(8):
            time.sleep(0.5)
            answer = functions.invoke(FunctionName=name, Payload=json.dumps({"Records": []}))
            if ("FunctionError" in answer) is not fails:
                break
        else:
            return
        assert time.monotonic() < deadline, answer


def test_books_that_crash_the_enricher_are_failed_and_can_be_asked_for_again(own: LocalCloud, reader: Reader) -> None:
    with broken(own, "Enrich"):
        upload = reader.upload(made_export(BOOKS))
        status = reader.finish(upload.uuid)
    assert (status["status"], status["gaps"], status["progress"]["failed"]) == ("complete", BOOKS, BOOKS)
    reasons = reader.http.get(f"/api/data/{upload.uuid}/unmatched.csv").text
    assert reasons.count("failed") == BOOKS
    path = f"/api/data/{upload.uuid}/reprocess"
    assert reader.http.post(path, json={"from": "sources"}, headers=upload.bearer).status_code == 202
    assert reader.finish(upload.uuid, run=2)["gaps"] == 0


def test_an_export_that_crashes_ingest_ends_as_failed(own: LocalCloud, reader: Reader) -> None:
    with broken(own, "Ingest"):
        upload = reader.upload(made_export(BOOKS))
        status = reader.finish(upload.uuid)
    assert (status["status"], status["error_code"]) == ("error", "failed")
    assert "upload it again" in status["error_message"]
    assert reader.http.get(f"/api/data/{upload.uuid}").status_code == 404
