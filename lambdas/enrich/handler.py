"""enrich: gives queued books their outcome, a batch at a time."""

from __future__ import annotations

import asyncio
import functools
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType

from adapters import metrics, wiring
from adapters.book_sources import book_sources
from adapters.chance import new_token, now, pause
from adapters.queues import LONGEST_DELAY_SECONDS
from domain.pipeline.enrich import Enrichment
from lambdas.messages import queued_book_of
from lambdas.telemetry import logger, observed, works_for

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.batch.types import PartialItemFailures
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
    from aws_lambda_powertools.utilities.typing import LambdaContext

Message = Mapping[str, Any]


class BookBusyError(Exception):
    """A book could not be counted for the time being; its message comes again."""


@functools.cache
def _runner() -> asyncio.Runner:
    """One event loop an environment: the HTTP session that lives in it is used by every invocation."""
    return asyncio.Runner()


async def _make_stage() -> Enrichment:
    sources = await book_sources(wiring.settings())
    # Once an environment: a source that is not named here is off.
    logger.info("asks sources", extra={"sources": [source.name for source in sources]})
    return Enrichment(
        catalogue=wiring.catalogue(),
        sources=sources,
        store=wiring.store(),
        clock=now,
        new_token=new_token,
        pause=pause,
    )


@functools.cache
def _stage() -> Enrichment:
    return _runner().run(_make_stage())


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Enrich a batch of BookQueued messages; answers those that must come again.

    A message that came before may be what broke its batch: it is taken alone, so that it counts against its own
    book only.
    """
    fresh = [record for record in event["Records"] if record["attributes"]["ApproximateReceiveCount"] == "1"]
    again = [record for record in event["Records"] if record not in fresh]
    busy = _enrich(fresh) if fresh else []
    failures: list[PartialItemFailures] = [{"itemIdentifier": record["messageId"]} for record in busy]
    if again:
        processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
        with processor(records=again, handler=_enrich_alone):
            processor.process()
        for fault in processor.exceptions:  # Powertools keeps them to itself
            logger.error("a message failed", exc_info=fault[1])
        failures += processor.response()["batchItemFailures"]
    return {"batchItemFailures": failures}


def _enrich_alone(record: SQSRecord) -> None:
    if _enrich([record.raw_event]):
        raise BookBusyError


def _enrich(records: Sequence[Message]) -> list[Message]:
    """Enrich the books of some messages; answers the messages that could not be counted yet.

    Books whose source is paused are sent again with a delay and are done here, so waiting spends no receives.
    """
    books = [queued_book_of(record["body"]) for record in records]
    for book in books:
        works_for(book.export_key)
    enriched = _runner().run(_stage()(books))
    metrics.note(metrics.CATALOGUE_LOOKUPS, len(books))
    metrics.note(metrics.CATALOGUE_HITS, enriched.catalogue_hits)
    if enriched.waiting:
        delay = min(LONGEST_DELAY_SECONDS, max(1, math.ceil(enriched.wait_seconds)))
        bodies = [records[place]["body"] for place in enriched.waiting]
        wiring.queue("ENRICHMENT_QUEUE_URL").send(bodies, delay_seconds=delay)
    logger.info(
        "enriched",
        extra={
            "books": len(books),
            "counted": len(enriched.counted),
            "catalogue_hits": enriched.catalogue_hits,
            "waiting": len(enriched.waiting),
            "busy": len(enriched.busy),
        },
    )
    return [records[place] for place in enriched.busy]
