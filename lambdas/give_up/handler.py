"""give_up: ends what crashed five times, from the dead-letter queues of enrichment and ingest."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from adapters import wiring
from adapters.chance import new_token, now, pause
from domain.files import parse_raw_key
from domain.pipeline.give_up import GivingUp
from lambdas.messages import queued_book_of
from lambdas.telemetry import logger, observed

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


@functools.cache
def _stage() -> GivingUp:
    return GivingUp(
        exports=wiring.exports(),
        counters=wiring.counters(),
        store=wiring.store(),
        clock=now,
        new_token=new_token,
        pause=pause,
    )


class CountingBusyError(Exception):
    """Outcomes could not be counted for the time being; their messages come again."""


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Give dead books the outcome `failed`, and end runs whose ingestion died. What raises comes again."""
    books = []
    for record in event["Records"]:
        message = json.loads(record["body"])
        if message["detail-type"] == "BookQueued":
            books.append(queued_book_of(record["body"]))
        else:
            _end_run(message)
    counting = _stage().books(books)
    logger.info("gave up", extra={"books": len(counting.counted), "busy": len(counting.busy)})
    if counting.busy:
        raise CountingBusyError


def _end_run(message: Mapping[str, Any]) -> None:
    detail = message["detail"]
    if message["detail-type"] == "ReprocessRequested":
        export_key, run = detail["metadata"]["export_key"], detail["metadata"]["run"]
    else:
        file = parse_raw_key(detail["object"]["key"])
        if file is None:
            return
        export_key, run = file.export_key, file.run
    ended = _stage().run(export_key, run)
    logger.error("an ingestion died", extra={"export_key": export_key, "run": run, "run_ended": ended})
