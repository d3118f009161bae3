"""The seeded scheduler: which thing happens next, and what becomes of each call."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from domain.ports import Check
from tests.simulation.calls import Fate, Process
from tests.simulation.queues import SimulatedQueue
from tests.simulation.runtime import Invocation, Runtime
from tests.simulation.streams import Shard, SimulatedStream
from tests.simulation.weather import Weather

PATIENCE = dt.timedelta(minutes=30)
"""AWS delivers what is due within this time."""

OPERATOR_COMES = dt.timedelta(hours=2)
"""How long dead letters lie at most before the operator sends them again."""

OPERATOR = 0.02
"""How likely the operator comes before, at each step."""

LATEST_STALL = 32
"""An invocation of a slow function is stalled once, at one of its first so many answers."""

CURSE = 0.3
"""Of dying, for each call of a cursed function."""

_FAILURES = (Fate.REFUSED, Fate.ANSWER_LOST, Fate.REPEATED)
_ONCE_ONLY = "exports.create"


@dataclass
class Adversary:
    """Chooses, by its dice alone."""

    dice: random.Random
    weather: Weather
    runtime: Runtime
    _is_fresh: bool = False
    _stall_at: dict[Process, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.world = self.runtime.world
        self.world.bus.deliver = self.deliver
        self._operator_at = self.world.clock() + OPERATOR_COMES

    def step(self) -> bool:
        """Let one thing happen: an invocation goes on, something is delivered, or time passes.

        False when nothing can: the world waits for its people.
        """
        invocations = self._awake()
        if self.dice.random() < OPERATOR:
            self._operator_at = self.world.clock()
        self.look_after()
        if invocations and self.dice.random() < 0.7:
            self.go_on(self.dice.choice(invocations))
        elif (ready := self.ready()) and len(invocations) < 5 and self.dice.random() < 0.95:
            self.dice.choice(ready)()
        elif invocations and self.dice.random() < 0.9:
            self.go_on(self.dice.choice(invocations))
        elif self.runtime.invocations and not ready and self.dice.random() < 0.7:
            self.go_on(self.dice.choice(self.runtime.invocations))
        else:
            return self._let_time_pass(is_idle=not ready and not self.runtime.invocations)
        return True

    def look_after(self) -> None:
        """Let the operator come when it is time, and send dead letters again."""
        if self.world.clock() < self._operator_at:
            return
        self._operator_at = self.world.clock() + OPERATOR_COMES
        if self.world.redrive():
            self.runtime.story.tell("the operator sends dead letters again")

    def _awake(self) -> list[Invocation]:
        """The invocations that may go on; each turn wakes the stalled ones a little."""
        awake = []
        for invocation in self.runtime.invocations:
            if invocation.stalled:
                invocation.stalled -= 1
            else:
                awake.append(invocation)
        return awake

    def go_on(self, invocation: Invocation) -> None:
        """Let an invocation go on. One that waits afterwards may be stalled for long."""
        self._is_fresh = True
        self.runtime.go_on(invocation, self.fate_of)
        if self.dice.random() < self.weather.stalls or self._stops(invocation.process):
            invocation.stalled = self.dice.randrange(5, 120)
            self._stall_at[invocation.process] = 0

    def fate_of(self, label: str) -> Fate:
        """What becomes of a call. The first after a wait is made: all else would be waiting only."""
        is_fresh, self._is_fresh = self._is_fresh, False
        weather, luck = self.weather, self.dice.random()
        if weather.cursed == Process.running.function and luck < CURSE:
            return self.dice.choice((Fate.DIES_BEFORE, Fate.DIES_AFTER))
        if luck < weather.waits or self._stops(Process.running):
            return Fate.DONE if is_fresh else Fate.WAITS
        luck = (luck - weather.waits) / (1 - weather.waits)
        if luck < weather.dies:
            return self.dice.choice((Fate.DIES_BEFORE, Fate.DIES_AFTER))
        if luck < weather.dies + weather.fails and label != _ONCE_ONLY:
            return self.dice.choice(_FAILURES)
        if luck > 1 - weather.busy:
            return Fate.BUSY
        return Fate.DONE

    def _stops(self, process: Process) -> bool:
        """Whether an invocation of a slow function has come to the point where it is stalled."""
        if self.weather.slow != process.function:
            return False
        if process not in self._stall_at:
            self._stall_at[process] = self.dice.randrange(1, LATEST_STALL)
        return 0 < self._stall_at[process] <= len(process.answers)

    def ready(self) -> list[Callable[[], None]]:
        """Everything that may be delivered now."""
        now = self.world.clock()
        return [
            *(
                partial(self._from_queue, queue)
                for queue in self.world.queues.values()
                if queue.spec is not None and (queue.visible() or (self._twice() and queue.in_flight()))
            ),
            *self._ready_shards(now),
            *(partial(self.runtime.asynchronously, each) for each in self.world.asynchronous if each.since <= now),
            *(
                partial(self._fire, check)
                for when, check in self.world.schedules.arranged
                if when <= now or self.dice.random() < self.weather.early
            ),
            *(
                partial(self.world.fire_expiry, expiry)
                for expiry in self.world.schedules.expiries
                if self.dice.random() < self.weather.early * 0.1
            ),
        ]

    def _ready_shards(self, now: dt.datetime) -> Iterator[Callable[[], None]]:
        for stream in (self.world.relay, self.world.aggregate):
            for shard in stream.shards:
                due = shard.due()
                if due is not None and due <= now:
                    yield partial(self._from_stream, stream, shard)
                elif shard.done and self._twice():
                    yield partial(self._from_stream_again, stream, shard)

    def _fire(self, check: Check) -> None:
        self.world.fire(check, twice=self._twice())

    def _twice(self) -> bool:
        return self.dice.random() < self.weather.twice * 0.3

    def _from_queue(self, queue: SimulatedQueue) -> None:
        for message in queue.take_dead():
            self.runtime.bury(queue, message)
        messages = queue.visible()
        if not messages or self._twice():
            messages += queue.in_flight()
        if not messages:
            return
        assert queue.spec is not None
        most = min(queue.spec.batch, len(messages))
        self.runtime.from_queue(queue, self.dice.sample(messages, self.dice.randint(1, most)))

    def _from_stream(self, stream: SimulatedStream, shard: Shard) -> None:
        size = self.dice.randint(1, stream.largest_batch(shard))
        self.runtime.from_stream(stream, shard, size, moves_on=not self._twice())

    def _from_stream_again(self, stream: SimulatedStream, shard: Shard) -> None:
        first = self.dice.randrange(shard.done)
        self.runtime.from_stream_again(stream, shard, first, self.dice.randint(1, 3))

    def deliver(self, queue: str, body: str) -> None:
        """Bring a message of a rule to its queue: now or late, once or twice, or when the operator sees to it."""
        if self.dice.random() < self.weather.lost:
            self.world.undelivered.append((queue, body))
            return
        for _ in range(2 if self.dice.random() < self.weather.twice else 1):
            is_late = self.dice.random() < self.weather.late
            self.world.queues[queue].send([body], delay_seconds=self.dice.randrange(3600) if is_late else 0)

    def _let_time_pass(self, *, is_idle: bool) -> bool:
        """A moment, or until something is due, or beyond it; never beyond what AWS delivers in time.

        False when nobody does anything and nothing is to come.
        """
        now = self.world.clock()
        moments = self.world.moments()
        coming = [moment for moment in moments if moment > now]
        if is_idle and not coming:
            return False
        to = now + dt.timedelta(seconds=self.dice.randrange(1, 40 if is_idle else 5))
        if is_idle or self.dice.random() < self.weather.hurries:
            coming += [moment for moment in self.world.windows() if moment > now]
            to = self.dice.choice(coming) + dt.timedelta(seconds=self.dice.choice((-5, 0, 1, 600))) if coming else to
        latest = min((moment + PATIENCE for moment in moments), default=to)
        self.runtime.advance(max(now, min(to, latest)))
        return True
