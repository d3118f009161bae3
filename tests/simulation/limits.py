"""Limits of the code made small, so that small libraries meet them too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from domain import counting
from domain.events import places
from domain.pipeline import transitions

BOOKS_PER_SHARD = 2
OUTCOMES_A_TRANSACTION = 3
ATTEMPTS = 3


@contextmanager
def small_limits() -> Iterator[None]:
    """Shards of two books, transactions of three outcomes, and three attempts where others are at the same items."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "BOOKS_PER_SHARD", BOOKS_PER_SHARD)
        patch.setattr(counting, "OUTCOMES_A_TRANSACTION", OUTCOMES_A_TRANSACTION)
        patch.setattr(counting, "CONFLICT_ATTEMPTS", ATTEMPTS)
        patch.setattr(transitions, "ATTEMPTS", ATTEMPTS)
        yield
