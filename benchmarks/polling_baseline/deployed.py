"""The polling design on the emulator of a one-machine cloud, and one run of it."""

from __future__ import annotations

import io
import json
import time
import uuid
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from adapters import aws
from adapters.chance import now
from adapters.function_logs import FunctionLogs
from benchmarks.cloud import Work
from local.bundles import Platform, build_bundles
from local.cloud import LocalCloud

POLL_SECONDS: Final = 60
PATIENCE_SECONDS: Final = 600
ROLE: Final = "arn:aws:iam::000000000000:role/polling-baseline"
MEMORY: Final = {"submit": 256, "process": 512, "enrich": 512, "poll": 256, "aggregate": 1024}


@dataclass(frozen=True, slots=True)
class PolledRun:
    """One run: from the upload to the status that says complete, and what the functions did."""

    seconds: float
    completed: bool
    work: Work


class PollingBaseline:
    """The deployed design."""

    def __init__(self, cloud: LocalCloud) -> None:
        endpoint, outputs = cloud.deployment.endpoint, cloud.deployment.outputs
        self._s3, self._functions = aws.s3(endpoint), aws.functions(endpoint)
        ours = self._functions.get_function_configuration(FunctionName=outputs["EnrichFunctionName"])
        self._logs = aws.logs(endpoint)
        self._bucket = "polling-baseline"
        self._s3.create_bucket(Bucket=self._bucket)
        queue = aws.sqs(endpoint).create_queue(QueueName="polling-baseline", Attributes={"VisibilityTimeout": "180"})
        environment = {
            "BUCKET": self._bucket,
            "QUEUE": queue["QueueUrl"],
            "SOURCE": ours["Environment"]["Variables"]["OPENLIBRARY_URL"],
            "PROCESS": "baseline-process",
            "AGGREGATE": "baseline-aggregate",
            "POWERTOOLS_LOG_LEVEL": "INFO",
        }
        code = _bundle()
        for name, memory in MEMORY.items():
            self._create(name, memory, code, environment)
        self._functions.create_event_source_mapping(
            FunctionName="baseline-enrich",
            EventSourceArn="arn:aws:sqs:us-east-1:000000000000:polling-baseline",
            BatchSize=1,
        )

    def _create(self, name: str, memory: int, code: bytes, environment: Mapping[str, str]) -> None:
        self._functions.create_function(
            FunctionName=f"baseline-{name}",
            Runtime="python3.13",
            Role=ROLE,
            Handler=f"benchmarks.polling_baseline.functions.{name}",
            Code={"ZipFile": code},
            MemorySize=memory,
            Timeout=60,
            Environment={"Variables": {**environment, "POWERTOOLS_SERVICE_NAME": name}},
            LoggingConfig={"LogGroup": f"/aws/lambda/baseline-{name}"},
        )

    def run(self, export: bytes) -> PolledRun:
        """Process one library. Its status is looked at once a second, as a page does."""
        began, clock, name = now(), time.perf_counter(), uuid.uuid4().hex
        self._invoke("submit", {"name": name, "csv": export.decode()})
        polled, state = time.perf_counter(), "processing"
        while state != "complete" and time.perf_counter() - clock < PATIENCE_SECONDS:
            time.sleep(1)
            if time.perf_counter() - polled >= POLL_SECONDS:
                polled = time.perf_counter()
                self._invoke("poll", {"names": [name]})
            stored = self._s3.get_object(Bucket=self._bucket, Key=f"status/{name}.json")
            state = json.loads(stored["Body"].read())["state"]
        seconds = time.perf_counter() - clock
        time.sleep(1)  # the last lines are still on their way to the log
        outputs = {f"Baseline{part.capitalize()}FunctionName": f"baseline-{part}" for part in MEMORY}
        read = FunctionLogs(self._logs, self._functions, outputs).invocations(began, now())
        return PolledRun(seconds, state == "complete", Work(list(read)))

    def _invoke(self, name: str, event: dict[str, Any]) -> None:
        self._functions.invoke(
            FunctionName=f"baseline-{name}", InvocationType="RequestResponse", Payload=json.dumps(event).encode()
        )


def _bundle() -> bytes:
    """What the function `upload` carries, and this package's functions."""
    archive = io.BytesIO(build_bundles(Platform.HOST, names=["upload"])["upload"].archive.read_bytes())
    here = Path(__file__).parent
    with zipfile.ZipFile(archive, "a") as bundle:
        for file in (here.parent / "__init__.py", here / "__init__.py", here / "functions.py"):
            bundle.write(file, file.relative_to(here.parent.parent))
    return archive.getvalue()
