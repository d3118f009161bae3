"""Faults in how runs end."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from domain.events import DomainEvent
from domain.lifecycle import Counter, ExportRecord
from domain.pipeline.deadline import Checked, ProgressCheck
from domain.ports import Appended, Check, CounterGuard
from lambdas.deadline import handler as deadline
from tests import memory
from tests.simulation.mutants.registry import Patch, mutant
from tests.simulation.weather import Theme


@mutant(Theme.ANYTHING)
def deadline_ignores_remaining(patch: Patch) -> None:
    """A run with open books is failed as if its aggregator had died."""
    original = ProgressCheck._decide

    def decide(self: ProgressCheck, check: Check, record: ExportRecord, counter: Counter | None) -> Checked:
        return original(self, check, record, None if counter is None else replace(counter, remaining=0))

    patch.setattr(ProgressCheck, "_decide", decide)


@mutant(Theme.LOSING)
def deadline_ignores_progress(patch: Patch) -> None:
    """A run that goes on slowly has its open books closed."""
    patch.setattr(ProgressCheck, "_progressed", lambda *_: False)


@mutant(Theme.LOSING)
def deadline_ignores_waiting(patch: Patch) -> None:
    """Books that wait for a paused source, or in a long queue, are closed as failed."""
    patch.setattr(ProgressCheck, "_waits_its_turn", lambda _self: False)


@mutant(Theme.DYING)
def no_second_check(patch: Patch) -> None:
    """A run that lost a book is looked at once, and never ends."""
    original = memory.MemorySchedules.at

    def at(self: memory.MemorySchedules, when: dt.datetime, check: Check) -> None:
        if check.number == 1:
            original(self, when, check)

    patch.setattr(memory.MemorySchedules, "at", at)


@mutant(Theme.LOSING)
def dead_checks_are_dropped(patch: Patch) -> None:
    """A run whose progress check died three times before it arranged the next is looked at no more."""
    original = deadline._asked
    patch.setattr(deadline, "_asked", lambda event: [] if "Records" in event else original(event))


@mutant(Theme.ANYTHING)
def failed_run_left_open(patch: Patch) -> None:
    """A run that was failed goes on counting."""
    _without_guard(patch, CounterGuard.CLOSE)


@mutant(Theme.SENDING)
def failed_beside_a_counter(patch: Patch) -> None:
    """A run is given up, or its file rejected, at the moment at which another delivery begins to count it."""
    _without_guard(patch, CounterGuard.ABSENT)


@mutant(Theme.ANYTHING)
def a_file_never_comes_too_late(patch: Patch) -> None:
    """A file that nobody sends keeps its run going for ever."""
    patch.setattr(ExportRecord, "not_received", lambda *_: False)


def _without_guard(patch: Patch, dropped: CounterGuard) -> None:
    original = memory.MemoryExports.append

    def append(
        self: memory.MemoryExports,
        event: DomainEvent,
        before: ExportRecord,
        counter: CounterGuard = CounterGuard.NONE,
    ) -> Appended:
        return original(self, event, before, CounterGuard.NONE if counter is dropped else counter)

    patch.setattr(memory.MemoryExports, "append", append)
