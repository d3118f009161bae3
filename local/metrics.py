"""The step that CloudWatch takes by itself in an account: what functions log as metrics becomes metrics."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Mapping

from adapters import aws
from adapters.embedded_metrics import forward
from local.folder import StateFolder
from stacks.functions import FUNCTIONS


def forward_metrics(folder: StateFolder, endpoint: str, outputs: Mapping[str, str]) -> int:
    """Make metrics of the lines that the functions logged since the last time; how many values there were.

    `outputs` are those of the deployed stacks. Each line is taken once, whoever else does this at the same time.
    """
    functions = aws.functions(endpoint)
    names = [outputs[f"{spec.construct_id}FunctionName"] for spec in FUNCTIONS.values()]
    groups = [functions.get_function_configuration(FunctionName=name)["LoggingConfig"]["LogGroup"] for name in names]
    with folder.metrics_read.open("a+") as read:
        fcntl.flock(read, fcntl.LOCK_EX)
        read.seek(0)
        after = int(read.read() or 0)
        # What is logged in this very millisecond is for the next time.
        until = time.time_ns() // 1_000_000 - 1
        number = forward(aws.logs(endpoint), aws.cloudwatch(endpoint), groups, after_ms=after, until_ms=until)
        read.truncate(0)
        read.write(str(until))
    return number
