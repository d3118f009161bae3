"""What AWS makes of an event on its way: a stream's record, a rule's message, a queue's delivery."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from adapters.event_items import to_item
from domain.events import DomainEvent

FIXED_ID = "6a7e8feb-b491-4cf7-a9f1-bf3703467718"
"""Stands for every id that AWS draws."""


def stream_record(event: DomainEvent) -> dict[str, Any]:
    """A record of the event store's stream, as its mapping gives it to a function."""
    image = to_item(event).to_dynamodb_dict()
    return {
        "eventID": "c4ca4238a0b923820dcc509a6f75849b",
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1795512600.0,
            "Keys": {"pk": image["pk"], "sk": image["sk"]},
            "NewImage": image,
            "SequenceNumber": "111",
            "SizeBytes": 300,
            "StreamViewType": "NEW_IMAGE",
        },
        "eventSourceARN": "arn:aws:dynamodb:us-east-1:000000000000:table/events/stream/2026-11-24T09:00:00.000",
    }


def delivered(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The message that a rule sends to its queue for an entry: EventBridge's own envelope."""
    return {
        "version": "0",
        "id": FIXED_ID,
        "detail-type": entry["DetailType"],
        "source": entry["Source"],
        "account": "000000000000",
        "time": "2026-11-24T09:30:00Z",
        "region": "us-east-1",
        "resources": [],
        "detail": json.loads(entry["Detail"]),
    }


def from_queue(message: object) -> dict[str, Any]:
    """The event that a function gets for one message of its queue."""
    attributes = {"ApproximateReceiveCount": "1"}
    return {"Records": [{"messageId": FIXED_ID, "body": json.dumps(message), "attributes": attributes}]}
