"""Counting each book's outcome exactly once.

The only place where a counter falls is one transaction: every outcome is put into its slot if the slot is
empty, and `remaining` falls by their number if the counter is open and large enough. All of it happens or
nothing. `count` drives that transaction to an end and tells, book by book, what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from domain.events import DomainEvent

OUTCOMES_A_TRANSACTION = 98
"""A DynamoDB transaction takes 100 items; one is the counter, one is kept in hand."""

CONFLICT_ATTEMPTS = 8


class Reason(StrEnum):
    """Why one item of a transaction stood against it."""

    NONE = "none"
    CONDITION_FAILED = "condition_failed"
    BUSY = "busy"
    """A conflict with another transaction, or throttling: the same set may pass a moment later."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A transaction that did not happen, with the reason of each slot, in order, and of the counter."""

    slots: tuple[Reason, ...]
    counter: Reason


class CountingTransaction(Protocol):
    """Puts the outcomes of one run into their slots and lowers its counter by their number, or does nothing.

    `token` makes a repeat of the same set within ten minutes a success that changes nothing. Reasons other
    than those of `Reason` are raised.
    """

    def __call__(self, outcomes: Sequence[DomainEvent], token: str) -> Cancelled | None: ...


@dataclass(slots=True)
class Counting:
    """What came of counting some outcomes, by event id.

    `counted` fell now; `already` were counted before; `closed` came after their run ended; `busy` must be
    tried again by whoever sent them.
    """

    counted: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    busy: list[str] = field(default_factory=list)


def count(
    outcomes: Iterable[DomainEvent],
    transact: CountingTransaction,
    *,
    new_token: Callable[[], str],
    pause: Callable[[int], None],
) -> Counting:
    """Count `outcomes`, of any runs and with any repeats, each slot once.

    `new_token` gives a fresh client token; `pause(attempt)` waits before attempt + 1 of a busy set (full
    jitter is the caller's). A transaction's unexpected reason is raised, and nothing is lost: what was
    not counted has no outcome yet.
    """
    result = Counting()
    for group in _transactions(outcomes):
        _count_group(group, transact, new_token, pause, result)
    return result


def _transactions(outcomes: Iterable[DomainEvent]) -> Iterator[list[DomainEvent]]:
    """Sets of one run each, no slot twice, small enough for a transaction."""
    runs: dict[tuple[str, int], dict[str, DomainEvent]] = {}
    for outcome in outcomes:
        runs.setdefault((outcome.export_key, outcome.run), {}).setdefault(outcome.event_id, outcome)
    for slots in runs.values():
        events = list(slots.values())
        for start in range(0, len(events), OUTCOMES_A_TRANSACTION):
            yield events[start : start + OUTCOMES_A_TRANSACTION]


def _count_group(
    group: list[DomainEvent],
    transact: CountingTransaction,
    new_token: Callable[[], str],
    pause: Callable[[int], None],
    result: Counting,
) -> None:
    token, attempt = new_token(), 0
    while group:
        cancelled = transact(group, token)
        if cancelled is None:
            result.counted += [event.event_id for event in group]
            return
        taken = [reason is Reason.CONDITION_FAILED for reason in cancelled.slots]
        if any(taken):
            # Whatever the counter says: it was judged for the whole set, and the set changes now.
            result.already += [event.event_id for event, was in zip(group, taken, strict=True) if was]
            group = [event for event, was in zip(group, taken, strict=True) if not was]
            token = new_token()
        elif cancelled.counter is Reason.CONDITION_FAILED:
            result.closed += [event.event_id for event in group]
            return
        elif attempt + 1 >= CONFLICT_ATTEMPTS:
            result.busy += [event.event_id for event in group]
            return
        else:
            pause(attempt)
            attempt += 1
