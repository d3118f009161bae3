"""SQS as it is: at least once, in any order, hidden while received, dead after five receives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.simulation.template import QueueSpec

Clock = Callable[[], dt.datetime]


@dataclass(slots=True)
class Message:
    """A message. `excused` are the receives that ended in a crash, an error or a conflict, or were repeats.

    `source` is the queue it was dead in before, empty where there is none.
    """

    number: int
    body: str
    visible_at: dt.datetime
    receives: int = 0
    excused: int = 0
    source: str = ""


@dataclass
class SimulatedQueue:
    """One queue. Implements `domain.ports.Queue`."""

    name: str
    spec: QueueSpec | None
    clock: Clock
    messages: dict[int, Message] = field(default_factory=dict)
    sent: int = 0

    def send(self, bodies: Sequence[str], *, delay_seconds: float = 0) -> None:
        """Take messages in."""
        for body in bodies:
            self.sent += 1
            visible_at = self.clock() + dt.timedelta(seconds=delay_seconds)
            self.messages[self.sent] = Message(self.sent, body, visible_at)

    def bury(self, message: Message, source: str) -> None:
        """Take in a message that died in another queue."""
        self.sent += 1
        self.messages[self.sent] = Message(self.sent, message.body, self.clock(), source=source)

    def backlog(self) -> int:
        """How many messages wait, are delayed, or are in flight."""
        return len(self.messages)

    def visible(self) -> list[Message]:
        """The messages that may be received now."""
        now = self.clock()
        return [message for message in self.messages.values() if message.visible_at <= now]

    def in_flight(self) -> list[Message]:
        """The messages that were received and may, being delivered at least once, be received again at any time."""
        now = self.clock()
        return [message for message in self.messages.values() if message.receives and message.visible_at > now]

    def take_dead(self) -> list[Message]:
        """Remove the visible messages that were received too often already."""
        most = self.spec.max_receives if self.spec else 0
        dead = [message for message in self.visible() if message.receives >= most]
        for message in dead:
            del self.messages[message.number]
        return dead

    def receive(self, messages: Sequence[Message]) -> dict[str, object]:
        """The event that a function gets for some messages, which are hidden for a while."""
        if self.spec is None:
            raise LookupError(f"no function takes from {self.name}")
        for message in messages:
            message.receives += 1
            message.visible_at = self.clock() + dt.timedelta(seconds=self.spec.visibility)
        return {"Records": [self._record(message) for message in messages]}

    def _record(self, message: Message) -> dict[str, object]:
        return {
            "messageId": f"{self.name}-{message.number}",
            "body": message.body,
            "attributes": {"ApproximateReceiveCount": str(message.receives)},
            "eventSource": "aws:sqs",
        }

    def delete(self, messages: Sequence[Message], result: object) -> list[Message]:
        """Remove what a function acknowledged by its result; answers the messages that are handed back."""
        failures = result.get("batchItemFailures", []) if isinstance(result, Mapping) else []
        failed = {failure["itemIdentifier"] for failure in failures}
        back = [message for message in messages if f"{self.name}-{message.number}" in failed]
        for message in messages:
            if message not in back:
                self.messages.pop(message.number, None)
        return back
