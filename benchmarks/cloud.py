"""A one-machine cloud of its own for a measurement, and what its functions' logs tell of a run."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from adapters import aws
from local.cloud import LocalCloud
from local.folder import StateFolder
from local.options import CloudOptions, Sources

FUNCTIONS = ("Upload", "Ingest", "Relay", "Enrich", "GiveUp", "Aggregate", "Deadline", "Eraser")
"""The functions that work on an export; what only answers questions is not counted."""


@contextlib.contextmanager
def own_cloud(**choices: Any) -> Iterator[LocalCloud]:
    """A cloud on free ports with simulated sources and an empty state, gone afterwards.

    `choices` are further `CloudOptions` by name.
    """
    with tempfile.TemporaryDirectory() as folder:
        options = CloudOptions(
            StateFolder(Path(folder)), sources=Sources.SIMULATED, port=0, emulator_port=0, sample=False
        )
        with LocalCloud.start(replace(options, **choices)) as cloud:
            yield cloud


@dataclass(frozen=True, slots=True)
class Work:
    """What the functions did: invocations by function, AWS calls by function and operation."""

    invocations: Counter[str]
    calls: Counter[tuple[str, str]]

    def __sub__(self, earlier: Work) -> Work:
        return Work(self.invocations - earlier.invocations, self.calls - earlier.calls)

    @property
    def aws_calls(self) -> int:
        """All calls together."""
        return self.calls.total()


def work_so_far(cloud: LocalCloud) -> Work:
    """What the functions' logs tell, from the line that each invocation ends with."""
    logs, functions = aws.logs(cloud.deployment.endpoint), aws.functions(cloud.deployment.endpoint)
    invocations: Counter[str] = Counter()
    calls: Counter[tuple[str, str]] = Counter()
    for function in FUNCTIONS:
        name = cloud.deployment.outputs[f"{function}FunctionName"]
        group = functions.get_function_configuration(FunctionName=name)["LoggingConfig"]["LogGroup"]
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group):
            for event in page["events"]:
                message = event["message"].strip()
                if '"message":"invoked"' in message:
                    invocations[function] += 1
                    for call, number in json.loads(message)["aws_calls"].items():
                        calls[function, call] += number
    return Work(invocations, calls)
