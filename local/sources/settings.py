"""What can be set on the simulated sources, at the start or while they run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any


class FaultKind(StrEnum):
    """What goes wrong with an answer."""

    # both sources
    TRUNCATED = "truncated"  # the body ends before its stated length
    SLOW = "slow"  # the body comes in pieces over `seconds`
    DROPPED = "dropped"  # the connection is reset, nothing is answered
    HTML = "html"  # a page of HTML with status 200
    WRONG_BOOK = "wrong_book"  # a good answer, for another book
    SERVER_ERROR = "server_error"  # 500 with a short text
    # Open Library
    UNAVAILABLE = "unavailable"  # 503, HAProxy's page
    RATE_LIMITED = "rate_limited"  # 429, nginx's JSON
    BLOCKED = "blocked"  # 403, nginx's page
    EMPTY_BATCH = "empty_batch"  # /api/books answers {} whatever was asked
    NOT_FOUND_PAGE = "not_found_page"  # 404, HTML
    REDIRECT_RECORD = "redirect_record"  # 200, the record was merged into another
    DELETED_RECORD = "deleted_record"  # 200, the record was deleted
    # Google Books
    BACKEND_FAILED = "backend_failed"  # 503
    UNKNOWN_LOCATION = "unknown_location"  # 403
    DAILY_QUOTA = "daily_quota"  # 429, with a key
    KEYLESS_QUOTA = "keyless_quota"  # 429, quota_limit_value "0"
    MINUTE_QUOTA = "minute_quota"  # 429, per minute and user
    LEGACY_QUOTA = "legacy_quota"  # 403, dailyLimitExceeded
    QUOTA_AS_400 = "quota_as_400"  # 400 from an exhausted key
    BAD_KEY = "bad_key"  # 400, API_KEY_INVALID


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault and when it strikes.

    It strikes requests to `source` (either when None) whose path starts with `path` and, where `isbns` is not
    empty, that name one of them; each with `probability`, at most `times` times (without end when None).
    `retry_after` adds that header. `seconds` is how long a slow body takes.
    """

    kind: FaultKind
    source: str | None = None
    path: str = "/"
    isbns: tuple[str, ...] = ()
    probability: float = 1.0
    times: int | None = None
    retry_after: str | None = None
    seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Latency in seconds, the sources' limits (0: none), and the faults; the first that strikes counts.

    The limits' defaults are Open Library's published ones and Google's default quota. `google_keys` empty
    takes any key. `google_exhausted` is how a spent day is answered.
    """

    latency: float = 0.0
    jitter: float = 0.0
    identified_per_second: int = 3
    unidentified_per_second: int = 1
    refuse_without_contact: bool = True
    google_keys: tuple[str, ...] = ()
    google_per_day: int = 1000
    google_per_minute: int = 0
    google_needs_country: bool = True
    google_exhausted: FaultKind = FaultKind.DAILY_QUOTA
    seed: int = 1
    faults: tuple[Fault, ...] = ()

    def changed(self, changes: Mapping[str, object]) -> Settings:
        """These settings with `changes`, as JSON or as Python values. Raises `SettingsError`."""
        unknown = changes.keys() - {field.name for field in fields(self)}
        if unknown:
            raise SettingsError(f"no such setting: {', '.join(sorted(unknown))}")
        checked: dict[str, Any] = {name: _setting(name, value, getattr(self, name)) for name, value in changes.items()}
        return replace(self, **checked)


class SettingsError(ValueError):
    """Settings that cannot be; the message says why."""


def _setting(name: str, value: object, current: object) -> object:
    if name == "faults":
        return tuple(_fault(item) for item in _sequence(name, value))
    if name == "google_exhausted":
        return _kind(value)
    if isinstance(current, tuple):
        return tuple(str(item) for item in _sequence(name, value))
    if isinstance(current, bool) is not isinstance(value, bool):
        raise SettingsError(f"{name} is {value!r}")
    if isinstance(current, float) and isinstance(value, int | float):
        return float(value)
    if not isinstance(value, type(current)):
        raise SettingsError(f"{name} is {value!r}")
    return value


def _sequence(name: str, value: object) -> list[object] | tuple[object, ...]:
    if not isinstance(value, list | tuple):
        raise SettingsError(f"{name} is not a list")
    return value


def _kind(value: object) -> FaultKind:
    try:
        return FaultKind(str(value))
    except ValueError:
        raise SettingsError(f"no fault is called {value!r}") from None


def _fault(value: object) -> Fault:
    if isinstance(value, Fault):
        return value
    if not isinstance(value, Mapping) or "kind" not in value:
        raise SettingsError("a fault is an object with a kind")
    given = {str(name): item for name, item in value.items() if item is not None}
    kind = _kind(given.pop("kind"))
    unknown = given.keys() - {field.name for field in fields(Fault)}
    if unknown:
        raise SettingsError(f"a fault has no {', '.join(sorted(unknown))}")
    blank = Fault(kind)
    samples: dict[str, object] = {"source": "", "times": 0, "retry_after": ""}
    checked: dict[str, Any] = {
        name: _setting(name, item, samples.get(name, getattr(blank, name))) for name, item in given.items()
    }
    return replace(blank, **checked)
