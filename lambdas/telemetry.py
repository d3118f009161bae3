"""What every function logs, the same way: JSON lines with the request, and one line an invocation."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from aws_lambda_powertools import Logger

from adapters import correlation, metering, metrics

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger(log_uncaught_exceptions=False)

Answer = TypeVar("Answer")


def observed(
    function: Callable[[dict[str, Any], LambdaContext], Answer],
) -> Callable[[dict[str, Any], LambdaContext], Answer]:
    """Wrap a handler: its log lines name the invocation, and it ends with its metrics and one line more.

    That line tells which AWS calls the invocation made, and for which requests (their correlation ids) it worked.
    """
    metering.install()

    @functools.wraps(function)
    def handler(event: dict[str, Any], context: LambdaContext) -> Answer:
        metering.take()
        metrics.discard()
        correlation.take()
        try:
            return function(event, context)
        finally:
            metrics.flush()
            worked = {"aws_calls": metering.take(), "correlation_ids": correlation.take()}
            logger.info("invoked", extra=worked)

    injected: Callable[[dict[str, Any], LambdaContext], Answer] = logger.inject_lambda_context(
        handler, clear_state=True
    )
    return injected


def shown(name: str) -> str:
    """A public name in a form that logs may hold: the first 12 hex digits of its SHA-256."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]
