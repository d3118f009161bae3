"""Publishing events to the EventBridge bus."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from domain.events import SOURCE, DomainEvent

if TYPE_CHECKING:
    from types_boto3_events import EventBridgeClient
    from types_boto3_events.type_defs import PutEventsRequestEntryTypeDef

ENTRIES_A_CALL = 10
ATTEMPTS = 5


class NotPublishedError(Exception):
    """The bus kept refusing some events; none of them is lost, for the stream delivers them again."""

    def __init__(self, number: int) -> None:
        super().__init__(f"{number} events could not be published")
        self.number = number


class EventBridgeBus:
    """One event bus."""

    def __init__(self, client: EventBridgeClient, name: str, pause: Callable[[int], None]) -> None:
        self._client = client
        self._name = name
        self._pause = pause

    def publish(self, events: Sequence[DomainEvent]) -> None:
        """Publish events in tens, refused entries again. NotPublishedError after five attempts."""
        for start in range(0, len(events), ENTRIES_A_CALL):
            self._publish([self._entry(event) for event in events[start : start + ENTRIES_A_CALL]])

    def _publish(self, entries: list[PutEventsRequestEntryTypeDef]) -> None:
        for attempt in range(ATTEMPTS):
            answer = self._client.put_events(Entries=entries)
            if not answer["FailedEntryCount"]:
                return
            outcomes = zip(entries, answer["Entries"], strict=True)
            entries = [entry for entry, outcome in outcomes if "ErrorCode" in outcome]
            self._pause(attempt)
        raise NotPublishedError(len(entries))

    def _entry(self, event: DomainEvent) -> PutEventsRequestEntryTypeDef:
        return {
            "EventBusName": self._name,
            "Source": SOURCE,
            "DetailType": event.name.value,
            "Time": event.occurred_at,
            "Detail": json.dumps(event.envelope(), ensure_ascii=False, separators=(",", ":")),
        }
