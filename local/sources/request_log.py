"""The log of requests that came in: what the tests of politeness read."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request. `at` is the monotonic clock's seconds at its arrival; `status` 0 until it is answered or
    when the connection was dropped; `fault` the kind that struck it."""

    at: float
    source: str
    path: str
    query: Mapping[str, str]
    user_agent: str
    status: int = 0
    fault: str | None = None

    def to_json(self) -> dict[str, object]:
        """The entry as `GET /_log` shows it."""
        return asdict(self)

    @classmethod
    def from_json(cls, entry: Mapping[str, object]) -> LoggedRequest:
        """The inverse of `to_json`."""
        query = entry["query"]
        fault = entry["fault"]
        return cls(
            at=float(str(entry["at"])),
            source=str(entry["source"]),
            path=str(entry["path"]),
            query={str(name): str(value) for name, value in query.items()} if isinstance(query, Mapping) else {},
            user_agent=str(entry["user_agent"]),
            status=int(str(entry["status"])),
            fault=None if fault is None else str(fault),
        )


class RequestLog:
    """Requests in the order of their arrival; safe to read from another thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: dict[int, LoggedRequest] = {}
        self._number = 0

    def arrived(self, source: str, path: str, query: Mapping[str, str], user_agent: str) -> int:
        """Notes a request now and returns its number."""
        with self._lock:
            self._number += 1
            self._entries[self._number] = LoggedRequest(time.monotonic(), source, path, dict(query), user_agent)
            return self._number

    def answered(self, number: int, status: int, fault: str | None) -> None:
        """Notes how the request was answered; one that was cleared away meanwhile is left out."""
        with self._lock:
            if number in self._entries:
                self._entries[number] = replace(self._entries[number], status=status, fault=fault)

    def entries(self) -> list[LoggedRequest]:
        """All requests since the start or the last `clear`."""
        with self._lock:
            return list(self._entries.values())

    def clear(self) -> None:
        """Forgets every request."""
        with self._lock:
            self._entries.clear()
