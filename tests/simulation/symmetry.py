"""States of a count that differ by the names of books or of workers alone."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Sequence

from domain.counting import Cancelled, Reason
from domain.events import DomainEvent
from domain.events.places import OUTCOME
from domain.lifecycle import Counter
from tests.simulation.exploration import State, UnderWay


class Symmetry:
    """A state's key that is the same for states which differ by the names of books, or of workers, alone.

    Every book has the same outcome from the same function here, so that nothing else tells them apart.
    """

    def __init__(self, books: Iterable[str]) -> None:
        self._books = tuple(books)

    def __call__(self, state: State) -> Hashable:
        orders = itertools.permutations(state.under_way)
        return min(self._seen_by(state, workers) for workers in orders)

    def _seen_by(self, state: State, workers: Sequence[UnderWay]) -> tuple[object, ...]:
        told = {
            event.data["book_id"]: event.data["outcome"]
            for event in state.held.contents[0].values()
            if _is_outcome(event)
        }
        views = [self._views(worker) for worker in workers]
        books = sorted(
            (state.left[book], book in state.owed, told.get(book, ""), tuple(view[book] for view in views))
            for book in self._books
        )
        return tuple(books), state.left.get("check", 0), tuple(map(_course, workers))

    def _views(self, worker: UnderWay) -> dict[str, str]:
        """What an invocation knows of each book: whether it has it, and what each transaction said of it."""
        values = [answer.value for answer in worker.answers]
        has = set(worker.delivery.takes)
        if worker.delivery.function == "deadline":
            lists = [value for value in values if isinstance(value, list)]
            has = set(self._books) if lists else set()
            has -= {event.data["book_id"] for events in lists for event in events}
        group = [book for book in self._books if book in has]
        views = {book: "has" if book in has else "" for book in self._books}
        for cancelled in (value for value in values if isinstance(value, Cancelled)):
            for book, reason in zip(group, cancelled.slots, strict=True):
                views[book] += f" {reason}"
            group = [book for book in group if not views[book].endswith(Reason.CONDITION_FAILED)]
        return views


def _is_outcome(event: DomainEvent) -> bool:
    return event.place.sort.startswith(OUTCOME)


def _course(worker: UnderWay) -> tuple[str, int, str]:
    """How far an invocation is, and what it was told that is of no book."""
    values = [answer.value for answer in worker.answers]
    counters = [value.counter if isinstance(value, Cancelled) else value for value in values]
    told = [str(value) for value in counters if isinstance(value, Counter | Reason)]
    return worker.delivery.function, len(values), " ".join(told)
