"""Counting outcomes exactly once: what each answer of the transaction leads to."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence

import pytest

from domain.books import Book, ReadingStatus
from domain.counting import CONFLICT_ATTEMPTS, OUTCOMES_A_TRANSACTION, Cancelled, Counting, Reason, count
from domain.enrichment import BookOutcome, Outcome
from domain.events import DomainEvent, Lineage
from domain.events.books import book_outcome, book_queued, queued_book

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
NONE, CONDITION, BUSY = Reason.NONE, Reason.CONDITION_FAILED, Reason.BUSY


def outcome(book_id: str, *, run: int = 1, position: int = 0) -> DomainEvent:
    book = Book(book_id, position, position + 2, "Dune", "Dune", "Frank Herbert", ReadingStatus.READ)
    queued = book_queued(book, export_key="a" * 24, run=run, occurred_at=NOW, lineage=Lineage("c"))
    return book_outcome(queued_book(queued.envelope()), BookOutcome(book_id, Outcome.NOT_FOUND), NOW)


class Scripted:
    """A transaction that answers from a script, and remembers what it was asked."""

    def __init__(self, *answers: Cancelled | None) -> None:
        self.answers = list(answers)
        self.calls: list[tuple[list[str], str]] = []

    def __call__(self, outcomes: Sequence[DomainEvent], token: str) -> Cancelled | None:
        self.calls.append(([str(event.data["book_id"]) for event in outcomes], token))
        return self.answers.pop(0) if self.answers else None


def run_count(events: Sequence[DomainEvent], transact: Scripted) -> tuple[Counting, list[int]]:
    pauses: list[int] = []
    tokens = (f"token-{number}" for number in itertools.count())
    return count(events, transact, new_token=lambda: next(tokens), pause=pauses.append), pauses


def test_outcomes_of_one_run_are_counted_in_one_transaction() -> None:
    events = [outcome("1"), outcome("2")]
    transact = Scripted()
    counting, _ = run_count(events, transact)
    assert counting.counted == [event.event_id for event in events]
    assert len(transact.calls) == 1


def test_a_book_twice_in_a_batch_is_named_once() -> None:
    transact = Scripted()
    run_count([outcome("1"), outcome("1")], transact)
    assert [books for books, _ in transact.calls] == [["1"]]


def test_runs_are_counted_apart() -> None:
    transact = Scripted()
    run_count([outcome("1"), outcome("1", run=2)], transact)
    assert [books for books, _ in transact.calls] == [["1"], ["1"]]


def test_a_large_group_is_cut() -> None:
    transact = Scripted()
    run_count([outcome(str(n), position=n) for n in range(OUTCOMES_A_TRANSACTION + 1)], transact)
    assert [len(books) for books, _ in transact.calls] == [OUTCOMES_A_TRANSACTION, 1]


@pytest.mark.parametrize("counter", [NONE, CONDITION, BUSY])
def test_a_taken_slot_is_dropped_whatever_the_counter_says(counter: Reason) -> None:
    events = [outcome("1"), outcome("2")]
    transact = Scripted(Cancelled((CONDITION, NONE), counter))
    counting, pauses = run_count(events, transact)
    assert counting.already == [events[0].event_id]
    assert counting.counted == [events[1].event_id]
    assert [books for books, _ in transact.calls] == [["1", "2"], ["2"]]
    assert transact.calls[0][1] != transact.calls[1][1], "a changed set needs a new token"
    assert not pauses


def test_when_all_slots_are_taken_nothing_is_tried_again() -> None:
    transact = Scripted(Cancelled((CONDITION,), CONDITION))
    counting, _ = run_count([outcome("1")], transact)
    assert len(counting.already) == 1
    assert len(transact.calls) == 1


def test_a_counter_that_refuses_ends_it() -> None:
    transact = Scripted(Cancelled((NONE,), CONDITION))
    counting, _ = run_count([outcome("1")], transact)
    assert len(counting.closed) == 1
    assert len(transact.calls) == 1


@pytest.mark.parametrize("answer", [Cancelled((NONE,), BUSY), Cancelled((BUSY,), NONE)])
def test_a_conflict_is_tried_again_with_the_same_token(answer: Cancelled) -> None:
    transact = Scripted(answer)
    counting, pauses = run_count([outcome("1")], transact)
    assert len(counting.counted) == 1
    assert transact.calls[0] == transact.calls[1]
    assert pauses == [0]


def test_endless_conflicts_hand_the_messages_back() -> None:
    transact = Scripted(*[Cancelled((BUSY,), BUSY)] * CONFLICT_ATTEMPTS)
    counting, pauses = run_count([outcome("1")], transact)
    assert len(counting.busy) == 1
    assert pauses == list(range(CONFLICT_ATTEMPTS - 1))


def test_what_one_run_meets_does_not_hinder_another() -> None:
    transact = Scripted(Cancelled((NONE,), CONDITION))
    counting, _ = run_count([outcome("1"), outcome("1", run=2)], transact)
    assert len(counting.closed) == 1
    assert len(counting.counted) == 1
