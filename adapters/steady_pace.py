"""A pace for one process: requests leave a fixed interval apart."""

from __future__ import annotations

import time

from aiolimiter import AsyncLimiter


class SteadyPace:
    """Hands out turns `interval` seconds apart, of one event loop. Implements `domain.sources.ask.Pace`.

    The bucket holds one request, not a second's worth: a bucket of three that fills at three a second lets three
    leave at once and three more within the next second, so six in a sliding second. One each 0.4 s can never put
    a fourth into any second.
    """

    def __init__(self, interval: float = 0.4) -> None:
        self._limiter = AsyncLimiter(1, interval)
        self._paused_until = 0.0

    async def wait(self) -> float | None:
        """Wait for a turn; the seconds left where the source is paused."""
        if (left := self._left()) > 0:
            return left
        await self._limiter.acquire()
        left = self._left()
        return left if left > 0 else None

    async def pause(self, seconds: float) -> None:
        """No turn for so long; a longer pause that stands already stays."""
        self._paused_until = max(self._paused_until, time.monotonic() + seconds)

    def _left(self) -> float:
        return self._paused_until - time.monotonic()
