"""Requests to book sources: paced, bounded in time and size, retried, and to allowed hosts only."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import TypeVar

import aiohttp
import stamina
from yarl import URL

from domain.sources.ask import Pace
from domain.sources.reply import Reply, Request, UnavailableError, UnreadableError

T = TypeVar("T")

ALLOWED_HOSTS = frozenset({"openlibrary.org", "www.googleapis.com"})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
TIMEOUT = aiohttp.ClientTimeout(total=30, connect=10, sock_connect=5, sock_read=15)
LONGEST_BODY = 8 * 1024 * 1024

_ATTEMPTS = 5
_LONGEST_TRYING = 40.0
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 8.0
_LONGEST_HOPS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class PausedError(Exception):
    """No request may leave now; `seconds` is when to come back."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"paused for {seconds:.0f} s")
        self.seconds = seconds


class HostNotAllowedError(ValueError):
    """A base address that is neither a source's nor loopback."""


class SourceHttp:
    """GETs to one source.

    `base_url` must be https to an allowed host, or loopback. `pace` is waited for before every request, retries
    and followed redirects included. `user_agent` None sends the HTTP library's own. `attempts` is how often a
    request is tried at most; between tries it waits with full jitter.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        base_url: str,
        user_agent: str | None,
        pace: Pace,
        attempts: int = _ATTEMPTS,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        self._session = session
        self._base = _allowed(base_url)
        self._headers = {"Accept": "application/json"} | ({"User-Agent": user_agent} if user_agent else {})
        self._pace = pace
        self._attempts = attempts
        self._timeout = timeout

    async def get(self, request: Request, read: Callable[[Reply], T]) -> T:
        """What `read` makes of the answer.

        Raises PausedError before a request that may not leave, and the SourceErrors that `read` raises; of these
        UnavailableError and UnreadableError only after retries, unless the source named the time.
        """
        async for attempt in stamina.retry_context(on=_Backoff(), attempts=self._attempts, timeout=_LONGEST_TRYING):
            with attempt:
                reply = await self._reply(request)
                return read(reply)
        raise AssertionError("a retry context ends by an answer or an error")

    async def _reply(self, request: Request) -> Reply:
        url = self._base.joinpath(*request.path.strip("/").split("/")).with_query(dict(request.params))
        for _ in range(_LONGEST_HOPS):
            await self._turn()
            reply = await self._fetch(url)
            if reply.status not in _REDIRECTS:
                return reply
            url = self._target(url, reply)
        raise UnreadableError("too_many_redirects")

    async def _turn(self) -> None:
        seconds = await self._pace.wait()
        if seconds is not None:
            raise PausedError(seconds)

    def _target(self, url: URL, reply: Reply) -> URL:
        """Where a redirect leads, if to the same source."""
        try:
            target = url.join(URL(reply.headers.get("location", "")))
        except ValueError:
            raise UnreadableError("redirect_to_nothing") from None
        if target.origin() != self._base.origin():
            raise UnreadableError("redirect_to_another_host")
        return target

    async def _fetch(self, url: URL) -> Reply:
        sent = 0

        async def in_turn(request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
            """aiohttp repeats a GET whose connection was dropped by itself: that one waits for a turn as well."""
            nonlocal sent
            sent += 1
            if sent > 1:
                await self._turn()
            return await send(request)

        try:
            async with self._session.get(
                url,
                headers=self._headers,
                allow_redirects=False,
                timeout=self._timeout,
                middlewares=(in_turn,),
            ) as response:
                headers = {name.lower(): value for name, value in response.headers.items()}
                return Reply(response.status, headers, await _bounded(response))
        except (aiohttp.ClientPayloadError, aiohttp.ClientResponseError):
            raise UnreadableError("broken_body") from None
        except aiohttp.ConnectionTimeoutError:
            raise UnavailableError("no_connection") from None
        except TimeoutError:
            raise UnreadableError("timeout") from None
        except aiohttp.ClientError:
            raise UnavailableError("no_connection") from None


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    """The decompressed body. Raises UnreadableError above the bound."""
    body = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > LONGEST_BODY:
            raise UnreadableError("too_long")
    return bytes(body)


class _Backoff:
    """stamina's hook: what is retried, and after how long. One for each request, for it counts the tries."""

    def __init__(self) -> None:
        self._tries = 0

    def __call__(self, error: Exception) -> bool | float:
        if not isinstance(error, UnavailableError | UnreadableError):
            return False
        if isinstance(error, UnavailableError) and error.seconds is not None:
            return False
        longest = min(_LONGEST_WAIT, _FIRST_WAIT * 2**self._tries)
        self._tries += 1
        return random.uniform(0, longest)


def _allowed(base_url: str) -> URL:
    url = URL(base_url)
    if url.host in LOOPBACK or (url.scheme == "https" and url.host in ALLOWED_HOSTS):
        return url
    raise HostNotAllowedError(f"{base_url} is no book source's address")


def utc_now() -> dt.datetime:
    """The present moment, for answers that name a time."""
    return dt.datetime.now(dt.UTC)
