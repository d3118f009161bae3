"""relay: publishes what was appended to the event store, from the table's stream."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from adapters import aws, correlation, wiring
from adapters.bus import EventBridgeBus
from adapters.chance import pause
from adapters.event_items import UnreadableEventError, from_image
from adapters.parallel import in_parallel
from domain.events import DomainEvent
from events.contracts import ContractError, check
from lambdas.relay.measures import note_event
from lambdas.telemetry import logger, observed, works_for

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


@functools.cache
def _bus() -> EventBridgeBus:
    return EventBridgeBus(aws.events(), wiring.settings().text("BUS_NAME"), pause, in_parallel)


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Publish the events of a batch of stream records.

    A record that is no valid event is set aside whole and the rest go on; it raises for infrastructure only,
    and the stream then delivers the batch again.
    """
    events = [made for record in event["Records"] if (made := _event(record)) is not None]
    _bus().publish(events)
    for published in events:
        note_event(published)
        correlation.note(published.lineage.correlation_id)
    logger.info("published", extra={"records": len(event["Records"]), "events": len(events)})


def _event(record: Mapping[str, Any]) -> DomainEvent | None:
    try:
        event = from_image(record["dynamodb"]["NewImage"])
        check(event.name, event.version, event.envelope())
    except (UnreadableEventError, ContractError) as fault:
        logger.error("set a record aside", extra={"fault": type(fault).__name__})
        wiring.queue("RELAY_POISON_QUEUE_URL").send([json.dumps(record, default=str)])
        return None
    works_for(event.export_key)
    return event
