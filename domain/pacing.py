"""How long things may take: the arithmetic of waiting."""

from __future__ import annotations

import datetime as dt

SHORTEST_CHECK = dt.timedelta(minutes=15)
HARD_END = dt.timedelta(hours=24)
BOOKS_A_REQUEST = 10
"""Books that one request answers, at the worst the pipeline batches them."""


def first_check_after(books: int, requests_per_second: float) -> dt.timedelta:
    """When to look at a run's progress first: max(15 min, 2 × requests ÷ the source's limit)."""
    requests = books / BOOKS_A_REQUEST
    return max(SHORTEST_CHECK, dt.timedelta(seconds=2 * requests / requests_per_second))
