"""All interleavings of the invocations that meet, call by call, with a death at each point."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.simulation.calls import ViolationError
from tests.simulation.exploration import Exploration
from tests.simulation.interleavings import beginning, counting, ending
from tests.simulation.mutants import MUTANTS


@pytest.mark.parametrize("books", [0, 1, 2, 3, 4])
def test_two_workers_count_up_to_four_books_once(books: int) -> None:
    assert counting(books).ends == 1


def test_workers_a_deadline_and_give_up_count_two_books_once() -> None:
    assert counting(2, gives_up=True, closes=True).ends == 3, "none, one or both of them failed"


def test_two_aggregators_and_a_check_end_a_run_once() -> None:
    assert ending(deletes=0).states > 1000


def test_an_aggregator_meets_a_delete_and_the_eraser() -> None:
    assert ending(aggregations=1, checks=0).states > 1000


def test_an_ingestion_meets_a_delete_and_the_eraser() -> None:
    assert beginning(ingestions=1, gives_up=0, deletes=1).states > 1000


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("books", [3, 4])
def test_workers_a_deadline_and_give_up_count_more_books_once(books: int) -> None:
    assert counting(books, gives_up=True, closes=True).ends == books + 1


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_aggregators_a_check_a_delete_and_the_eraser_meet() -> None:
    assert ending().states > 10_000


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("also", [{"gives_up": 1}, {"gives_up": 0, "overwrites": 1}, {"gives_up": 1, "deletes": 1}])
def test_two_ingestions_meet_whatever_else_may_come(also: dict[str, int]) -> None:
    assert beginning(ingestions=2, **also).states > 1000


@pytest.mark.parametrize(
    ("name", "explore"),
    [
        ("separate_slots", lambda: counting(2, gives_up=True)),
        ("failure_over_a_success", lambda: counting(2, gives_up=True)),
        ("decrement_apart", lambda: counting(1)),
        ("decision_on_an_old_record", lambda: ending(aggregations=1, deletes=0)),
        ("failed_run_left_open", lambda: ending(aggregations=1, deletes=0)),
        ("failed_beside_a_counter", lambda: beginning(ingestions=2, gives_up=1)),
    ],
)
def test_an_exploration_finds_faults(name: str, explore: Callable[[], Exploration]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        MUTANTS[name].put_in(patch)
        with pytest.raises(ViolationError):
            explore()
