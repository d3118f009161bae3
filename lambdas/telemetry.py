"""What every function logs, the same way: JSON lines with the request, and one line an invocation.

That last line, `invoked`, is what `adapters.function_logs` reads: the AWS calls, what they used, the time, the
memory, and whose work it was.
"""

from __future__ import annotations

import functools
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from aws_lambda_powertools import Logger

from adapters import correlation, metering, metrics

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger(log_uncaught_exceptions=False)

Answer = TypeVar("Answer")

_MILLISECONDS: Final = 1000
_PROCESS_STATUS: Final = Path("/proc/self/status")  # Lambda runs on Linux, as the one-machine cloud does
_work: Counter[str] = Counter()


def observed(
    function: Callable[[dict[str, Any], LambdaContext], Answer],
) -> Callable[[dict[str, Any], LambdaContext], Answer]:
    """Wrap a handler: its log lines name the invocation, and it ends with its metrics and one line more.

    That line tells what the invocation took, and for which requests (their correlation ids) it worked.
    """
    metering.install()
    is_new = True

    @functools.wraps(function)
    def handler(event: dict[str, Any], context: LambdaContext) -> Answer:
        nonlocal is_new
        # All the processor time until now went into starting this environment.
        start = {"start_cpu_ms": round(_MILLISECONDS * time.process_time())} if is_new else {}
        is_new = False
        metering.take()
        metrics.discard()
        correlation.take()
        _work.clear()
        began, began_cpu = time.perf_counter(), time.process_time()
        try:
            return function(event, context)
        finally:
            metrics.flush(context.aws_request_id)
            metered = metering.take()
            took = {
                "aws_calls": metered.calls,
                "usage": {**_arrived(event), **metered.usage},
                "duration_ms": round(_MILLISECONDS * (time.perf_counter() - began), 1),
                "cpu_ms": round(_MILLISECONDS * (time.process_time() - began_cpu), 1),
                "peak_mb": _peak_mb(),
                "work": dict(_work),
                "correlation_ids": correlation.take(),
            }
            logger.info("invoked", extra=took | start)

    injected: Callable[[dict[str, Any], LambdaContext], Answer] = logger.inject_lambda_context(
        handler, clear_state=True
    )
    return injected


def _arrived(event: dict[str, Any]) -> dict[str, int]:
    """What brought the event: an API request, a schedule, so many messages, or so many records of a stream."""
    if "requestContext" in event:
        return {"api_requests": 1}
    if "Records" not in event:
        return {"schedules": 1}
    records = event["Records"]
    messages = sum("body" in record for record in records)
    counts = {"messages_received": messages, "stream_records": len(records) - messages}
    return {name: number for name, number in counts.items() if number}


def _peak_mb() -> int:
    """The most memory that this process has had. (getrusage would tell that of the process which started it.)"""
    for line in _PROCESS_STATUS.read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return 0


def works_for(name: str) -> None:
    """Note that a record of this invocation is of the export `name`: its inner key, or a link's as `shown`."""
    _work[name] += 1
