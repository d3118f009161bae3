"""The client of Google Books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import aiohttp

from adapters.asking import Asking
from adapters.source_http import TIMEOUT, SourceHttp, utc_now
from domain.enrichment import Findings, SourcePart
from domain.matching import Reason, Verdict, asked_isbns, judge
from domain.sources import google_books
from domain.sources.ask import BookQuery, LookedUp, Pace, SourceAnswer
from domain.sources.breaker import Breaker
from domain.sources.google_books import DailyBudget, Volume
from domain.sources.reply import (
    NoRecordError,
    QuotaSpentError,
    RejectedError,
    Reply,
    Request,
    SourceError,
    UnavailableError,
    UnreadableError,
)

T = TypeVar("T")

NAME = "googlebooks"
_PATIENCE = 45.0
_ATTEMPTS = 4
_COARSE = "categories_from_search"


class GoogleBooks:
    """Asks Google Books for books: by ISBN, then by title and author, then for the volume's full categories.

    Implements `domain.sources.ask.Source`. Every request, retries included, is taken from `budget`. Books do not
    wait for a Google that is down or has no quota left: they get that answer, and `reprocess` asks again.
    `country` is two letters; without it Google refuses addresses whose country it cannot tell.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        base_url: str,
        user_agent: str | None,
        pace: Pace,
        key: str,
        budget: DailyBudget,
        country: str = "US",
        patience: float = _PATIENCE,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
        clock: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        self._pace = _BudgetedPace(pace, budget)
        self._http = SourceHttp(
            session,
            base_url=base_url,
            user_agent=user_agent,
            pace=self._pace,
            attempts=_ATTEMPTS,
            timeout=timeout,
        )
        self._budget = budget
        self._access = {"country": country, "key": key}
        self._patience = patience
        self._clock = clock
        self._breaker = Breaker()
        self._throttle = Breaker()

    @property
    def name(self) -> str:
        """`googlebooks`."""
        return NAME

    async def look_up(self, queries: Sequence[BookQuery]) -> LookedUp:
        """The answers for some books; books without one wait. Never raises for what the source does."""
        asking = Asking(self._pace, self._breaker, self._throttle, self._patience, waits_when_down=False)
        await asking.all(([query], partial(self._ask, asking, query)) for query in queries)
        return asking.looked_up(queries)

    async def _ask(self, asking: Asking, query: BookQuery) -> None:
        nearest: SourceAnswer | None = None
        for search in _searches(query):
            page = await self._get(search, google_books.read_volumes)
            verdict = judge(query, [volume.candidate for volume in page.volumes], complete=page.complete)
            if verdict.place is not None and verdict.believed:
                await self._answer_in_full(asking, query, page.volumes[verdict.place], verdict)
                return
            nearest = max(nearest or _miss(verdict, page.volumes), _miss(verdict, page.volumes), key=_nearness)
        asking.answer(query, nearest or SourceAnswer(SourcePart.MISS, reason=Reason.NOT_ENOUGH_ASKED))

    async def _answer_in_full(self, asking: Asking, query: BookQuery, found: Volume, verdict: Verdict) -> None:
        """Answers with the volume's own record; with what the search said where the record cannot be had.

        The record's title may name a volume number that the search left out, so it is judged as well. Google
        answers 503 for volumes that do not exist too, so that a failure here says nothing.
        """
        coarse = SourceAnswer(SourcePart.HIT, replace(found.findings, match=verdict.match), _COARSE)
        try:
            full = await self._get(
                google_books.volume_request(found.volume_id), google_books.read_volume, of_volume=True
            )
        except (NoRecordError, RejectedError, UnavailableError, UnreadableError):
            asking.answer(query, coarse)
            return
        except SourceError:
            asking.answer(query, coarse)
            raise
        candidate = replace(full.candidate, isbns=full.candidate.isbns | found.candidate.isbns)
        judged = judge(query, [candidate])
        if not judged.believed:
            asking.answer(query, _miss(judged, [full]))
            return
        categories = full.findings.categories or found.findings.categories
        thumbnail = found.findings.thumbnail or full.findings.thumbnail
        findings = replace(full.findings, categories=categories, thumbnail=thumbnail, match=verdict.match)
        asking.answer(query, SourceAnswer(SourcePart.HIT, findings))

    async def _get(self, request: Request, read: Callable[[Reply], T], *, of_volume: bool = False) -> T:
        def read_checked(reply: Reply) -> T:
            google_books.check(reply, self._clock(), of_volume=of_volume)
            answer = read(reply)
            self._breaker.succeeded()
            self._throttle.succeeded()
            return answer

        try:
            return await self._http.get(_with(request, self._access), read_checked)
        except QuotaSpentError:
            await self._budget.exhaust()
            raise


@dataclass(frozen=True, slots=True)
class _BudgetedPace:
    """A pace whose every turn costs one of the day's requests."""

    pace: Pace
    budget: DailyBudget

    async def wait(self) -> float | None:
        """The turn of the pace, if the day has a request left. Raises QuotaSpentError."""
        seconds = await self.pace.wait()
        if seconds is None and not await self.budget.spend():
            raise QuotaSpentError("daily_budget")
        return seconds

    async def pause(self, seconds: float) -> None:
        """As the pace does."""
        await self.pace.pause(seconds)


def _searches(query: BookQuery) -> list[Request]:
    by_isbn = [google_books.isbn_request(isbn) for isbn in sorted(asked_isbns(query))]
    by_title = google_books.title_request(query)
    return by_isbn if by_title is None else [*by_isbn, by_title]


def _with(request: Request, access: Mapping[str, str]) -> Request:
    return replace(request, params={**request.params, **access})


def _miss(verdict: Verdict, volumes: Sequence[Volume]) -> SourceAnswer:
    if verdict.place is None:
        return SourceAnswer(SourcePart.MISS, reason=verdict.reason)
    candidate = Findings(record_ids=volumes[verdict.place].findings.record_ids, match=verdict.match)
    return SourceAnswer(SourcePart.MISS, candidate, verdict.reason)


def _nearness(answer: SourceAnswer) -> float:
    match = None if answer.findings is None else answer.findings.match
    return 0.0 if match is None else match.confidence
