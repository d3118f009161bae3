"""The Pacific day, against the tz database."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain.sources.pacific_day import next_pacific_midnight, pacific_day

PACIFIC = ZoneInfo("America/Los_Angeles")
FIRST = dt.datetime(2008, 1, 1, tzinfo=dt.UTC)
moments = st.integers(0, 29 * 365 * 86_400).map(lambda seconds: FIRST + dt.timedelta(seconds=seconds))


@given(moments)
def test_the_day_is_the_tz_databases(moment: dt.datetime) -> None:
    assert pacific_day(moment) == moment.astimezone(PACIFIC).date()


@given(moments)
def test_it_ends_at_the_next_midnight(moment: dt.datetime) -> None:
    end = next_pacific_midnight(moment)
    local = end.astimezone(PACIFIC)
    assert local.time() == dt.time()
    assert local.date() == moment.astimezone(PACIFIC).date() + dt.timedelta(days=1)
    assert dt.timedelta(0) < end - moment <= dt.timedelta(hours=25)


def test_the_hours_around_both_changes_of_the_clocks() -> None:
    for day in (dt.date(2026, 3, 8), dt.date(2026, 11, 1)):
        for minutes in range(0, 48 * 60, 15):
            moment = dt.datetime.combine(day, dt.time(), dt.UTC) + dt.timedelta(minutes=minutes)
            assert pacific_day(moment) == moment.astimezone(PACIFIC).date()
