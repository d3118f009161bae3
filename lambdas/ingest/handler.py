"""ingest: reads a raw file that arrived, and queues its books."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

from adapters import wiring
from adapters.chance import now
from domain.events.envelope import parse_timestamp
from domain.files import parse_raw_key
from domain.pipeline.ingest import Ingest
from lambdas.telemetry import logger, observed

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


@functools.cache
def _stage() -> Ingest:
    settings = wiring.settings()
    return Ingest(
        exports=wiring.exports(),
        counters=wiring.counters(),
        store=wiring.store(),
        objects=wiring.objects(),
        schedules=wiring.schedules(settings.text("DEADLINE_FUNCTION_ARN")),
        clock=now,
        max_books=settings.max_books,
        requests_per_second=settings.open_library_requests_per_second,
    )


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Ingest one raw file. What raises comes again, and after five times goes to give_up."""
    for record in event["Records"]:  # the mapping's batch size is one
        message = json.loads(record["body"])
        stored = message["detail"]["object"]
        file = parse_raw_key(stored["key"])
        if file is None:
            logger.warning("ignored an object that is no raw file")
            continue
        ended = _stage()(file, size=stored["size"], last_modified=parse_timestamp(message["time"]))
        logger.info("ingested", extra={"export_key": file.export_key, "run": file.run, "ended": ended.name})
