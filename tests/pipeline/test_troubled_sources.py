"""Sources that are down, mostly refuse or have no quota left: every export ends, and nothing is lost."""

from __future__ import annotations

import pytest

from benchmarks.troubled_sources import Run, down, flaky, no_quota

pytestmark = [pytest.mark.slow, pytest.mark.cloud, pytest.mark.timeout(600)]

BOOKS = 60


def all_found(run: Run) -> bool:
    return (run.status, run.gaps, run.outcomes["enriched"], run.unmatched) == ("complete", 0, BOOKS, {})


def test_books_wait_for_a_source_that_is_down() -> None:
    told = down(BOOKS, seconds=50)  # longer than the first pauses, of 15 and 30 s
    assert told.during.seconds > 50
    assert all_found(told.during)
    assert all_found(told.after)


def test_a_source_that_refuses_six_requests_in_ten_is_asked_until_it_answers() -> None:
    told = flaky(BOOKS)
    assert sum(told.during.outcomes.values()) == BOOKS
    assert told.during.status == "complete"
    assert all_found(told.after)


def test_what_a_spent_quota_leaves_open_is_told_and_filled_the_next_day() -> None:
    told = no_quota(BOOKS)
    gaps = told.during.gaps
    assert told.during.status == "complete"
    assert gaps == told.during.outcomes["partial"] > BOOKS / 2
    assert {reason.rpartition("; ")[2] for reason in told.during.unmatched} == {"googlebooks: rate_limited"}
    assert sum(told.during.unmatched.values()) == gaps
    assert all_found(told.after)
