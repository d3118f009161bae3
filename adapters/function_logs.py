"""What the functions' logs tell of their invocations: the lines that `lambdas.telemetry` ends each with."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from domain.billing import Invocation

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient
    from types_boto3_logs import CloudWatchLogsClient

_EVENT_BYTES: Final = 26
"""What CloudWatch Logs adds to each event's own bytes."""
_OUTPUT: Final = "FunctionName"


@dataclass(frozen=True, slots=True)
class FunctionLogs:
    """The logs of a stage's functions. `outputs` are those of its stacks, which name the functions."""

    logs: CloudWatchLogsClient
    functions: LambdaClient
    outputs: Mapping[str, str]

    def invocations(self, since: dt.datetime, until: dt.datetime) -> Iterator[Invocation]:
        """Every invocation that ended in that time, by function. One that was cut off has no line and is not here."""
        for output, name in self.outputs.items():
            if output.endswith(_OUTPUT):
                yield from self._of_function(output.removesuffix(_OUTPUT), name, since, until)

    def _of_function(self, function: str, name: str, since: dt.datetime, until: dt.datetime) -> Iterator[Invocation]:
        configuration = self.functions.get_function_configuration(FunctionName=name)
        memory, group = configuration["MemorySize"], configuration["LoggingConfig"]["LogGroup"]
        log_bytes: Counter[str] = Counter()
        ends: dict[str, Mapping[str, Any]] = {}
        for message in self._messages(group, since, until):
            if not message.startswith("{"):
                continue  # the platform's own line
            line = json.loads(message)
            request = line.get("function_request_id", "")
            log_bytes[request] += len(message.encode()) + _EVENT_BYTES
            if line.get("message") == "invoked":
                ends[request] = line
        for request, line in ends.items():
            yield invocation_of(line, function, memory, log_bytes[request])

    def _messages(self, group: str, since: dt.datetime, until: dt.datetime) -> Iterator[str]:
        pages = self.logs.get_paginator("filter_log_events")
        start, end = _milliseconds(since), _milliseconds(until)
        try:
            for page in pages.paginate(logGroupName=group, startTime=start, endTime=end):
                for event in page["events"]:
                    yield event["message"].strip()
        except self.logs.exceptions.ResourceNotFoundException:
            return  # it has never run


def invocation_of(line: Mapping[str, Any], function: str, memory_mb: int, log_bytes: int) -> Invocation:
    """The invocation that a line `invoked` tells of. KeyError when it is no such line."""
    return Invocation(
        function=function,
        memory_mb=memory_mb,
        duration_ms=line["duration_ms"],
        cpu_ms=line["cpu_ms"],
        peak_mb=line["peak_mb"],
        start_cpu_ms=line.get("start_cpu_ms", 0.0),
        calls=line["aws_calls"],
        usage=line["usage"],
        work=line["work"],
        log_bytes=log_bytes,
    )


def _milliseconds(moment: dt.datetime) -> int:
    return round(1000 * moment.timestamp())
