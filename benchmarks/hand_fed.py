"""The pipeline fed by hand, in batches as AWS makes them.

Here the mappings and rules of a one-machine cloud rest, and the functions, each in a process of its own with its own
environment, are handed the same events in full batches of the template's size: stream records in hundreds, messages
as many as one transaction counts. The tables, the bucket and the bus are still the emulator's. What a rule would
deliver is what the relay published.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from adapters import aws
from adapters.chance import now
from adapters.function_logs import invocation_of
from benchmarks.cloud import Work, work_since
from domain.billing import Invocation
from domain.counting import OUTCOMES_A_TRANSACTION
from domain.events.envelope import timestamp
from domain.files import raw_key
from local.client import LibraryClient
from local.cloud import LocalCloud
from local.folder import CHECKOUT
from stacks.functions import FUNCTIONS

STREAM_BATCH: Final = 100
QUEUE_BATCH: Final = OUTCOMES_A_TRANSACTION
"""Of the relay's stream and of the enrichment queue, as the template says."""
POLLS: Final = 10
"""Looks at the status, one a second: about as long as a run of a common library takes."""
_ASKED: Final = ("Upload", "LibraryApi")
"""What the emulator runs here: everything else is fed by hand."""
_STREAM_PAGE: Final = 1000


@dataclass(frozen=True, slots=True)
class Fed:
    """One run: what was done, whether its dashboard is there, the seconds it took here, the largest batches."""

    work: Work
    completed: bool
    seconds: float
    batches: dict[str, int]


class FunctionFailedError(Exception):
    """A handler raised; what, its process wrote on standard error."""


