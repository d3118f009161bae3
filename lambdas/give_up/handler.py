"""give_up: ends what crashed five times, from the dead-letter queues of enrichment and ingest."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

from adapters import wiring
from adapters.chance import new_token, now, pause
from domain.files import parse_raw_key
from domain.pipeline.give_up import GivingUp
from lambdas.messages import queued_book_of
from lambdas.telemetry import logger, observed, works_for

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
    from aws_lambda_powertools.utilities.typing import LambdaContext


class CountingBusyError(Exception):
    """An outcome could not be counted for the time being; its message comes again."""


@functools.cache
def _stage() -> GivingUp:
    return GivingUp(
        exports=wiring.exports(),
        store=wiring.store(),
        objects=wiring.objects(),
        clock=now,
        new_token=new_token,
        pause=pause,
    )


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Give dead books the outcome `failed`, and end runs whose ingestion died; each message for itself."""
    processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
    answer = process_partial_response(event, _give_up, processor, context)
    for fault in processor.exceptions:  # Powertools keeps them to itself
        logger.error("a message failed", exc_info=fault[1])
    return answer


def _give_up(record: SQSRecord) -> None:
    message = json.loads(record.body)
    detail = message["detail"]
    match message["detail-type"]:
        case "BookQueued":
            book = queued_book_of(record.body)
            works_for(book.export_key)
            counting = _stage().books([book])
            logger.error("gave up a book", extra={"counted": len(counting.counted)})
            if counting.busy:
                raise CountingBusyError
        case "ReprocessRequested":
            _end_run(detail["metadata"]["export_key"], detail["metadata"]["run"])
        case "Object Created":
            file = parse_raw_key(detail["object"]["key"])
            if file is not None:
                _end_run(file.export_key, file.run)
        case other:
            # A replayed upload only asks for a run: without it there is none to end.
            logger.error("gave up a message", extra={"detail_type": other})


def _end_run(export_key: str, run: int) -> None:
    works_for(export_key)
    ended = _stage().run(export_key, run)
    logger.error("an ingestion died", extra={"export_key": export_key, "run": run, "run_ended": ended})
