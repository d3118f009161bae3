"""relay: stream records become bus entries in tens; a poison record is set aside."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse

from adapters.bus import ATTEMPTS, EventBridgeBus, NotPublishedError
from adapters.event_items import UnreadableEventError, from_image, to_item
from domain.events import DomainEvent
from tests.events_made import every_event

EVENTS = list(every_event().values())


def image_of(event: DomainEvent) -> dict[str, dict[str, str]]:
    """The NewImage of an event's item, as Lambda delivers it."""
    image: dict[str, dict[str, str]] = {}
    for name, value in to_item(event).serialize().items():
        kind, content = next(iter(value.items()))
        image[name] = {kind: base64.b64encode(content).decode() if kind == "B" else content}
    return image


@dataclass
class ScriptedBus:
    """A bus whose client refuses the entries at given places of its calls, one set a call, and is watched."""

    refused: list[set[int]]
    sent: list[list[str]] = field(default_factory=list)

    def publish(self, events: Sequence[DomainEvent]) -> None:
        client = boto3.client("events", region_name="us-east-1")
        client.meta.events.register("provide-client-params.events.PutEvents", self._watch)
        client.meta.events.register("before-call.events.PutEvents", self._answer)
        EventBridgeBus(client, "library", lambda _attempt: None).publish(events)

    def _watch(self, params: Mapping[str, Any], **_: object) -> None:
        details = [json.loads(entry["Detail"]) for entry in params["Entries"]]
        self.sent.append([detail["metadata"]["event_id"] for detail in details])

    def _answer(self, **_: object) -> tuple[object, dict[str, Any]]:
        refused = self.refused.pop(0) if self.refused else set()
        answers = [{"ErrorCode": "Throttled"} if n in refused else {"EventId": "x"} for n in range(len(self.sent[-1]))]
        return AWSResponse("", 200, {}, None), {"FailedEntryCount": len(refused), "Entries": answers}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: str(event.place.sort))
def test_a_stream_image_is_the_event_again(event: DomainEvent) -> None:
    assert from_image(image_of(event)) == event


@pytest.mark.parametrize("fault", ["k", "d", "at", "v"])
def test_a_broken_image_is_no_event(fault: str) -> None:
    image = image_of(EVENTS[0]) | {fault: {"S": "broken"}}
    if fault == "k":
        image["n"] = {"S": "NoSuchEvent"}
    with pytest.raises(UnreadableEventError):
        from_image(image)


def test_events_go_in_tens_in_order() -> None:
    bus = ScriptedBus([])
    bus.publish(EVENTS[:1] * 12)
    assert [len(call) for call in bus.sent] == [10, 2]


def test_only_refused_entries_go_again() -> None:
    bus = ScriptedBus([{1}, {0}])
    bus.publish(EVENTS[:3])
    ids = [event.event_id for event in EVENTS[:3]]
    assert bus.sent == [ids, [ids[1]], [ids[1]]]


def test_endless_refusal_is_raised() -> None:
    with pytest.raises(NotPublishedError):
        ScriptedBus([{0}] * ATTEMPTS).publish(EVENTS[:1])
