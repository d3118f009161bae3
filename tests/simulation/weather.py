"""What one seed's world is like: how often what goes wrong, and who does what when."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, auto

from stacks.functions import FUNCTIONS
from tests.simulation.libraries import FileKind
from tests.simulation.people import Request

STEPS = 160


class Happening(StrEnum):
    """What happens to the world."""

    PAUSE = "the source pauses"
    RESUME = "the source goes on"
    BREAK = "the source is down"
    MEND = "the source is up"
    REPLAY = "the archive is replayed"
    REPROCESS = "the archive is replayed to reprocess"


@dataclass(frozen=True)
class Deed:
    """A request of one reader at a step, with a file of some kind."""

    step: int
    reader: int
    request: Request
    kind: FileKind = FileKind.ANY


@dataclass(frozen=True)
class Turn:
    """Something that happens to the world at a step."""

    step: int
    happening: Happening


Plan = tuple[Deed | Turn, ...]


@dataclass(frozen=True)
class Weather:
    """The chances of each fault, for each call or delivery, and the plan of a seed.

    `stalls` is that an invocation lets many others go first, as each of the function that is `slow` does once;
    `hurries` that time leaps while some are under way.
    `lost` is that a rule cannot deliver and its message waits for the operator; the function that is `cursed` dies
    more often than not.
    """

    waits: float = 0.0
    stalls: float = 0.0
    hurries: float = 0.0
    dies: float = 0.0
    fails: float = 0.0
    busy: float = 0.0
    twice: float = 0.0
    late: float = 0.0
    early: float = 0.0
    lost: float = 0.0
    cursed: str | None = None
    slow: str | None = None
    plan: Plan = ()
    theme: Theme | None = None


class Theme(StrEnum):
    """What a seed looks at more closely than chance alone would."""

    ANYTHING = auto()
    DYING = auto()
    FORGETTING = auto()
    LOSING = auto()
    SENDING = auto()
    REPEATING = auto()


_LATER = (
    Request.NEWER,
    Request.NEWER_BY_ADDRESS,
    Request.SOURCES,
    Request.NORMALISE,
    Request.DELETE,
    Request.SEND,
)
_AGAIN = (Request.NEWER, Request.SOURCES, Request.SOURCES, Request.NORMALISE, Request.NORMALISE, Request.DELETE)


def forecast(dice: random.Random) -> Weather:
    """The weather of a seed. Most seeds are calm in most things and rough in some, which finds more."""

    def chance(*of: float) -> float:
        return dice.choice(of)

    weather = Weather(
        waits=chance(0.05, 0.2, 0.5),
        stalls=chance(0, 0, 0.1, 0.4),
        hurries=chance(0.02, 0.3),
        dies=chance(0, 0, 0.01, 0.04, 0.1),
        fails=chance(0, 0, 0.01, 0.04, 0.1),
        busy=chance(0, 0, 0.05, 0.4),
        twice=chance(0, 0.1, 0.4),
        late=chance(0, 0, 0.05, 0.2),
        early=chance(0, 0, 0, 0.05),
        lost=chance(0, 0, 0, 0.05),
        cursed=dice.choice((None, None, None, *FUNCTIONS)),
    )
    theme = dice.choice(tuple(Theme))
    readers = dice.choice((1, 1, 2))
    plan: list[Deed | Turn] = []
    for reader in range(readers):
        plan += _life(dice, theme, reader)
    plan += _turns(dice, theme)
    plan.sort(key=lambda deed: deed.step)
    return replace(_turned(dice, theme, weather), plan=tuple(plan), theme=theme)


def _turned(dice: random.Random, theme: Theme, weather: Weather) -> Weather:
    """The weather as its theme wants it."""
    match theme:
        case Theme.DYING:
            return replace(weather, cursed=dice.choice(("enrich", "enrich", "ingest", "aggregate")), twice=0.4)
        case Theme.FORGETTING:
            slow = dice.choice(("ingest", "ingest", "ingest", "enrich", "aggregate", "library_api"))
            calm = replace(weather, dies=min(weather.dies, 0.01), fails=min(weather.fails, 0.01), cursed=None)
            return replace(calm, waits=0.1, stalls=0.0, slow=slow, hurries=0.0, late=0.0, lost=0.0)
        case Theme.LOSING:
            return replace(weather, lost=0.5, late=0.0, early=0.2, busy=0.2, stalls=0.0)
        case Theme.SENDING:
            return replace(weather, waits=0.2, stalls=0.0, slow="ingest", hurries=min(weather.hurries, 0.02))
        case _:
            return weather


def _life(dice: random.Random, theme: Theme, reader: int) -> list[Deed]:
    """What one reader does."""
    step = dice.randrange(20) * reader
    opens = theme is Theme.SENDING or dice.random() < 0.2
    kind = FileKind.LARGE if theme in (Theme.FORGETTING, Theme.LOSING) else FileKind.ANY
    plan = [Deed(step, reader, Request.OPEN if opens else Request.UPLOAD, kind)]
    if opens:
        latest, kinds = (12, tuple(FileKind)) if theme is Theme.SENDING else (30, (FileKind.ANY,))
        plan += [
            Deed(step + dice.randrange(1, latest), reader, Request.SEND, dice.choice(kinds))
            for _ in range(dice.choice((1, 2, 2, 3)))
        ]
    if theme is Theme.FORGETTING:
        plan.append(Deed(step + dice.randrange(4, 30), reader, Request.DELETE))
    latest = dice.choice((40, STEPS))
    wishes: Sequence[Request] = _AGAIN if theme is Theme.REPEATING else _LATER
    number = dice.choice((2, 3, 4)) if theme is Theme.REPEATING else dice.choice((0, 0, 1, 1, 2))
    return plan + [Deed(dice.randrange(3, latest), reader, dice.choice(wishes)) for _ in range(number)]


def _turns(dice: random.Random, theme: Theme) -> list[Turn]:
    """What happens to the world."""
    plan: list[Turn] = []
    for happening, undone in ((Happening.PAUSE, Happening.RESUME), (Happening.BREAK, Happening.MEND)):
        if dice.random() < 0.2:
            step = dice.randrange(STEPS)
            plan += [Turn(step, happening), Turn(step + dice.randrange(1, 80), undone)]
    replays = dice.choice((1, 2, 3)) if theme is Theme.REPEATING else dice.choice((0, 0, 0, 1))
    for _ in range(replays):
        plan.append(Turn(dice.randrange(20, STEPS), dice.choice((Happening.REPLAY, Happening.REPROCESS))))
    return plan
