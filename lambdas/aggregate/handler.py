"""aggregate: makes the dashboard of a run whose counter fell to zero, from the counters' stream."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

from adapters import metrics, wiring
from adapters.chance import now
from domain.pipeline.aggregate import Aggregated, Aggregation, BooksMissingError
from lambdas.telemetry import logger, observed, works_for

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


@functools.cache
def _stage() -> Aggregation:
    return Aggregation(
        exports=wiring.exports(),
        counters=wiring.counters(),
        store=wiring.store(),
        objects=wiring.objects(),
        clock=now,
    )


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Aggregate the runs of a batch of counter records; the progress check sends one in the same form.

    A run that cannot be aggregated is set aside whole; its progress check ends it. It raises for
    infrastructure only.
    """
    for record in event["Records"]:
        export_key, _, run = record["dynamodb"]["Keys"]["pk"]["S"].partition("#")
        works_for(export_key)
        extra = {"export_key": export_key, "run": int(run)}
        try:
            ended = _stage()(export_key, int(run))
        except BooksMissingError:
            logger.error("set a run aside", extra=extra)
            wiring.queue("AGGREGATE_POISON_QUEUE_URL").send([json.dumps(record, default=str)])
        else:
            if ended is Aggregated.PUBLISHED:
                _note_time(export_key)
            logger.info("aggregated", extra=extra | {"ended": ended.name})


def _note_time(export_key: str) -> None:
    """Measure from the file's arrival, or the wish to process it again, to the dashboard."""
    record = wiring.exports().get(export_key)
    if record is not None and record.run_started_at is not None and record.completed_at is not None:
        taken = record.completed_at - record.run_started_at
        metrics.note(metrics.TIME_TO_DASHBOARD, taken.total_seconds())