class FunctionProcess:
    """A function of the deployment in a process of its own."""

    def __init__(self, cloud: LocalCloud, name: str, more: Mapping[str, str]) -> None:
        self._spec = FUNCTIONS[name]
        deployed = cloud.deployment.outputs[f"{self._spec.construct_id}FunctionName"]
        configuration = aws.functions(cloud.deployment.endpoint).get_function_configuration(FunctionName=deployed)
        own = {**configuration["Environment"]["Variables"], "AWS_ENDPOINT_URL": cloud.deployment.endpoint, **more}
        module = f"lambdas.{name}.handler"
        command = [sys.executable, "-m", "benchmarks.function_process", module, deployed, str(self._spec.memory)]
        self._process = subprocess.Popen(
            command, cwd=CHECKOUT, env={**os.environ, **own}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.invocations: list[Invocation] = []
        self.batches: list[int] = []

    def __call__(self, event: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Hand it one event; what it published."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(event) + "\n")
        self._process.stdin.flush()
        self.batches.append(len(event.get("Records", ())))
        log_bytes = 0
        for text in self._process.stdout:
            line = json.loads(text)
            if "published" in line:
                break
            log_bytes += len(text.strip().encode()) + 26
            if line.get("message") == "invoked":  # metrics are lines of their own, without a message
                told = invocation_of(line, self._spec.construct_id, self._spec.memory, log_bytes)
                self.invocations.append(told)
        else:
            raise FunctionFailedError(f"{self._spec.name} ended with status {self._process.wait()}")
        published: list[dict[str, Any]] = line["published"]
        return published

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        assert self._process.stdout is not None
        self._process.stdout.close()


class Stream:
    """The records of a table's stream from now on, in the form Lambda gives them."""

    def __init__(self, cloud: LocalCloud, table: str) -> None:
        endpoint = cloud.deployment.endpoint
        described = aws.dynamodb(endpoint).describe_table(TableName=cloud.deployment.outputs[f"{table}TableName"])
        self._arn = described["Table"]["LatestStreamArn"]
        self._client: Any = aws.session().client("dynamodbstreams", endpoint_url=endpoint)
        shard = self._client.describe_stream(StreamArn=self._arn)["StreamDescription"]["Shards"][-1]["ShardId"]
        self._iterator = self._client.get_shard_iterator(
            StreamArn=self._arn, ShardId=shard, ShardIteratorType="LATEST"
        )["ShardIterator"]

    def read(self) -> list[dict[str, Any]]:
        """The next records; none when there are none."""
        answer = self._client.get_records(ShardIterator=self._iterator, Limit=_STREAM_PAGE)
        self._iterator = answer["NextShardIterator"]
        return [_as_lambda_gives(record) for record in answer["Records"]]


class HandFedPipeline:
    """The functions of one cloud, fed by hand. `more` is added to their environment."""

    def __init__(self, cloud: LocalCloud, more: Mapping[str, str]) -> None:
        self._cloud = cloud
        self._functions = {
            name: FunctionProcess(cloud, name, more) for name in ("ingest", "relay", "enrich", "aggregate")
        }

    def close(self) -> None:
        """End the functions."""
        for function in self._functions.values():
            function.close()

    def run(self, export: bytes) -> Fed:
        """Take one library from its upload to its dashboard."""
        began, clock = now(), time.perf_counter()
        events, counters = Stream(self._cloud, "Events"), Stream(self._cloud, "Counters")
        for function in self._functions.values():
            function.invocations.clear()
            function.batches.clear()
        with tempfile.NamedTemporaryFile(suffix=".csv") as file, LibraryClient(self._cloud.address) as client:
            file.write(export)
            file.flush()
            uuid = client.upload(Path(file.name)).uuid
            self._functions["ingest"](self._arrival(uuid, len(export)))
            self._enrich(events)
            self._aggregate(counters)
            self._relay(events)
            states = [client.status(uuid).state for _ in range(POLLS)]
            client.dashboard(uuid)
        seconds = time.perf_counter() - clock
        asked = [each for each in work_since(self._cloud, began).all if each.function in _ASKED and each.work]
        own = [each for function in self._functions.values() for each in function.invocations]
        batches = {name: max(function.batches, default=0) for name, function in self._functions.items()}
        return Fed(Work([*asked, *own]), states[-1] == "complete", seconds, batches)

    def _arrival(self, uuid: str, size: int) -> dict[str, Any]:
        """The message of a raw file that arrived."""
        record = self._cloud.deployment.exports().find(uuid)
        assert record is not None
        body = {
            "detail-type": "Object Created",
            "time": timestamp(now()),
            "detail": {"object": {"key": raw_key(record.export_key, record.current_run), "size": size}},
        }
        return {"Records": [_message(body)]}

    def _enrich(self, events: Stream) -> None:
        """Relay and enrich until nothing is left, in full batches as long as there are enough books."""
        waiting: deque[dict[str, Any]] = deque()
        while True:
            waiting += [each for each in self._relay(events) if each["detail-type"] == "BookQueued"]
            if not waiting:
                return
            batch = [waiting.popleft() for _ in range(min(QUEUE_BATCH, len(waiting)))]
            self._functions["enrich"]({"Records": [_message(body) for body in batch]})

    def _relay(self, events: Stream) -> list[dict[str, Any]]:
        published: list[dict[str, Any]] = []
        records: list[dict[str, Any]] = []
        while page := events.read():
            records += [record for record in page if record["eventName"] == "INSERT"]
        for start in range(0, len(records), STREAM_BATCH):
            published += self._functions["relay"]({"Records": records[start : start + STREAM_BATCH]})
        return published

    def _aggregate(self, counters: Stream) -> None:
        while page := counters.read():
            ended = [record for record in page if record["dynamodb"]["NewImage"]["remaining"]["N"] == "0"]
            if ended:
                self._functions["aggregate"]({"Records": ended})


@contextlib.contextmanager
def hand_fed(cloud: LocalCloud, more: Mapping[str, str] | None = None) -> Iterator[HandFedPipeline]:
    """Let the cloud's mappings and rules rest, and feed its functions, which `more` is added to the environment of."""
    functions, events = aws.functions(cloud.deployment.endpoint), aws.events(cloud.deployment.endpoint)
    for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    for bus in events.list_event_buses()["EventBuses"]:
        for rule in events.list_rules(EventBusName=bus["Name"])["Rules"]:
            events.disable_rule(Name=rule["Name"], EventBusName=bus["Name"])
    pipeline = HandFedPipeline(cloud, more or {})
    try:
        yield pipeline
    finally:
        pipeline.close()


def _message(body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "messageId": str(body.get("detail", {}).get("metadata", {}).get("event_id", "arrival")),
        "body": json.dumps(body),
        "attributes": {"ApproximateReceiveCount": "1"},
        "eventSource": "aws:sqs",
    }


def _as_lambda_gives(record: Mapping[str, Any]) -> dict[str, Any]:
    """A stream record with its bytes as text."""
    told = {name: image for name, image in record["dynamodb"].items() if name in ("Keys", "NewImage", "OldImage")}
    images = {name: {key: _as_text(value) for key, value in image.items()} for name, image in told.items()}
    return {"eventID": record["eventID"], "eventName": record["eventName"], "dynamodb": images}


def _as_text(value: Mapping[str, Any]) -> dict[str, Any]:
    ((kind, content),) = value.items()
    return {kind: base64.b64encode(content).decode() if isinstance(content, bytes) else content}
