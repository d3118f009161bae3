"""A one-machine cloud of its own for a measurement, and what its functions' logs tell of a run."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from adapters import aws
from adapters.chance import now
from adapters.function_logs import FunctionLogs
from domain.billing import Invocation
from local.cloud import LocalCloud
from local.folder import StateFolder
from local.options import CloudOptions, Sources

_LOOKS = 30
ANSWERING = "LibraryApi"
"""The function that only answers questions; the others work on an export."""


@contextlib.contextmanager
def own_cloud(**choices: Any) -> Iterator[LocalCloud]:
    """A cloud on free ports with simulated sources and an empty state, gone afterwards.

    `choices` are further `CloudOptions` by name.
    """
    with tempfile.TemporaryDirectory() as folder:
        options = CloudOptions(
            StateFolder(Path(folder)),
            sources=Sources.SIMULATED,
            port=0,
            emulator_port=0,
            sample=False,
        )
        with LocalCloud.start(replace(options, **choices)) as cloud:
            yield cloud


@dataclass(frozen=True, slots=True)
class Work:
    """What functions did."""

    all: Sequence[Invocation]

    @property
    def pipeline(self) -> list[Invocation]:
        """The invocations that worked on an export."""
        return [each for each in self.all if each.function != ANSWERING]

    @property
    def invocations(self) -> Counter[str]:
        """The number of the pipeline's invocations by function."""
        return Counter(each.function for each in self.pipeline)

    @property
    def calls(self) -> Counter[tuple[str, str]]:
        """The pipeline's AWS calls by function and operation."""
        calls: Counter[tuple[str, str]] = Counter()
        for each in self.pipeline:
            for call, number in each.calls.items():
                calls[each.function, call] += number
        return calls

    @property
    def aws_calls(self) -> int:
        """All calls of the pipeline together."""
        return self.calls.total()

    @property
    def peak_mb(self) -> dict[str, int]:
        """The most memory that a process of each function has had."""
        return {name: max(each.peak_mb for each in self.all if each.function == name) for name in self._functions}

    @property
    def cpu_seconds(self) -> dict[str, float]:
        """Processor time in the handlers, by function."""
        return {name: sum(each.cpu_ms for each in self.all if each.function == name) / 1000 for name in self._functions}

    @property
    def _functions(self) -> list[str]:
        return sorted({each.function for each in self.all})


def work_since(cloud: LocalCloud, moment: dt.datetime) -> Work:
    """What the functions' logs tell since then."""
    endpoint, outputs = cloud.deployment.endpoint, cloud.deployment.outputs
    logs = FunctionLogs(aws.logs(endpoint), aws.functions(endpoint), outputs)
    return Work(list(logs.invocations(moment, now())))


def settled_work_since(cloud: LocalCloud, moment: dt.datetime) -> Work:
    """The same, once the last events have gone through the relay and every function has written its line."""
    work = work_since(cloud, moment)
    for _ in range(_LOOKS):
        time.sleep(1)
        before, work = work, work_since(cloud, moment)
        if len(before.all) == len(work.all) and {"Ingest", "Aggregate"} <= set(work.invocations):
            break
    return work


@dataclass(frozen=True, slots=True)
class ProcessUse:
    """What a process took so far: seconds of the processor, and the most memory it has had, in MB."""

    cpu_seconds: float
    peak_mb: int


def emulator_use(cloud: LocalCloud) -> ProcessUse:
    """What the emulator itself took so far, without its functions, which are processes of their own."""
    process = Path("/proc") / cloud.options.folder.pid_file("emulator").read_text().strip()
    times = (process / "stat").read_text().rpartition(")")[2].split()
    status = (process / "status").read_text()
    peak = next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM:"))
    return ProcessUse((int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK"), peak)
