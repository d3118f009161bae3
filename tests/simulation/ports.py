"""The ports as the handlers get them in a simulation: those of `tests.memory`, every call a point.

What takes several requests of AWS is several points, so that others may come in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pynamodb.exceptions import CancellationReason, TransactWriteError, VerboseClientError

from adapters.cancellation import reasons
from domain.counting import Cancelled, Reason
from domain.events import DomainEvent, EventName, Place
from domain.events.places import OUTCOME, life_partition, shard_count, shard_partition
from domain.lifecycle import Counter, ExportRecord
from domain.pipeline.transitions import ContendedError
from domain.ports import Appended, CounterGuard
from tests.simulation.calls import Process, ViolationError

if TYPE_CHECKING:
    from tests.simulation.world import World

_CODES = {Reason.CONDITION_FAILED: "ConditionalCheckFailed", Reason.BUSY: "TransactionConflict"}


class Stepped:
    """A port of a world whose every call is a point of the invocation that makes it."""

    def __init__(self, name: str, port: object) -> None:
        self._name = name
        self._port = port

    def __getattr__(self, method: str) -> Callable[..., object]:
        label = f"{self._name}.{method}"
        work = getattr(self._port, method)

        def stepped(*arguments: object, **named: object) -> object:
            return Process.running.call(label, arguments, lambda: work(*arguments, **named))

        self.__dict__[method] = stepped
        return stepped


class SteppedExports(Stepped):
    """A conflict on a record looks as if it had changed meanwhile."""

    def __init__(self, world: World) -> None:
        super().__init__("exports", world.exports)
        self._world = world

    def append(self, event: DomainEvent, before: ExportRecord, counter: CounterGuard = CounterGuard.NONE) -> Appended:
        return Process.running.call(
            "exports.append",
            (event,),
            lambda: self._world.exports.append(event, before, counter),
            lambda: Appended.STALE,
        )


class SteppedCounters(Stepped):
    """A conflict that lasts is raised."""

    def __init__(self, world: World) -> None:
        super().__init__("counters", world.counters)
        self._world = world

    def open(self, record: ExportRecord, counter: Counter) -> bool:
        return Process.running.call(
            "counters.open", (record, counter), lambda: self._world.counters.open(record, counter), _contended
        )


class SteppedStore:
    """The event store."""

    def __init__(self, world: World) -> None:
        self.tables = world.tables
        self._store = world.store

    def transact(self, outcomes: Sequence[DomainEvent], token: str) -> Cancelled | None:
        nobody = Cancelled(tuple(Reason.NONE for _ in outcomes), Reason.BUSY)
        return Process.running.call(
            "store.transact",
            (outcomes,),
            lambda: _as_dynamodb_tells(self._store.transact(outcomes, token)),
            lambda: _as_dynamodb_tells(nobody),
        )

    def append_queued(self, events: Iterable[DomainEvent]) -> None:
        for event in events:
            Process.running.call("store.append_queued", (event,), partial(self._store.append_queued, [event]))

    def outcomes(self, export_key: str, run: int, positions: int) -> Iterator[DomainEvent]:
        for shard in range(shard_count(positions)):
            partition = shard_partition(export_key, run, shard)
            yield from Process.running.call("store.outcomes", (partition,), partial(self._outcomes, partition))

    def erase(self, export_key: str, run: int, shard: int) -> int:
        return self._erase(shard_partition(export_key, run, shard))

    def erase_lifecycle(self, export_key: str) -> int:
        return self._erase(life_partition(export_key))

    def _erase(self, partition: str) -> int:
        found = Process.running.call("store.query", (partition,), partial(self._places, partition))
        gone = [place for place in found if not place.sort.startswith(EventName.EXPORT_DELETED)]
        for place in gone:
            Process.running.call("store.delete", (place,), partial(self.tables.drop_event, place))
        return len(gone)

    def _places(self, partition: str) -> list[Place]:
        return sorted((p for p in self.tables.events if p.partition == partition), key=lambda place: place.sort)

    def _outcomes(self, partition: str) -> list[DomainEvent]:
        return [self.tables.events[place] for place in self._places(partition) if place.sort.startswith(OUTCOME)]


class SteppedObjects(Stepped):
    """S3 removes the objects of one request one by one."""

    def __init__(self, world: World) -> None:
        super().__init__("objects", world.objects)
        self._world = world

    def put_once(self, key: str, body: bytes) -> bool:
        return Process.running.call("objects.put_once", (key, body), partial(self._put_once, key, body))

    def _put_once(self, key: str, body: bytes) -> bool:
        stored = self._world.objects.stored.get(key)
        if key.startswith("data/") and stored is not None and stored.body != body:
            raise ViolationError("what is written twice is the same", key)
        return self._world.objects.put_once(key, body)

    def delete(self, keys: Sequence[str]) -> None:
        for key in keys:
            Process.running.call("objects.delete", (key,), partial(self._world.objects.delete, [key]))


class SteppedQueue(Stepped):
    """A request with several messages may fail in its middle."""

    def __init__(self, world: World, name: str) -> None:
        super().__init__(f"{name} queue", world.queues[name])
        self._queue = world.queues[name]

    def backlog(self) -> int:
        """SQS tells it about: now and then it does not see what there is."""
        return Process.running.call(f"{self._name}.backlog", (), self._queue.backlog, lambda: 0)

    def send(self, bodies: Sequence[str], *, delay_seconds: int = 0) -> None:
        for body in bodies:
            Process.running.call(
                f"{self._name}.send", (body,), partial(self._queue.send, [body], delay_seconds=delay_seconds)
            )


def _contended() -> bool:
    raise ContendedError("a run's counter could not be opened")


def _as_dynamodb_tells(cancelled: Cancelled | None) -> Cancelled | None:
    """What the adapter makes of the error that DynamoDB would answer with."""
    if cancelled is None:
        return None
    told = [None if reason is Reason.NONE else CancellationReason(_CODES[reason]) for reason in _all(cancelled)]
    response = {"Error": {"Code": "TransactionCanceledException", "Message": ""}}
    fault = VerboseClientError(response, "TransactWriteItems", cancellation_reasons=told)
    *slots, counter = reasons(TransactWriteError("cancelled", fault), len(told))
    return Cancelled(tuple(slots), counter)


def _all(cancelled: Cancelled) -> list[Reason]:
    return [*cancelled.slots, cancelled.counter]
