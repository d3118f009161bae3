"""How long things may take: the arithmetic of waiting."""

from __future__ import annotations

import datetime as dt
import math

SHORTEST_CHECK = dt.timedelta(minutes=15)
HARD_END = dt.timedelta(hours=24)
BOOKS_A_REQUEST = 10
"""Books that one request answers, at the worst the pipeline batches them."""


def first_check_after(books: int, requests_per_second: float) -> dt.timedelta:
    """When to look at a run's progress first: max(15 min, 2 × requests ÷ the source's limit)."""
    requests = books / BOOKS_A_REQUEST
    return max(SHORTEST_CHECK, dt.timedelta(seconds=2 * requests / requests_per_second))


def seconds_to_midnight(now: dt.datetime) -> int:
    """Whole seconds until the day of an aware moment ends in UTC, rounded up; the day's budget begins anew then."""
    today = now.astimezone(dt.UTC)
    midnight = dt.datetime.combine(today.date() + dt.timedelta(days=1), dt.time(), dt.UTC)
    return math.ceil((midnight - today).total_seconds())
