"""What goes out and comes back over HTTP, and the ways in which it can be no answer.

Only an answer that says so is read as `not found`. Everything else that is not a good answer is one of the
errors here, and none of them says anything about a book.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Request:
    """A GET: the path under the source's base address, and the query's parameters."""

    path: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer: its status, its header fields by lower-case name, and its whole body, decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class SourceError(Exception):
    """A request that brought no answer. `reason` is a word for the dashboard."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RateLimitedError(SourceError):
    """The source was asked too much. `seconds` is how long it wants quiet, where it said so."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class QuotaSpentError(SourceError):
    """The day's requests are used up."""


class RefusedError(SourceError):
    """The source does not serve us; asking again changes nothing."""


class UnavailableError(SourceError):
    """The source is not there. `seconds` is when it wants to be asked again, where it said so."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class UnreadableError(SourceError):
    """This answer cannot be read: an error page, another format, a broken body. Others may be well."""


class RejectedError(SourceError):
    """This request is not accepted, and would not be the next time; others may be well."""


class NoRecordError(SourceError):
    """The record that was asked for by its id does not exist."""


_AWAY = frozenset({502, 503, 504, 520, 521, 522, 523, 524})
_REFUSED = frozenset({401, 403, 451})
_REJECTED = frozenset({400, 414, 422})


def check_status(reply: Reply, now: dt.datetime) -> None:
    """Returns for 200, raises the `SourceError` that any other status means."""
    if reply.status == 200:
        return
    if reply.status == 429:
        raise RateLimitedError("too_many_requests", retry_after(reply, now))
    if reply.status in _REFUSED:
        raise RefusedError(f"http_{reply.status}")
    if reply.status in _AWAY:
        raise UnavailableError(f"http_{reply.status}", retry_after(reply, now))
    if reply.status in _REJECTED:
        raise RejectedError(f"http_{reply.status}")
    raise UnreadableError(f"http_{reply.status}")


def json_object(reply: Reply) -> Mapping[str, object]:
    """The JSON object that the body is. Raises UnreadableError for anything else."""
    try:
        value: object = json.loads(reply.body)
    except (ValueError, RecursionError):
        raise UnreadableError("not_json") from None
    if not isinstance(value, dict):
        raise UnreadableError("not_an_object")
    return value


def retry_after(reply: Reply, now: dt.datetime) -> float | None:
    """The seconds that `Retry-After` asks for, from its number or its date; None without a readable one."""
    text = reply.headers.get("retry-after", "").strip()
    if text.isdecimal():
        return float(text)
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=dt.UTC)
    return max(0.0, (then - now).total_seconds())
