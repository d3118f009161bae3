"""A task that does nothing, for Celery: `celery -A benchmarks.peers.celery_tasks worker`, with REDIS_URL."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from typing import Any

celery: Any = importlib.import_module("celery")  # it has no types

app = celery.Celery("peers", broker=os.environ["REDIS_URL"], backend=os.environ["REDIS_URL"])


def _nothing(number: int) -> int:
    """Answer what was sent."""
    return number


def _count(answers: Sequence[int]) -> int:
    """The end of the chord: how many tasks there were."""
    return len(answers)


nothing = app.task(_nothing, name="nothing")
count = app.task(_count, name="count")
