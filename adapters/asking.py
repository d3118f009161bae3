"""Asking a source for several books at once: what each failure means for them and for those still to be asked.

A source that wants quiet, or is down, leaves its books without an answer: they wait. One that refuses us gives
them that answer, since waiting would change nothing. A request that fails by itself gives it to its own books.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field

from adapters.source_http import PausedError
from domain.enrichment import SourcePart
from domain.sources.ask import BookQuery, LookedUp, Pace, SourceAnswer
from domain.sources.breaker import Breaker
from domain.sources.reply import (
    QuotaSpentError,
    RateLimitedError,
    RefusedError,
    SourceError,
    UnavailableError,
)

_AT_ONCE = 4
_OUT_OF_TIME_SECONDS = 1.0

Step = tuple[Sequence[BookQuery], Callable[[], Awaitable[None]]]
"""The books that a request is for, and what makes it."""


@dataclass(slots=True)
class Asking:
    """One look-up's answers so far, and what stops it.

    No request starts later than `patience` seconds after the first. `waits_when_down` says whether books wait
    for a source that is down, or get the answer that it is.
    """

    pace: Pace
    breaker: Breaker
    throttle: Breaker
    patience: float
    waits_when_down: bool = True
    answers: dict[str, SourceAnswer] = field(default_factory=dict)
    _failed: dict[str, SourceAnswer] = field(default_factory=dict)
    _paused_seconds: float | None = None
    _stopped: SourceAnswer | None = None
    _out_of_time: bool = False
    _started: float = field(default_factory=lambda: asyncio.get_running_loop().time())

    async def all(self, steps: Iterable[Step]) -> None:
        """Takes the steps, a few at once, as long as nothing stops them."""
        places = asyncio.Semaphore(_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for queries, step in steps:
                group.create_task(self._take(places, queries, step))

    def answer(self, query: BookQuery, answer: SourceAnswer) -> None:
        """What the source said of a book."""
        self.answers[query.key] = answer

    def looked_up(self, queries: Sequence[BookQuery]) -> LookedUp:
        """The answers; without one are the books that wait."""
        if self._stopped is not None:
            for query in queries:
                self.answers.setdefault(query.key, self._stopped)
        if self._paused_seconds is None:
            for key, failure in self._failed.items():
                self.answers.setdefault(key, failure)
        if self._paused_seconds is None and self._out_of_time:
            return LookedUp(self.answers, _OUT_OF_TIME_SECONDS)
        return LookedUp(self.answers, self._paused_seconds)

    @property
    def _may_go_on(self) -> bool:
        if asyncio.get_running_loop().time() - self._started > self.patience:
            self._out_of_time = True
        return self._stopped is None and self._paused_seconds is None and not self._out_of_time

    async def _take(
        self, places: asyncio.Semaphore, queries: Sequence[BookQuery], step: Callable[[], Awaitable[None]]
    ) -> None:
        async with places:
            if not self._may_go_on:
                return
            try:
                await step()
            except PausedError as paused:
                self._wait(paused.seconds)
            except RateLimitedError as error:
                await self._pause(self.throttle, error.seconds)
            except (RefusedError, QuotaSpentError) as error:
                part = SourcePart.REFUSED if isinstance(error, RefusedError) else SourcePart.RATE_LIMITED
                self._stopped = SourceAnswer(part, reason=error.reason)
            except SourceError as error:
                await self._down(queries, error)

    async def _down(self, queries: Sequence[BookQuery], error: SourceError) -> None:
        """A request failed for good: is it the source, or this request?"""
        failure = SourceAnswer(SourcePart.UNAVAILABLE, reason=error.reason)
        self._failed.update({query.key: failure for query in queries})
        if isinstance(error, UnavailableError) and self.waits_when_down:
            await self._pause(self.breaker, error.seconds)
        elif self.breaker.failed():
            if self.waits_when_down:
                await self._pause(self.breaker)
            else:
                self._stopped = failure

    async def _pause(self, breaker: Breaker, asked_seconds: float | None = None) -> None:
        """Pauses the source. What other requests under way meet is the same incident, unless it asks for longer."""
        standing = self._paused_seconds
        if standing is not None and (asked_seconds is None or asked_seconds <= standing):
            return
        seconds = breaker.open(asked_seconds)
        self._wait(seconds)
        await self.pace.pause(seconds)

    def _wait(self, seconds: float) -> None:
        self._paused_seconds = max(seconds, self._paused_seconds or 0.0)
