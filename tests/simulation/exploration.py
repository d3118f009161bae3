"""Every interleaving of a few invocations, call by call, with a death at each point: no dice, no gaps.

A state is what the tables and files hold, which deliveries are left, and what each invocation under way was
answered. States that were met before are not gone through again. Calls that touch nothing that is shared are
made at once, for their order makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.counting import Cancelled
from domain.events import DomainEvent
from domain.ports import StoredObject
from tests.memory import Change
from tests.simulation.calls import Answer, Call, End, Fate, Process
from tests.simulation.watch import Watch
from tests.simulation.world import World

WORKERS = 2

PRIVATE = ("catalogue.", "openlibrary.", "any_paused", "schedules.", "budget.")
"""Calls that no other invocation notices."""


class BareWorld(World):
    """A world without the ways between functions: deliveries are what is explored."""

    is_bare = True
    has_changed = False

    def settle(self) -> list[Change]:
        changes, self.tables.changes = self.tables.changes, []
        for change in changes:
            if "#life" not in change.partition and change.partition.count("#") == 1:
                self.tell_of_counter(change)
        written, self.objects.written = self.objects.written, []
        for key, stored in written:
            self.see_that_it_stays(key, stored)
        self.has_changed = self.has_changed or bool(changes or written)
        return changes


@dataclass(frozen=True)
class Delivery:
    """What may begin: an invocation of a function that takes some of the messages that are left."""

    function: str
    takes: tuple[str, ...]
    work: Callable[[], object]
    event: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class UnderWay:
    """An invocation, and what it was answered so far; `told` is that as text."""

    delivery: Delivery
    answers: tuple[Answer, ...]
    told: str


@dataclass(frozen=True)
class Held:
    """What the tables and files hold, and what was seen of them; `key` tells it from all else."""

    contents: tuple[dict[Any, Any], ...]
    outcomes: Mapping[tuple[str, int], frozenset[str]]
    key: Hashable


@dataclass(frozen=True)
class State:
    """What a world is at one moment. `owed` are the messages that nobody has done yet."""

    left: Mapping[str, int]
    owed: frozenset[str]
    under_way: tuple[UnderWay, ...]
    held: Held


Key = Callable[[State], Hashable]
Offers = Callable[[State], Iterable[Delivery]]


@dataclass
class Exploration:
    """All states that a world reaches. `offers` are what may begin in a state, `at_the_end` checks the last ones.

    A message is delivered at most as often as `messages` says, and one that nobody has done yet is not lost:
    its last delivery does not die.
    """

    world: BareWorld
    watch: Watch
    messages: Mapping[str, int]
    offers: Offers
    at_the_end: Callable[[], None]
    key: Key | None = None
    states: int = 0
    ends: int = 0
    _present: Held | None = None

    def run(self) -> None:
        """Go through all states. ViolationError from the first that breaks an invariant."""
        first = State(dict(self.messages), frozenset(self.messages), (), self._held())
        key = self.key or _key
        seen = {key(first)}
        waiting = [first]
        while waiting:
            state = waiting.pop()
            self.states += 1
            following = list(self._following(state))
            if not following:
                self._restore(state.held)
                self.at_the_end()
                self._present = None
                self.ends += 1
            for each in following:
                if (its_key := key(each)) not in seen:
                    seen.add(its_key)
                    waiting.append(each)

    def _following(self, state: State) -> Iterator[State]:
        for number, invocation in enumerate(state.under_way):
            others = state.under_way[:number] + state.under_way[number + 1 :]
            yield self._step(state, invocation, others)
            if self._may_die(state, invocation.delivery, others):
                yield replace(state, under_way=others)
        if len(state.under_way) < WORKERS:
            self._restore(state.held)
            for delivery in list(self.offers(state)):
                left = {**state.left, **{name: state.left[name] - 1 for name in delivery.takes}}
                begun = replace(state, left=left)
                yield self._step(begun, UnderWay(delivery, (), ""), state.under_way, begins=True)

    def _may_die(self, state: State, delivery: Delivery, others: Sequence[UnderWay]) -> bool:
        """Whether every message that it has is done, or will come again."""
        return all(
            name not in state.owed or state.left[name] or any(name in other.delivery.takes for other in others)
            for name in delivery.takes
        )

    def _step(self, state: State, invocation: UnderWay, others: tuple[UnderWay, ...], *, begins: bool = False) -> State:
        """The state after an invocation's next shared call, and up to the one after."""
        self._restore(state.held)
        self.world.has_changed = False
        delivery, made = invocation.delivery, [begins]

        def fate_of(label: str) -> Fate:
            if label.startswith(PRIVATE):
                return Fate.DONE
            if made[0]:
                return Fate.WAITS
            made[0] = True
            return Fate.DONE

        process = Process(delivery.function, delivery.function, delivery.event, delivery.work, self._seen)
        process.answers = list(invocation.answers)
        end = process.go_on(fate_of)
        held = self._held() if self.world.has_changed else state.held
        self._present = held
        if end is None:
            new = process.answers[len(invocation.answers) :]
            told = invocation.told + "".join(f";{answer.error or _told(answer.value)}" for answer in new)
            return replace(state, under_way=(*others, UnderWay(delivery, tuple(process.answers), told)), held=held)
        owed = state.owed - set(delivery.takes) if end is End.DONE else state.owed
        return replace(state, owed=owed, under_way=others, held=held)

    def _seen(self, _call: Call) -> None:
        self.watch.changed(self.world.settle())

    def _held(self) -> Held:
        contents = tuple(dict(each) for each in self._dicts())
        outcomes = {run: frozenset(books) for run, books in self.watch.outcomes.items()}
        return Held(contents, outcomes, tuple(frozenset(map(_told, each.items())) for each in contents[:5]))

    def _dicts(self) -> list[dict[Any, Any]]:
        tables, world, watch = self.world.tables, self.world, self.watch
        return [
            tables.events,
            tables.records,
            tables.links,
            tables.counters,
            world.objects.stored,
            world.starts,
            world.bodies,
            watch.ended,
            watch.shown,
        ]

    def _restore(self, held: Held) -> None:
        if held is self._present:
            return
        self._present = held
        for there, then in zip(self._dicts(), held.contents, strict=True):
            there.clear()
            there.update(then)
        self.watch.outcomes = {run: set(books) for run, books in held.outcomes.items()}
        self.world.tables.tokens.clear()
        self.world.schedules.arranged.clear()
        self.world.schedules.expiries.clear()
        self.world.budget.runs.clear()


def _key(state: State) -> Hashable:
    """What tells states apart: all that is held, and all that was answered."""
    under_way = sorted((each.delivery.function, each.delivery.takes, each.told) for each in state.under_way)
    return tuple(state.left.values()), state.owed, tuple(under_way), state.held.key


def _told(value: object) -> Hashable:
    match value:
        case DomainEvent():
            return (value.place, value.data.get("outcome"))
        case StoredObject():
            return value.body
        case Cancelled() | str() | int() | None:
            return value
        case list() | tuple():
            return tuple(_told(each) for each in value)
        case _:
            return repr(value)
