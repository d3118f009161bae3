"""A world with one export, and the invocations that may meet there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from domain.events import SOURCE, EventName
from domain.events.books import QueuedBook, queued_book
from domain.events.envelope import timestamp
from domain.files import raw_key
from tests.simulation.calls import End, Fate, Process, ViolationError
from tests.simulation.endings import check_rest
from tests.simulation.exploration import BareWorld, Delivery
from tests.simulation.libraries import library
from tests.simulation.people import People, Reader, Request
from tests.simulation.watch import Watch
from tests.simulation.wiring import SimulatedWiring, handlers_over

RunHandler = Callable[[str, Mapping[str, object]], object]


class Meeting:
    """A world with one export of some books, uploaded, and the invocations that may meet there."""

    def __init__(self, run_handler: RunHandler, world: BareWorld, books: int) -> None:
        self.world = world
        self.watch = Watch(world)
        self.wiring = SimulatedWiring(world)
        self.people = People(world, [Reader()])
        self._run_handler = run_handler
        self.at_once(self.request(Request.UPLOAD, library(books, 0)))
        (self.export_key,) = world.tables.records

    def at_once(self, delivery: Delivery) -> None:
        """Run an invocation from its beginning to its end."""
        process = Process(
            *(delivery.function, delivery.function, delivery.event, delivery.work),
            lambda _call: self.watch.changed(self.world.settle()),
        )
        if process.go_on(lambda _label: Fate.DONE) is not End.DONE:
            raise ViolationError("an invocation alone succeeds", f"{delivery.function}: {process.error}")

    def request(self, request: Request, file: bytes = b"", *takes: str) -> Delivery:
        """A reader's request."""
        work = self.people.work(request, self.people.readers[0], file, include_unread=False)
        return Delivery(request.value, takes, work)

    def handle(self, function: str, event: Mapping[str, object], *takes: str) -> Delivery:
        """The handler of a function on an event."""
        return Delivery(function, takes, lambda: self._run_handler(function, event), event)

    def on_message(self, function: str, message: Mapping[str, object], *takes: str) -> Delivery:
        """The handler of a function on one message of its queue."""
        record = {"messageId": "1", "body": json.dumps(message), "attributes": {"ApproximateReceiveCount": "1"}}
        return self.handle(function, {"Records": [record]}, *takes)

    def ingest(self, *takes: str, function: str = "ingest") -> Delivery:
        """The arrival of the file, as `ingest` gets it, or `give_up`."""
        file = {"key": raw_key(self.export_key, 1), "size": 100}
        message = {"detail-type": "Object Created", "time": timestamp(self.world.clock()), "detail": {"object": file}}
        return self.on_message(function, message, *takes)

    def overwrite(self, file: bytes) -> None:
        """Another file is sent to the same address."""
        self.wiring.objects().put(raw_key(self.export_key, 1), file)

    def aggregate(self, *takes: str) -> Delivery:
        """The fall of the counter to zero, as `aggregate` gets it."""
        record = {"dynamodb": {"Keys": {"pk": {"S": f"{self.export_key}#1"}}}}
        return self.handle("aggregate", {"Records": [record]}, *takes)

    def erase(self, *takes: str) -> Delivery | None:
        """The delete, as `eraser` gets it, once there is one."""
        for event in self.world.tables.events.values():
            if event.name is EventName.EXPORT_DELETED:
                message = {"source": SOURCE, "detail-type": event.name, "detail": event.envelope()}
                return self.on_message("eraser", message, *takes)
        return None

    def books(self) -> list[QueuedBook]:
        """The books that are queued, in the order of the store."""
        return [
            queued_book(event.envelope())
            for event in self.world.tables.events.values()
            if event.name is EventName.BOOK_QUEUED
        ]

    def check(self) -> None:
        """Check a world in which nothing can happen any more."""
        check_rest(self.world, self.watch, self.people)


@contextmanager
def meeting(books: int) -> Iterator[Meeting]:
    """A meeting, while the handlers run over its world."""
    world = BareWorld()
    world.source.knows = ""
    with handlers_over(world) as run_handler:
        yield Meeting(run_handler, world, books)
