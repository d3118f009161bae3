"""The state of the running simulation: settings, what is left of each fault, limits, and the log."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping

from local.sources.catalogue import Catalogue
from local.sources.limits import Caller, DailyQuota, SlidingWindow, caller
from local.sources.request_log import RequestLog
from local.sources.settings import Fault, FaultKind, Settings

# Faults that change a good answer make sense only where that answer has something to change.
_BOOKS_ANSWERS = ("/api/books", "/search.json", "/books/v1/volumes")
_RECORDS = ("/works/", "/books/OL", "/isbn/", "/authors/")
_ONLY_AT: Mapping[FaultKind, tuple[str, ...]] = {
    FaultKind.EMPTY_BATCH: ("/api/books",),
    FaultKind.WRONG_BOOK: _BOOKS_ANSWERS,
    FaultKind.REDIRECT_RECORD: _RECORDS,
    FaultKind.DELETED_RECORD: _RECORDS,
}


class State:
    """One simulation's state, used from the server's event loop only; the log may be read from elsewhere."""

    def __init__(self, catalogue: Catalogue, settings: Settings) -> None:
        self.catalogue = catalogue
        self.log = RequestLog()
        # Keys that a redirect was given to, and the record they lead to.
        self.merged: dict[str, str] = {}
        self.configure(settings)

    def configure(self, settings: Settings) -> None:
        """New settings; limits, quotas and counted faults start afresh."""
        self.settings = settings
        self._random = random.Random(settings.seed)
        self._seconds = SlidingWindow(1.0)
        self._minutes = SlidingWindow(60.0)
        self._days = DailyQuota()
        self._left = [fault.times for fault in settings.faults]

    def delay(self) -> float:
        """Seconds until the next answer."""
        return self.settings.latency + self.settings.jitter * self._random.random()

    def open_library_refusal(self, user_agent: str) -> FaultKind | None:
        """What Open Library's front answers a request now, or None to let it in."""
        who = caller(user_agent)
        if who is Caller.WITHOUT_CONTACT and self.settings.refuse_without_contact:
            return FaultKind.BLOCKED
        identified = who is Caller.IDENTIFIED
        limit = self.settings.identified_per_second if identified else self.settings.unidentified_per_second
        return None if self._seconds.admits(who, limit) else FaultKind.RATE_LIMITED

    def google_refusal(self, key: str, country: str) -> FaultKind | None:
        """What Google's front answers a request now, or None to let it in."""
        settings = self.settings
        if not key:
            return FaultKind.KEYLESS_QUOTA
        if settings.google_keys and key not in settings.google_keys:
            return FaultKind.BAD_KEY
        if not self._minutes.admits(key, settings.google_per_minute):
            return FaultKind.MINUTE_QUOTA
        if not self._days.admits(key, settings.google_per_day):
            return settings.google_exhausted
        if settings.google_needs_country and not country:
            return FaultKind.UNKNOWN_LOCATION
        return None

    def strike(self, source: str, path: str, isbns: Collection[str]) -> Fault | None:
        """The first fault that strikes this request; `isbns` are those it names, as ISBN-13."""
        for place, fault in enumerate(self.settings.faults):
            left = self._left[place]
            if left == 0 or not _concerns(fault, source, path, isbns):
                continue
            if self._random.random() >= fault.probability:
                continue
            if left is not None:
                self._left[place] = left - 1
            return fault
        return None


def _concerns(fault: Fault, source: str, path: str, isbns: Collection[str]) -> bool:
    if fault.source not in (None, source) or not path.startswith(fault.path):
        return False
    if fault.isbns and not any(isbn in isbns for isbn in fault.isbns):
        return False
    return any(path.startswith(start) for start in _ONLY_AT.get(fault.kind, ("/",)))
