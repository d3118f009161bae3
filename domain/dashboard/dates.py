"""Dates as a view shows them: to the day for the owner, to the month for everyone else."""

from __future__ import annotations

from domain.books import PartialDate, Precision

_LENGTH = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}


def shown(date: PartialDate | None, *, exact: bool) -> str | None:
    """`2023-05-14`, `2023-05` or `2023`: never more than the export states, never a day unless `exact`."""
    if date is None:
        return None
    return date.day.isoformat()[: _LENGTH[shown_precision(date.precision, exact=exact)]]


def shown_precision(precision: Precision, *, exact: bool) -> Precision:
    """The precision of the text that `shown` gives."""
    return Precision.MONTH if precision is Precision.DAY and not exact else precision


def month(date: PartialDate) -> str | None:
    """`2023-05`, or None where the export states only a year."""
    return None if date.precision is Precision.YEAR else date.day.isoformat()[:7]
