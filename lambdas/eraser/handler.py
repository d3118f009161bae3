"""eraser: removes everything of a deleted export, and once more fifteen minutes later."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

from adapters import aws, correlation, wiring
from adapters.queues import LONGEST_DELAY_SECONDS
from adapters.schedules import cancel_all
from domain.events import EventName
from domain.pipeline.erase import Erasure
from events import upcasting
from lambdas.telemetry import logger, observed, works_for

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


def _cancel_schedules(export_key: str) -> None:
    cancel_all(aws.scheduler(), wiring.settings().text("SCHEDULE_GROUP"), export_key)


@functools.cache
def _stage() -> Erasure:
    return Erasure(
        store=wiring.store(),
        counters=wiring.counters(),
        objects=wiring.objects(),
        cancel_schedules=_cancel_schedules,
    )


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Erase the exports of a batch of ExportDeleted messages. What raises comes again."""
    for record in event["Records"]:
        message = json.loads(record["body"])
        detail = upcasting.accept(EventName.EXPORT_DELETED, message["detail"])
        export_key = detail["metadata"]["export_key"]
        works_for(export_key)
        correlation.note(detail["metadata"]["correlation_id"])
        erased = _stage()(
            export_key,
            last_run=detail["metadata"]["run"],
            largest_shard=detail["data"]["largest_shard"],
        )
        logger.info("erased", extra={"export_key": export_key, "events": erased})
        if "second-sweep" not in message:
            # Work that was in flight at the delete may have written after this sweep.
            again = json.dumps({**message, "second-sweep": True})
            wiring.queue("ERASE_QUEUE_URL").send([again], delay_seconds=LONGEST_DELAY_SECONDS)
