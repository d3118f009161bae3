"""What is measured of the book sources: their answers, their requests and how long these take, their pauses."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace

import aiohttp

from adapters import metrics
from domain.sources.ask import BookQuery, LookedUp, Source

_RESULTS = {401: "refused", 403: "refused", 429: "rate_limited"}


@dataclass(frozen=True, slots=True)
class MeasuredSource:
    """A source whose answers are counted. Implements `domain.sources.ask.Source`."""

    source: Source

    @property
    def name(self) -> str:
        """The source's own."""
        return self.source.name

    async def look_up(self, queries: Sequence[BookQuery]) -> LookedUp:
        """What the source answers; a book without an answer waits."""
        looked_up = await self.source.look_up(queries)
        for query in queries:
            answer = looked_up.answers.get(query.key)
            metrics.note(metrics.SOURCE_ANSWERS, source=self.name, answer=answer.part if answer else "waits")
        if looked_up.paused_seconds is not None:
            metrics.note(metrics.SOURCE_PAUSED, looked_up.paused_seconds, source=self.name)
        return looked_up


def measured_requests(source: str) -> aiohttp.TraceConfig:
    """The trace of a session whose requests all go to `source`: each one's result, and its time to the headers."""

    async def begin(_session: aiohttp.ClientSession, context: SimpleNamespace, _params: object) -> None:
        context.began = asyncio.get_running_loop().time()

    async def end(
        _session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
    ) -> None:
        _note(source, result_of(params.response.status), context)

    async def fail(_session: aiohttp.ClientSession, context: SimpleNamespace, _params: object) -> None:
        _note(source, "no_answer", context)

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(begin)
    trace.on_request_end.append(end)
    trace.on_request_exception.append(fail)
    return trace


def result_of(status: int) -> str:
    """What a status says of the request: a 404 is an answer too."""
    return _RESULTS.get(status, "unavailable" if status >= 500 else "answered")


def _note(source: str, result: str, context: SimpleNamespace) -> None:
    metrics.note(metrics.SOURCE_REQUESTS, source=source, result=result)
    taken = asyncio.get_running_loop().time() - context.began
    metrics.note(metrics.SOURCE_LATENCY, round(1000 * taken, 1), source=source)
