"""The daily budget of books on DynamoDB."""

from __future__ import annotations

import datetime as dt

import pytest

from adapters.book_budget import SharedBookBudget

NOW = dt.datetime(2026, 11, 24, 23, 59, tzinfo=dt.UTC)
FIRST, SECOND = "0" * 24, "1" * 24

pytestmark = pytest.mark.usefixtures("account")


def test_books_are_taken_until_the_budget_is_crossed() -> None:
    budget = SharedBookBudget(100, lambda: NOW)
    assert not budget.is_spent()
    assert budget.spend(FIRST, 1, 99)
    assert not budget.is_spent()
    assert budget.spend(FIRST, 2, 50), "the export that crosses it is taken whole"
    assert budget.is_spent()
    assert not budget.spend(SECOND, 1, 1)


def test_a_run_is_counted_once_however_often_it_comes() -> None:
    budget = SharedBookBudget(100, lambda: NOW)
    assert [budget.spend(FIRST, 1, 60) for _ in range(3)] == [True, True, True]
    assert not budget.is_spent()
    assert budget.spend(SECOND, 1, 60)
    assert budget.spend(FIRST, 1, 60), "it was taken before the budget was spent"


def test_the_next_day_begins_anew_at_midnight_utc() -> None:
    moments = [NOW]
    budget = SharedBookBudget(1, lambda: moments[-1])
    assert budget.spend(FIRST, 1, 1)
    moments.append((NOW + dt.timedelta(minutes=1)).astimezone(dt.timezone(dt.timedelta(hours=-8))))
    assert not budget.is_spent()
    assert budget.spend(SECOND, 1, 1)
