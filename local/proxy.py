"""Forwards `/api` to the HTTP API as CloudFront does: bodies of a limited size, no hop-by-hop headers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from stacks.edge import BODY_LIMIT, TOO_LARGE

DRAIN_LIMIT = 64 * 1024 * 1024  # read and dropped, so that a client that is still sending gets its answer
NO_STORE = {"Cache-Control": "no-store"}
ANSWER_PATIENCE = 60.0  # seconds: a function that starts on a small busy machine takes longer than on AWS

# RFC 9110, section 7.6.1, and Host, which names this server and not the next one.
_NOT_FORWARDED = frozenset(
    [
        *("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection"),
        *("te", "trailer", "transfer-encoding", "upgrade", "host"),
    ]
)


class BodyTooLargeError(Exception):
    """The request's body is larger than its limit."""


class ApiProxy:
    """The route `/api/{path}` of the site, answered by the HTTP API at `api` (its stage's address)."""

    def __init__(self, api: str) -> None:
        self._api = httpx.URL(api)
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(ANSWER_PATIENCE, connect=5.0),
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=16),
            follow_redirects=False,
            trust_env=False,
        )

    async def close(self) -> None:
        """Close the connections to the HTTP API."""
        await self._client.aclose()

    async def forward(self, request: Request) -> Response:
        """Forward one request: 413 above the edge's limit, 502 when the API is away, 504 when it is slow."""
        try:
            body = await _read_body(request, BODY_LIMIT)
        except BodyTooLargeError:
            return JSONResponse(TOO_LARGE, 413, headers=NO_STORE)
        forwarded = self._client.build_request(
            request.method,
            self._address(request),
            headers=_raw_headers(request.headers.items()),
            content=body,
        )
        try:
            answer = await self._client.send(forwarded, stream=True)
        except httpx.TimeoutException:
            return _error(504, "The service took too long to answer. Try again.", "timeout")
        except httpx.TransportError:
            return _error(502, "The service cannot be reached. Is the local cloud still running?", "unavailable")
        response = StreamingResponse(_raw(answer), answer.status_code)
        response.raw_headers = _raw_headers(answer.headers.multi_items())
        return response

    def _address(self, request: Request) -> httpx.URL:
        """The same path and query below the API's address, byte for byte."""
        path: bytes = request.scope["raw_path"]
        query: bytes = request.scope["query_string"]
        below = self._api.raw_path.rstrip(b"/") + path
        return self._api.copy_with(raw_path=below + b"?" + query if query else below)


async def _raw(answer: httpx.Response) -> AsyncIterator[bytes]:
    """The body as it came, still encoded; the connection is given back even when the client has gone."""
    try:
        async for chunk in answer.aiter_raw():
            yield chunk
    finally:
        await answer.aclose()


async def _read_body(request: Request, limit: int) -> bytes:
    """The whole body; above the limit it is dropped as it comes, up to DRAIN_LIMIT."""
    body = bytearray()
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received <= limit:
            body += chunk
        elif received > DRAIN_LIMIT:
            break
    if received > limit:
        raise BodyTooLargeError
    return bytes(body)


def _forwardable(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    items = list(headers)
    named = {
        token.strip().lower() for name, value in items if name.lower() == "connection" for token in value.split(",")
    }
    return [(name, value) for name, value in items if name.lower() not in _NOT_FORWARDED | named]


def _raw_headers(items: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    """The headers that go on, byte for byte."""
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in _forwardable(items)]


def _error(status: int, text: str, code: str) -> JSONResponse:
    return JSONResponse({"error": text, "code": code}, status, headers=NO_STORE)
