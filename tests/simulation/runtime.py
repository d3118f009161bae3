"""Invocations of functions: how they begin, go on, end, and what their end means to where they came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.events import DomainEvent
from domain.lifecycle.record import LONGEST_CALL
from stacks.functions import FUNCTIONS
from tests.memory import Change
from tests.simulation.calls import Call, End, Fate, Process
from tests.simulation.promises import Promises
from tests.simulation.queues import Message, SimulatedQueue
from tests.simulation.story import Story
from tests.simulation.streams import Shard, SimulatedStream
from tests.simulation.watch import Watch
from tests.simulation.world import ASYNCHRONOUS_ATTEMPTS, Asynchronous, World

RunHandler = Callable[[str, Mapping[str, object]], object]


@dataclass(eq=False, slots=True)
class Invocation:
    """A process, the moment at which its function's time is over, and what its end does.

    `fails_at` is when the call it waits in is given up, `stalled` are the turns of others that it lets pass.
    """

    process: Process
    dies_at: dt.datetime
    fails_at: dt.datetime
    settle: Callable[[End], None]
    stalled: int = 0


@dataclass
class Runtime:
    """All invocations of a world."""

    world: World
    run_handler: RunHandler
    story: Story
    invocations: list[Invocation] = field(default_factory=list)
    started: int = 0
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.watch = Watch(self.world)
        self.promises = Promises(self.world, self.watch)

    def go_on(self, invocation: Invocation, fate_of: Callable[[str], Fate]) -> None:
        """Let an invocation go on until it waits or ends."""
        invocation.fails_at = self.world.clock() + LONGEST_CALL
        end = invocation.process.go_on(fate_of)
        if end is not None:
            self._end(invocation, end)

    def advance(self, moment: dt.datetime) -> None:
        """Let time pass. Invocations whose time is over die where they wait."""
        self.story.tell(f"{moment:%d %H:%M:%S}")
        self.world.clock.moment = moment
        for invocation in [each for each in self.invocations if min(each.dies_at, each.fails_at) < moment]:
            self._end(invocation, End.DIED)
        self.watch.moved()

    def from_queue(self, queue: SimulatedQueue, messages: Sequence[Message]) -> None:
        """Deliver messages to the queue's function."""
        assert queue.spec is not None
        for message in messages:
            if message.visible_at > self.world.clock():
                message.excused += 1  # delivered twice: not for what became of it before
        event = queue.receive(messages)
        invocation = self._start(queue.spec.consumer, event)
        invocation.settle = lambda end: self._settle_queue(invocation.process, queue, messages, end)

    def from_stream(self, stream: SimulatedStream, shard: Shard, size: int, *, moves_on: bool) -> None:
        """Deliver the next records of a shard; they come again later unless it `moves_on`."""
        records = [each.record for each in shard.waiting()[:size]]
        shard.is_busy = True
        invocation = self._start(stream.function, {"Records": records})
        invocation.settle = lambda end: self._settle_shard(invocation.process, shard, records, end, moves_on)

    def from_stream_again(self, stream: SimulatedStream, shard: Shard, first: int, size: int) -> None:
        """Deliver records once more that were delivered before."""
        records = [each.record for each in shard.records[first : first + size]]
        self._start(stream.function, {"Records": records})

    def bury(self, queue: SimulatedQueue, message: Message) -> None:
        """Move a message that came too often to the dead letters of its queue."""
        assert queue.spec is not None
        self.story.tell(f"{queue.name} message {message.number} is dead")
        self.promises.died(message)
        self.world.queues[queue.spec.dead_letters].bury(message, queue.name)

    def asynchronously(self, asynchronous: Asynchronous) -> None:
        """Run an invocation that nobody waits for."""
        self.world.asynchronous.remove(asynchronous)
        asynchronous.attempts += 1
        invocation = self._start(asynchronous.function, asynchronous.event)
        invocation.settle = lambda end: self._settle_asynchronous(asynchronous, end)

    def request(self, name: str, work: Callable[[], object]) -> None:
        """Begin a request of a reader."""
        self._start("library_api", {}, work, name)

    def _start(
        self, function: str, event: Mapping[str, object], work: Callable[[], object] | None = None, name: str = ""
    ) -> Invocation:
        self.started += 1
        handler = work or (lambda: self.run_handler(function, event))
        process = Process(f"{name or function} {self.started}", function, event, handler, self._seen)
        now = self.world.clock()
        dies_at = now + dt.timedelta(seconds=FUNCTIONS[function].timeout)
        invocation = Invocation(process, dies_at, now + LONGEST_CALL, lambda _end: None)
        self.invocations.append(invocation)
        self.story.begins(process)
        return invocation

    def _end(self, invocation: Invocation, end: End) -> None:
        self.invocations.remove(invocation)
        self.story.ends(invocation.process, end)
        self.seen.add(f"{invocation.process.function} {end.name.lower()}")
        invocation.settle(end)

    def _seen(self, call: Call) -> None:
        self.story.calls(call)
        self.seen.add(f"a call {call.fate.name.lower()}")
        self.promises.called(call)
        changes = self.world.settle()
        self.watch.changed(changes)
        self.seen |= {told for change in changes if (told := _told(change))}

    def _settle_queue(self, process: Process, queue: SimulatedQueue, messages: Sequence[Message], end: End) -> None:
        if end is End.DONE:
            back = queue.delete(messages, process.result)
            self.promises.acknowledged(process, [message for message in messages if message not in back])
        else:
            back = list(messages)
        if end is not End.DONE or self.promises.is_excused(process):
            for message in back:
                message.excused += 1

    def _settle_shard(
        self, process: Process, shard: Shard, records: Sequence[Mapping[str, object]], end: End, moves_on: bool
    ) -> None:
        shard.ends(len(records), succeeded=end is End.DONE, moves_on=moves_on, now=self.world.clock())
        if end is not End.DONE:
            return
        if process.function == "relay":
            self.promises.relayed(process, records)
        else:
            self.promises.aggregated(process, records)

    def _settle_asynchronous(self, asynchronous: Asynchronous, end: End) -> None:
        if end is End.DONE:
            return
        if asynchronous.attempts < ASYNCHRONOUS_ATTEMPTS:
            asynchronous.since = self.world.clock() + dt.timedelta(minutes=asynchronous.attempts)
            self.world.asynchronous.append(asynchronous)
        else:
            self.world.record_failure(asynchronous)


def _told(change: Change) -> str | None:
    """An event that was appended, by its name and what it says of its why."""
    event = change.after
    if not isinstance(event, DomainEvent):
        return None
    why = event.data.get("code") or event.data.get("reason") or event.data.get("from")
    return f"{event.name} {why}" if why else event.name.value
