"""One seed from its first upload to a world at rest, and beyond: a replay of everything."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from domain.pacing import HARD_END
from tests.simulation.adversary import Adversary
from tests.simulation.calls import ViolationError
from tests.simulation.endings import check_rest, state
from tests.simulation.libraries import some_file
from tests.simulation.limits import small_limits
from tests.simulation.people import People, Reader
from tests.simulation.runtime import Runtime
from tests.simulation.story import Story
from tests.simulation.weather import STEPS, Deed, Happening, Turn, Weather, forecast
from tests.simulation.wiring import handlers_over
from tests.simulation.world import World

LONG_PAUSE = 5000.0
LONGEST_REST = 12_000
"""Steps within which a world without faults comes to rest; a paused source may need a day of checks."""


@dataclass(frozen=True)
class Violation:
    """An invariant that a seed broke."""

    seed: int
    rule: str
    detail: str

    @property
    def command(self) -> str:
        """The command that tells the story again."""
        return f"python -m tests.simulation --first {self.seed} --seeds 1 --story"


@dataclass(frozen=True)
class Simulated:
    """What came of a seed: the invariant it broke, if any, what was seen of the world, and the story."""

    violation: Violation | None
    seen: frozenset[str]
    story: tuple[str, ...]


def simulate(seed: int, *, is_told: bool = False) -> Simulated:
    """Run one seed. `is_told` keeps its story."""
    world, story = World(), Story(is_told)
    violation = None
    with small_limits(), handlers_over(world) as run_handler:
        runtime = Runtime(world, run_handler, story)
        try:
            Seed(seed, runtime).run()
        except ViolationError as error:
            violation = Violation(seed, error.rule, error.detail)
    return Simulated(violation, frozenset(runtime.seen), tuple(story.lines))


class Seed:
    """The life of one seed's world."""

    def __init__(self, seed: int, runtime: Runtime) -> None:
        self.dice = random.Random(seed)
        self.weather = forecast(self.dice)
        self.runtime = runtime
        self.world = runtime.world
        self.people = People(self.world)
        self.adversary = Adversary(self.dice, self.weather, runtime)

    def run(self) -> None:
        """Let everything happen, come to rest, and replay it. ViolationError where an invariant breaks."""
        plan = list(self.weather.plan)
        for step in range(STEPS):
            while plan and plan[0].step <= step:
                self._happen(plan.pop(0))
            if not self.adversary.step():
                if not plan:
                    break
                self._happen(plan.pop(0))
        self._rest()
        check_rest(self.world, self.runtime.watch, self.people)
        self._replay_everything()

    def _happen(self, turn: Deed | Turn) -> None:
        if isinstance(turn, Deed):
            self._request(turn)
            return
        self.runtime.story.tell(turn.happening)
        match turn.happening:
            case Happening.PAUSE:
                self.world.source.paused_seconds = float(self.dice.choice((20, 400, 5000)))
            case Happening.RESUME:
                self.world.source.paused_seconds = None
            case Happening.BREAK | Happening.MEND:
                self.world.source.is_down = turn.happening is Happening.BREAK
            case Happening.REPLAY | Happening.REPROCESS:
                self._replay("reprocess-" if turn.happening is Happening.REPROCESS else "replay-")

    def _request(self, deed: Deed) -> None:
        while len(self.people.readers) <= deed.reader:
            self.people.readers.append(Reader())
        reader = self.people.readers[deed.reader]
        file, include_unread = some_file(self.dice, deed.kind), self.dice.random() < 0.3
        work = self.people.work(deed.request, reader, file, include_unread=include_unread)
        self.runtime.request(f"reader {deed.reader} {deed.request}", work)

    def _replay(self, prefix: str) -> None:
        """Replay a part of the archive, in any order."""
        archive = self.world.bus.archive
        replays = self.runtime.watch.replays
        name = f"{prefix}{len(replays) + 1}"
        replays.append(name)
        for event in self.dice.sample(archive, self.dice.randint(0, len(archive))):
            self.world.bus.replay(name, event)

    def _rest(self) -> None:
        """No more faults, and whoever looks after the system sees to the dead letters."""
        self.runtime.story.tell("from here on nothing goes wrong")
        self.adversary.weather = Weather()
        self.world.source.is_down = False
        source, began = self.world.source, self.world.clock()
        source.paused_seconds = LONG_PAUSE if source.paused_seconds and self.dice.random() < 0.5 else None
        for _ in range(LONGEST_REST):
            if not self._go_on_towards_rest():
                return
            if self.world.clock() - began > HARD_END:
                source.paused_seconds = None
        raise ViolationError("the world comes to rest", f"it did not in {LONGEST_REST} steps")

    def _go_on_towards_rest(self) -> bool:
        """One step; False when there is nothing left to do."""
        self.adversary.look_after()
        if self.runtime.invocations:
            self.adversary.go_on(self.runtime.invocations[0])
        elif ready := self.adversary.ready():
            self.dice.choice(ready)()
        elif moments := self.world.moments():
            self.runtime.advance(max(min(moments), self.world.clock() + dt.timedelta(seconds=1)))
        else:
            return self.world.redrive() or self._wait_for_files()
        return True

    def _wait_for_files(self) -> bool:
        """Let the time of files that never came run out."""
        awaited = [record for record in self.world.tables.records.values() if record.awaits_file()]
        if all(record.has_ended(self.world.clock()) for record in awaited):
            return False
        self.runtime.advance(self.world.clock() + dt.timedelta(hours=1))
        return True

    def _replay_everything(self) -> None:
        """Replay the whole archive twice: nothing changes, and no source is asked."""
        before = state(self.world)
        archive = self.world.bus.archive * 2
        for event in self.dice.sample(archive, len(archive)):
            self.world.bus.replay("replay-of-all", event)
        self._rest()
        after = state(self.world)
        for name, was in before.items():
            if after[name] != was:
                raise ViolationError("a replay changes nothing", f"{name}: {was}, then {after[name]}"[:600])
