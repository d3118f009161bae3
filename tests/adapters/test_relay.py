"""relay: stream records become bus entries in tens; a poison record is set aside."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from adapters import parallel
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


@pytest.fixture(autouse=True)
def _one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stubbed client answers in the order of its script."""
    monkeypatch.setattr(parallel, "AT_ONCE", 1)


def publish(events: Sequence[DomainEvent], *calls: tuple[int, set[int]]) -> list[list[str]]:
    """Publish events over a client that expects `calls`, each of so many entries, some of them refused.

    Answers the event ids that each call sent.
    """
    client = boto3.client("events", region_name="us-east-1")
    sent: list[list[str]] = []

    def watch(params: Mapping[str, Any], **_: object) -> None:
        details = [json.loads(entry["Detail"]) for entry in params["Entries"]]
        sent.append([detail["metadata"]["event_id"] for detail in details])

    client.meta.events.register("provide-client-params.events.PutEvents", watch)
    with Stubber(client) as stubber:
        for entries, refused in calls:
            answers = [{"ErrorCode": "Throttled"} if n in refused else {"EventId": "x"} for n in range(entries)]
            stubber.add_response("put_events", {"FailedEntryCount": len(refused), "Entries": answers})
        try:
            EventBridgeBus(client, "library", lambda _attempt: None, parallel.in_parallel).publish(events)
        finally:
            stubber.assert_no_pending_responses()
    return sent


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


def test_events_go_in_tens() -> None:
    sent = publish(EVENTS[:1] * 12, (10, set()), (2, set()))
    assert [len(call) for call in sent] == [10, 2]


def test_only_refused_entries_go_again() -> None:
    sent = publish(EVENTS[:3], (3, {1}), (1, {0}), (1, set()))
    ids = [event.event_id for event in EVENTS[:3]]
    assert sent == [ids, [ids[1]], [ids[1]]]


def test_the_other_tens_go_where_one_is_refused() -> None:
    # The last script entries are taken by the second and third ten: else the stub has answers left.
    refused = [(10, set(range(10)))] * ATTEMPTS
    with pytest.raises(NotPublishedError):
        publish(EVENTS[:1] * 25, *refused, (10, set()), (5, set()))


def test_endless_refusal_is_raised() -> None:
    with pytest.raises(NotPublishedError):
        publish(EVENTS[:1], *[(1, {0})] * ATTEMPTS)
