"""How the live sources limit those who ask: by who they say they are, by second, minute and day."""

from __future__ import annotations

import re
import time
from collections import defaultdict, deque
from enum import StrEnum

_CONTACT = re.compile(r"mailto:|https?://|[\w.+-]+@[\w-]+\.\w+")
_PRODUCT = re.compile(r"[\w.-]+/[\w.+-]+")
# What browsers and HTTP libraries send by themselves: it names no application.
_ANONYMOUS = re.compile(
    r"mozilla/|python/|python-httpx/|aiohttp/|curl/|wget/|go-http-client/|okhttp/|node|axios/|java/",
    re.IGNORECASE,
)


class Caller(StrEnum):
    """Who a User-Agent says is asking."""

    IDENTIFIED = "identified"
    UNIDENTIFIED = "unidentified"
    WITHOUT_CONTACT = "without_contact"


def caller(user_agent: str) -> Caller:
    """An application with a contact is identified; one that names itself and no contact is neither."""
    if not _PRODUCT.search(user_agent) or _ANONYMOUS.match(user_agent):
        return Caller.UNIDENTIFIED
    return Caller.IDENTIFIED if _CONTACT.search(user_agent) else Caller.WITHOUT_CONTACT


class SlidingWindow:
    """Lets at most `limit` requests through in any window of `seconds`; refused ones do not count."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._passed: defaultdict[str, deque[float]] = defaultdict(deque)

    def admits(self, who: str, limit: int) -> bool:
        """Whether a request of `who` now is within `limit`; 0 is no limit."""
        if limit == 0:
            return True
        now = time.monotonic()
        passed = self._passed[who]
        while passed and passed[0] <= now - self._seconds:
            passed.popleft()
        if len(passed) >= limit:
            return False
        passed.append(now)
        return True


class DailyQuota:
    """Counts requests of a key since the start or the last `reset`."""

    def __init__(self) -> None:
        self._spent: defaultdict[str, int] = defaultdict(int)

    def admits(self, key: str, limit: int) -> bool:
        """Whether one more request of `key` is within `limit`; 0 is no limit."""
        if limit and self._spent[key] >= limit:
            return False
        self._spent[key] += 1
        return True

    def reset(self) -> None:
        """A new day."""
        self._spent.clear()
