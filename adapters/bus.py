"""Publishing events to the EventBridge bus."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from domain.events import SOURCE, DomainEvent

if TYPE_CHECKING:
    from types_boto3_events import EventBridgeClient
    from types_boto3_events.type_defs import PutEventsRequestEntryTypeDef

    from adapters.parallel import DoAll

ENTRIES_A_CALL = 10
ATTEMPTS = 5


class NotPublishedError(Exception):
    """The bus kept refusing some events; none of them is lost, for the stream delivers them again."""

    def __init__(self, number: int) -> None:
        super().__init__(f"{number} events could not be published")
        self.number = number


class EventBridgeBus:
    """One event bus. `do_all` does a work on every part, side by side or not: a bus keeps no order anyway."""

    def __init__(self, client: EventBridgeClient, name: str, pause: Callable[[int], None], do_all: DoAll) -> None:
        self._client = client
        self._name = name
        self._pause = pause
        self._do_all = do_all

    def publish(self, events: Sequence[DomainEvent]) -> None:
        """Publish events in tens, refused entries again.

        When every ten was tried, NotPublishedError for each that was refused in part five times, as `do_all` raises it.
        """
        tens = [events[start : start + ENTRIES_A_CALL] for start in range(0, len(events), ENTRIES_A_CALL)]
        self._do_all(self._publish, tens)

    def _publish(self, events: Sequence[DomainEvent]) -> None:
        entries = [self._entry(event) for event in events]
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
