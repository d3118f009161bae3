"""One world: the ports' stores, the queues, streams, buses and schedules between the functions, and a clock."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import ClassVar

from domain.events import SOURCE, DomainEvent
from domain.events.envelope import timestamp
from domain.lifecycle import Counter
from domain.lifecycle.record import FORM_WINDOW, UPLOAD_WINDOW
from domain.ports import Check, Expiry, StoredObject
from tests.memory import (
    Change,
    Clock,
    MemoryBudget,
    MemoryCatalogue,
    MemoryCounters,
    MemoryExports,
    MemoryObjects,
    MemorySchedules,
    MemoryStore,
    Numbered,
    Tables,
)
from tests.simulation.bus import SimulatedBus
from tests.simulation.calls import ViolationError
from tests.simulation.images import image
from tests.simulation.queues import SimulatedQueue
from tests.simulation.sources import SimulatedSource
from tests.simulation.streams import SimulatedStream
from tests.simulation.template import BUCKET, DEFAULT_BUS, DOMAIN_BUS, FAILURES, QUEUES

OPERATORS = ("EraseDlq", "GiveUpDlq", "SchedulerDlq")
"""Dead letters that only the operator takes up."""

ASYNCHRONOUS_ATTEMPTS = 3
"""Lambda tries an asynchronous invocation three times before it goes to the function's failure destination."""


@dataclass(slots=True)
class Asynchronous:
    """An invocation that nobody waits for."""

    function: str
    event: Mapping[str, object]
    since: dt.datetime
    attempts: int = 0


