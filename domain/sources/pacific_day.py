"""The day by which Google counts quotas: it ends at midnight Pacific time.

The rule of the clocks is that of the Energy Policy Act of 2005, from the second Sunday of March to the first of
November, each at 2 o'clock. Written out since a function's image may carry no time zones; a test holds it
against the tz database.
"""

from __future__ import annotations

import datetime as dt

_STANDARD = dt.timedelta(hours=-8)
_SUMMER = dt.timedelta(hours=-7)


def pacific_day(now: dt.datetime) -> dt.date:
    """The Pacific date at an aware moment."""
    return (now.astimezone(dt.UTC) + _offset(now)).date()


def next_pacific_midnight(now: dt.datetime) -> dt.datetime:
    """When the Pacific day of an aware moment ends, in UTC."""
    tomorrow = dt.datetime.combine(pacific_day(now) + dt.timedelta(days=1), dt.time(), dt.UTC)
    # No change of the clocks falls between midnight and its 2 o'clock, so standard time names a moment of that night.
    return tomorrow - _offset(tomorrow - _STANDARD)


def _offset(moment: dt.datetime) -> dt.timedelta:
    year = (moment.astimezone(dt.UTC) + _STANDARD).year
    begins = _sunday(year, 3, 2) + dt.timedelta(hours=2) - _STANDARD
    ends = _sunday(year, 11, 1) + dt.timedelta(hours=2) - _SUMMER
    return _SUMMER if begins <= moment < ends else _STANDARD


def _sunday(year: int, month: int, ordinal: int) -> dt.datetime:
    first = dt.datetime(year, month, 1, tzinfo=dt.UTC)
    return first + dt.timedelta(days=(6 - first.weekday()) % 7 + 7 * (ordinal - 1))
