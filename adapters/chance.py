"""What is random or waits: tokens, jitter, the clock. The domain is given them."""

from __future__ import annotations

import datetime as dt
import random
import secrets
import time

_LONGEST_PAUSE = 2.0


def now() -> dt.datetime:
    """The present moment in UTC, to the millisecond, as events state it."""
    moment = dt.datetime.now(dt.UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def new_token() -> str:
    """A fresh client token for a transaction."""
    return secrets.token_hex(16)


def pause(attempt: int) -> None:
    """Sleep with full jitter: up to 50 ms × 2^attempt, at most 2 s."""
    time.sleep(random.uniform(0, min(_LONGEST_PAUSE, 0.05 * 2**attempt)))