@dataclass
class World:
    """What there is. `starts` counts, by run, the records that start the aggregator."""

    is_bare: ClassVar[bool] = False
    clock: Clock = field(default_factory=Clock)
    tables: Tables = field(default_factory=Tables)
    catalogue: MemoryCatalogue = field(default_factory=MemoryCatalogue)
    schedules: MemorySchedules = field(default_factory=MemorySchedules)
    budget: MemoryBudget = field(default_factory=MemoryBudget)
    source: SimulatedSource = field(default_factory=SimulatedSource)
    numbered: Numbered = field(default_factory=Numbered)
    asynchronous: list[Asynchronous] = field(default_factory=list)
    undelivered: list[tuple[str, str]] = field(default_factory=list)
    starts: dict[str, int] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.objects = MemoryObjects(self.clock)
        self.exports = MemoryExports(self.tables)
        self.counters = MemoryCounters(self.tables)
        self.store = MemoryStore(self.tables)
        self.bus = SimulatedBus(self.deliver)
        names = {*QUEUES, *(spec.dead_letters for spec in QUEUES.values()), "RelayPoison", "AggregatePoison"}
        self.queues = {name: SimulatedQueue(name, QUEUES.get(name), self.clock) for name in sorted(names)}
        self.relay = SimulatedStream("relay", self.clock)
        self.aggregate = SimulatedStream("aggregate", self.clock)

    def deliver(self, queue: str, body: str) -> None:
        """Bring a message of a rule to its queue."""
        self.queues[queue].send([body])

    def settle(self) -> list[Change]:
        """Let what was written reach the streams and the default bus; answers the changes of the tables."""
        changes, self.tables.changes = self.tables.changes, []
        for change in changes:
            self._tell_streams(change)
        written, self.objects.written = self.objects.written, []
        for key, stored in written:
            self.see_that_it_stays(key, stored)
            if stored is not None:
                self._tell_of_object(key, stored)
        return changes

    def see_that_it_stays(self, key: str, stored: StoredObject | None) -> None:
        """What a run works on, and what it made, is written once; only a removal ends it."""
        if stored is None:
            self.bodies.pop(key, None)
        elif not key.startswith("uploads/") and self.bodies.setdefault(key, stored.body) != stored.body:
            raise ViolationError("a file of a run never changes", key)

    def _tell_streams(self, change: Change) -> None:
        item = change.after if change.after is not None else change.before
        match item:
            case DomainEvent():
                images = {"NewImage": image(change.after)} if isinstance(change.after, DomainEvent) else {}
                self.relay.put(change.partition, {"eventName": _kind(change), "dynamodb": images})
            case Counter():
                self.tell_of_counter(change)

    def tell_of_counter(self, change: Change) -> None:
        """Let a counter's change reach the aggregator's stream."""
        kind = _kind(change)
        images = {"NewImage": change.after, "OldImage": change.before}
        record = {
            "eventName": kind,
            "dynamodb": {
                "Keys": {"pk": {"S": change.partition}},
                **{
                    name: {"remaining": {"N": str(it.remaining)}}
                    for name, it in images.items()
                    if isinstance(it, Counter)
                },
            },
        }
        if self.aggregate.put(change.partition, record):
            self.starts[change.partition] = self.starts.get(change.partition, 0) + 1

    def _tell_of_object(self, key: str, stored: StoredObject) -> None:
        event = {
            "source": "aws.s3",
            "detail-type": "Object Created",
            "id": f"{key}-{len(self.bus.archive)}",
            "time": timestamp(stored.last_modified),
            "detail": {"bucket": {"name": BUCKET}, "object": {"key": key, "size": len(stored.body)}},
        }
        self.bus.put(DEFAULT_BUS, event)

    def publish(self, detail_type: str, detail: str) -> None:
        """Take one entry of a PutEvents."""
        envelope = json.loads(detail)
        event = {
            "source": SOURCE,
            "detail-type": detail_type,
            "id": envelope["metadata"]["event_id"],
            "detail": envelope,
        }
        self.bus.put(DOMAIN_BUS, event)

    def invoke(self, function: str, event: Mapping[str, object]) -> None:
        """Take an asynchronous invocation in."""
        self.asynchronous.append(Asynchronous(function, event, self.clock()))

    def record_failure(self, asynchronous: Asynchronous) -> None:
        """Send Lambda's record of an invocation that failed each time to the function's destination, if it has one."""
        destination = FAILURES.get(asynchronous.function)
        if destination is not None:
            record = {"requestContext": {"condition": "RetriesExhausted"}, "requestPayload": asynchronous.event}
            self.queues[destination].send([json.dumps(record)])

    def is_paused(self) -> bool:
        """Whether the source is paused."""
        return self.source.paused_seconds is not None

    def fire(self, check: Check, *, twice: bool = False) -> None:
        """Let a schedule invoke its function, once or more; it is gone afterwards."""
        self.schedules.arranged = [(when, each) for when, each in self.schedules.arranged if each != check]
        for _ in range(2 if twice else 1):
            self.invoke("deadline", asdict(check))

    def fire_expiry(self, expiry: Expiry) -> None:
        """Let the schedule of an expiry invoke its function, though its time is a year away; it stays."""
        self.invoke("deadline", asdict(expiry))

    def moments(self) -> list[dt.datetime]:
        """When each thing that is to come is due, or was."""
        found = [
            message.visible_at for queue in self.queues.values() if queue.spec for message in queue.messages.values()
        ]
        for stream in (self.relay, self.aggregate):
            found += [due for shard in stream.shards if (due := shard.due()) is not None]
        found += [asynchronous.since for asynchronous in self.asynchronous]
        return found + [when for when, _ in self.schedules.arranged]

    def windows(self) -> list[dt.datetime]:
        """When the time of each file that is awaited is over."""
        return [
            (record.opened_at or record.created_at) + (UPLOAD_WINDOW if record.by_address else FORM_WINDOW)
            for record in self.tables.records.values()
            if record.awaits_file()
        ]

    def redrive(self) -> bool:
        """What the operator does about dead letters: they are sent once more. False when there are none."""
        dead = [message for name in OPERATORS for message in self.queues[name].messages.values()]
        for name in OPERATORS:
            self.queues[name].messages.clear()
        again = [*self.undelivered, *((message.source, message.body) for message in dead)]
        self.undelivered.clear()
        for name, body in again:
            self.queues[name].send([body])
        return bool(again)


def _kind(change: Change) -> str:
    if change.before is None:
        return "INSERT"
    return "REMOVE" if change.after is None else "MODIFY"
