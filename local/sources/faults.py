"""The sources' error answers, with the bodies and headers they were seen with."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from local.sources.connections import end, reset
from local.sources.settings import Fault, FaultKind

_NGINX_PAGE = (
    "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr><center>nginx/1.30.1</center>"
    "</body></html>"
)
_HAPROXY_503 = (
    "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n"
)
_OPEN_LIBRARY_404 = (
    "<!DOCTYPE html>\n<html><head><title>Page Not Found | Open Library</title></head><body></body></html>"
)
_INTERSTITIAL = "<!DOCTYPE html>\n<html><head><title>One moment, please</title></head><body></body></html>"
_TOO_MANY = {
    "status": 429,
    "message": "Too Many Requests. Consider using https://openlibrary.org/developers/dumps.",
}
_ERROR_INFO = "type.googleapis.com/google.rpc.ErrorInfo"
_GOOGLE_HEADERS = {"vary": "X-Origin, Referer, Origin,Accept-Encoding", "server": "ESF"}


def error_reply(fault: Fault) -> Response | None:
    """The reply of a fault that replaces the whole answer; None for one that changes or delays a good one."""
    headers = {} if fault.retry_after is None else {"retry-after": fault.retry_after}
    kind = fault.kind
    if kind in _PAGES:
        status, page, more = _PAGES[kind]
        return Response(page, status, {"content-type": "text/html", **more, **headers})
    if kind is FaultKind.RATE_LIMITED:
        return Response(json.dumps(_TOO_MANY), 429, {"server": "nginx", **headers}, "application/json")
    if kind is FaultKind.SERVER_ERROR:
        return Response("Internal Server Error", 500, headers, "text/plain")
    if kind in _GOOGLE:
        status, error = _GOOGLE[kind]
        return Response(
            json.dumps({"error": error}, indent=1),
            status,
            {**_GOOGLE_HEADERS, **headers},
            "application/json; charset=UTF-8",
        )
    return None


def not_found(key: str | None = None) -> Response:
    """Open Library's 404 for a record."""
    body = {"error": "notfound"} if key is None else {"error": "notfound", "key": key}
    return Response(json.dumps(body), 404, media_type="application/json")


def delivered(fault: Fault | None, response: Response) -> Response:
    """`response` as the fault lets it arrive."""
    if fault is None or fault.kind not in (FaultKind.TRUNCATED, FaultKind.SLOW, FaultKind.DROPPED):
        return response
    faulty = _Faulty(fault, bytes(response.body))
    faulty.status_code = response.status_code
    faulty.raw_headers = response.raw_headers
    return faulty


class _Faulty(Response):
    """A response that ends early, comes slowly, or never comes."""

    def __init__(self, fault: Fault, body: bytes) -> None:
        super().__init__(body)
        self._fault = fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._fault.kind is FaultKind.DROPPED:
            await reset(scope, receive)
            return
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        body = bytes(self.body)
        if self._fault.kind is FaultKind.TRUNCATED:
            await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
            await end(scope, receive)
            return
        pieces = 8
        size = len(body) // pieces + 1
        for start in range(0, pieces * size, size):
            await asyncio.sleep(self._fault.seconds / pieces)
            more = start + size < pieces * size
            await send({"type": "http.response.body", "body": body[start : start + size], "more_body": more})


def _quota(limit: str, metadata: Mapping[str, str], consumer: str, *, details: bool) -> dict[str, object]:
    message = (
        f"Quota exceeded for quota metric 'Queries' and limit '{limit}' of service 'books.googleapis.com' "
        f"for consumer 'project_number:{consumer}'."
    )
    info = {
        "@type": _ERROR_INFO,
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "consumer": f"projects/{consumer}",
            "quota_metric": "books.googleapis.com/default",
            "quota_location": "global",
            "service": "books.googleapis.com",
            **metadata,
        },
    }
    shown: dict[str, object] = {
        "code": 429,
        "message": message,
        "errors": [{"message": message, "domain": "global", "reason": "rateLimitExceeded"}],
        "status": "RESOURCE_EXHAUSTED",
    }
    return {**shown, "details": [info]} if details else shown


def _legacy(code: int, domain: str, reason: str, message: str) -> dict[str, object]:
    return {
        "errors": [{"domain": domain, "reason": reason, "message": message}],
        "code": code,
        "message": message,
    }


_DAY = {"quota_unit": "1/d/{project}", "quota_limit": "defaultPerDayPerProject"}
_MINUTE = {"quota_unit": "1/min/{project}/{user}", "quota_limit": "defaultPerMinutePerUser"}
_PER_DAY = "Queries per day"
_NO_LOCATION = "Cannot determine user location for geographically restricted operation."
_UNAVAILABLE = "Service temporarily unavailable."

_PAGES: Mapping[FaultKind, tuple[int, str, Mapping[str, str]]] = {
    FaultKind.UNAVAILABLE: (503, _HAPROXY_503, {"cache-control": "no-cache", "connection": "close"}),
    FaultKind.BLOCKED: (403, _NGINX_PAGE.format("403 Forbidden"), {"server": "nginx/1.30.1"}),
    FaultKind.NOT_FOUND_PAGE: (404, _OPEN_LIBRARY_404, {"server": "nginx/1.30.1"}),
    FaultKind.HTML: (200, _INTERSTITIAL, {}),
}
_GOOGLE: Mapping[FaultKind, tuple[int, dict[str, object]]] = {
    FaultKind.BACKEND_FAILED: (
        503,
        {
            "code": 503,
            "message": _UNAVAILABLE,
            "errors": [{"message": _UNAVAILABLE, "domain": "global", "reason": "backendFailed"}],
        },
    ),
    FaultKind.UNKNOWN_LOCATION: (403, _legacy(403, "global", "unknownLocation", _NO_LOCATION)),
    FaultKind.DAILY_QUOTA: (429, _quota(_PER_DAY, _DAY, "000000000000", details=False)),
    FaultKind.KEYLESS_QUOTA: (
        429,
        _quota(_PER_DAY, {**_DAY, "quota_limit_value": "0"}, "624717413613", details=True),
    ),
    FaultKind.MINUTE_QUOTA: (
        429,
        _quota("Queries per minute per user", _MINUTE, "000000000000", details=True),
    ),
    FaultKind.LEGACY_QUOTA: (403, _legacy(403, "usageLimits", "dailyLimitExceeded", "Daily Limit Exceeded")),
    FaultKind.QUOTA_AS_400: (400, {**_quota(_PER_DAY, _DAY, "000000000000", details=False), "code": 400}),
    FaultKind.BAD_KEY: (
        400,
        {
            **_legacy(400, "global", "badRequest", "API key not valid. Please pass a valid API key."),
            "status": "INVALID_ARGUMENT",
            "details": [{"@type": _ERROR_INFO, "reason": "API_KEY_INVALID", "domain": "googleapis.com"}],
        },
    ),
}
