"""ingest: begins runs. It reads a raw file that arrived, or starts a run that was asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from adapters import wiring
from adapters.chance import now
from adapters.queues import LONGEST_DELAY_SECONDS
from domain.events import EventName
from domain.events.envelope import parse_timestamp
from domain.files import parse_raw_key
from domain.pipeline.ingest import Ingest
from domain.pipeline.reprocess import NothingToReprocessError, ReprocessRequests, ReprocessStart, RunGoingError
from events import upcasting
from lambdas.telemetry import logger, observed, works_for

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Begin the run that one message tells of. What raises comes again, and after five times goes to give_up."""
    for record in event["Records"]:  # the mapping's batch size is one
        message = json.loads(record["body"])
        match message["detail-type"]:
            case "Object Created":
                _ingest(message)
            case "ReprocessRequested":
                _start(message)
            case "ExportUploaded":
                _request(message, record["body"])


def _ingest(message: Mapping[str, Any]) -> None:
    stored = message["detail"]["object"]
    file = parse_raw_key(stored["key"])
    if file is None:
        logger.warning("ignored an object that is no raw file")
        return
    works_for(file.export_key)
    settings = wiring.settings()
    schedules = wiring.schedules(settings.text("DEADLINE_FUNCTION_ARN"))
    stage = Ingest(
        exports=wiring.exports(),
        counters=wiring.counters(),
        store=wiring.store(),
        objects=wiring.objects(),
        schedules=schedules,
        expiries=schedules,
        budget=wiring.book_budget(),
        clock=now,
        max_books=settings.max_books,
        requests_per_second=settings.open_library_requests_per_second,
    )
    ended = stage(file, size=stored["size"], last_modified=parse_timestamp(message["time"]))
    logger.info("ingested", extra={"export_key": file.export_key, "run": file.run, "ended": ended.name})


def _start(message: Mapping[str, Any]) -> None:
    detail = upcasting.accept(EventName.REPROCESS_REQUESTED, message["detail"])
    settings = wiring.settings()
    start = ReprocessStart(
        exports=wiring.exports(),
        counters=wiring.counters(),
        store=wiring.store(),
        objects=wiring.objects(),
        schedules=wiring.schedules(settings.text("DEADLINE_FUNCTION_ARN")),
        clock=now,
        requests_per_second=settings.open_library_requests_per_second,
    )
    export_key, run = detail["metadata"]["export_key"], detail["metadata"]["run"]
    works_for(export_key)
    started = start(export_key, run, detail["data"]["from"])
    logger.info("started a run again", extra={"export_key": export_key, "run": run, "started": started})


def _request(message: Mapping[str, Any], body: str) -> None:
    """A replayed upload asks for a new run of its export, one for each replay."""
    export_key = upcasting.accept(EventName.EXPORT_UPLOADED, message["detail"])["metadata"]["export_key"]
    works_for(export_key)
    request = ReprocessRequests(exports=wiring.exports(), clock=now)
    try:
        run = request(export_key, cause=message["replay-name"], start_from="sources")
    except RunGoingError:
        wiring.queue("INGEST_QUEUE_URL").send([body], delay_seconds=LONGEST_DELAY_SECONDS)
        logger.info("a replay waits for a run to end", extra={"export_key": export_key})
    except NothingToReprocessError:
        logger.info("a replay found nothing to work on", extra={"export_key": export_key})
    else:
        logger.info("a replay asked for a run", extra={"export_key": export_key, "run": run})
