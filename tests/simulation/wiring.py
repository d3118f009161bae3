"""The real handlers over a world: what `adapters.wiring` is to a function, with every call a point."""

from __future__ import annotations

import inspect
import json
import logging
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pytest

from adapters import metrics
from adapters.bus import NotPublishedError
from adapters.settings import Settings
from domain.ports import BookBudget, Catalogue, Counters, EventStore, Exports, Objects, Schedules
from lambdas.aggregate import handler as aggregate
from lambdas.deadline import handler as deadline
from lambdas.enrich import handler as enrich
from lambdas.eraser import handler as eraser
from lambdas.give_up import handler as give_up
from lambdas.ingest import handler as ingest
from lambdas.relay import handler as relay
from tests.simulation import rendering
from tests.simulation.calls import CallFailedError, Process
from tests.simulation.ports import Stepped, SteppedCounters, SteppedExports, SteppedObjects, SteppedQueue, SteppedStore

if TYPE_CHECKING:
    import datetime as dt

    from domain.sources.ask import Source
    from tests.simulation.world import World

Value = TypeVar("Value")

HANDLERS: dict[str, ModuleType] = {
    "aggregate": aggregate,
    "deadline": deadline,
    "enrich": enrich,
    "eraser": eraser,
    "give_up": give_up,
    "ingest": ingest,
    "relay": relay,
}

MAX_BOOKS = 5
_CONTEXT = SimpleNamespace(invoked_function_arn="deadline")
_QUEUES = {
    "ENRICHMENT_QUEUE_URL": "Enrichment",
    "INGEST_QUEUE_URL": "Ingest",
    "ERASE_QUEUE_URL": "Erase",
    "RELAY_POISON_QUEUE_URL": "RelayPoison",
    "AGGREGATE_POISON_QUEUE_URL": "AggregatePoison",
}
_ENVIRONMENT = {
    "MAX_BOOKS": str(MAX_BOOKS),
    "OPENLIBRARY_REQUESTS_PER_SECOND": "1",
    "DEADLINE_FUNCTION_ARN": "deadline",
    "AGGREGATE_FUNCTION_NAME": "aggregate",
    "SCHEDULE_GROUP": "deadlines",
    "BUS_NAME": "library",
}


class SimulatedWiring:
    """What `adapters.wiring` gives, of one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._exports = cast(Exports, SteppedExports(world))
        self._counters = cast(Counters, SteppedCounters(world))
        self._store: EventStore = SteppedStore(world)
        self._objects = cast(Objects, SteppedObjects(world))
        self._catalogue = cast(Catalogue, Stepped("catalogue", world.catalogue))
        self._budget = cast(BookBudget, Stepped("budget", world.budget))
        self._schedules = cast(Schedules, Stepped("schedules", world.schedules))
        self._queues = {variable: SteppedQueue(world, name) for variable, name in _QUEUES.items()}

    def settings(self) -> Settings:
        return Settings(_ENVIRONMENT)

    def exports(self) -> Exports:
        return self._exports

    def counters(self) -> Counters:
        return self._counters

    def store(self) -> EventStore:
        return self._store

    def catalogue(self) -> Catalogue:
        return self._catalogue

    def book_budget(self) -> BookBudget:
        return self._budget

    def objects(self) -> Objects:
        return self._objects

    def schedules(self, _function_arn: str) -> Schedules:
        return self._schedules

    def queue(self, variable: str) -> SteppedQueue:
        return self._queues[variable]

    def now(self) -> dt.datetime:
        """The moment at which the invocation first asked."""
        return Process.running.recall(self.world.clock)

    def new_token(self) -> str:
        return Process.running.recall(self.world.numbered.token)

    async def book_sources(self, _settings: Settings) -> list[Source]:
        return [self.world.source]

    def cancel_all(self, _client: object, _group: str, export_key: str) -> None:
        Process.running.call("schedules.cancel_all", (export_key,), lambda: self.world.schedules.cancel_all(export_key))

    def put_events(self, **request: Any) -> dict[str, object]:
        """As the client of EventBridge: some entries may be refused."""
        entries: list[dict[str, str]] = request["Entries"]

        def put(number: int) -> dict[str, object]:
            for entry in entries[:number]:
                self.world.publish(entry["DetailType"], entry["Detail"])
            taken = [{"EventId": ""}] * number
            refused = [{"ErrorCode": "ThrottlingException"}] * (len(entries) - number)
            return {"FailedEntryCount": len(refused), "Entries": taken + refused}

        all_of_them, all_but_one = partial(put, len(entries)), partial(put, len(entries) - 1)
        return Process.running.call("bus.put_events", (entries,), all_of_them, all_but_one)

    def invoke(self, **request: Any) -> None:
        """As the client of Lambda, for an invocation that nobody waits for."""
        assert request["InvocationType"] == "Event"
        function, event = request["FunctionName"], json.loads(request["Payload"])
        Process.running.call("lambda.invoke", (function,), partial(self.world.invoke, function, event))


def one_by_one(work: Callable[[Value], None], parts: Sequence[Value]) -> None:
    """What runs side by side, one after the other: each part is tried, and then the first failure raised."""
    failures = []
    for part in parts:
        try:
            work(part)
        except (CallFailedError, NotPublishedError) as failure:
            failures.append(failure)
    if failures:
        raise failures[0]


def drive(coroutine: Coroutine[object, object, Value]) -> Value:
    """Run a coroutine that waits for nobody."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        value: Value = stop.value
        return value
    finally:
        coroutine.close()
    raise RuntimeError("the coroutine waits")


@contextmanager
def handlers_over(world: World) -> Iterator[Callable[[str, Mapping[str, object]], object]]:
    """A function that runs the handler of a name on an event, over this world."""
    wiring = SimulatedWiring(world)
    quiet = logging.getLogger("tests.simulation.handlers")
    quiet.setLevel(logging.CRITICAL + 1)
    client = SimpleNamespace(
        events=lambda: wiring,  # each client has the one method that its handler calls
        functions=lambda: wiring,
        scheduler=lambda: wiring,
    )
    instead = {
        "wiring": wiring,
        "aws": client,
        "logger": quiet,
        "now": wiring.now,
        "new_token": wiring.new_token,
        "pause": lambda _attempt: None,
        "in_parallel": one_by_one,
        "any_paused": lambda: Process.running.call("any_paused", (), world.is_paused),
        "cancel_all": wiring.cancel_all,
        "book_sources": wiring.book_sources,
        "_runner": lambda: SimpleNamespace(run=drive),
    }
    with pytest.MonkeyPatch.context() as patch:
        for module in HANDLERS.values():
            _forget_stages(module)
            for name, replacement in instead.items():
                if hasattr(module, name):
                    patch.setattr(module, name, replacement)
        rendering.replace(patch)
        yield _run
    metrics.discard()  # nobody writes them here
    for module in HANDLERS.values():
        _forget_stages(module)


def _forget_stages(module: ModuleType) -> None:
    for name in ("_stage", "_bus"):
        if hasattr(module, name):
            getattr(module, name).cache_clear()


_BARE = {name: inspect.unwrap(module.handler) for name, module in HANDLERS.items()}


def _run(function: str, event: Mapping[str, object]) -> object:
    return _BARE[function](event, _CONTEXT)
