"""The client of Open Library."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

import aiohttp

from adapters.asking import Asking
from adapters.source_http import TIMEOUT, SourceHttp, utc_now
from domain.enrichment import Findings, SourcePart, merge_findings
from domain.matching import Reason, Verdict, asked_isbns, judge
from domain.sources import open_library, titles
from domain.sources.ask import BookQuery, LookedUp, Pace, SourceAnswer
from domain.sources.breaker import Breaker
from domain.sources.open_library import Moved, Record
from domain.sources.reply import NoRecordError, Reply, UnreadableError, check_status
from domain.sources.titles import Agreement

T = TypeVar("T")

NAME = "openlibrary"
_PATIENCE = 45.0
_FIRST_THROTTLE_SECONDS = 30.0
_SEARCHES_BESIDE_ISBN = 1
_REQUESTS_WITHOUT_ISBN = 2
_LONGEST_MERGE = 3


class OpenLibrary:
    """Asks Open Library for books: up to 25 ISBNs a request, then a search for those that it does not know.

    Implements `domain.sources.ask.Source`. `user_agent` must name the application and a contact, or be None:
    Open Library refuses an application without a contact. No request starts later than `patience` seconds
    after a look-up began; books that were not asked for by then wait.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        base_url: str,
        user_agent: str | None,
        pace: Pace,
        patience: float = _PATIENCE,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
        clock: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        self._http = SourceHttp(session, base_url=base_url, user_agent=user_agent, pace=pace, timeout=timeout)
        self._pace = pace
        self._patience = patience
        self._clock = clock
        self._breaker = Breaker()
        # nginx's 429 names no time, so the pauses grow until one was long enough.
        self._throttle = Breaker(_FIRST_THROTTLE_SECONDS)

    @property
    def name(self) -> str:
        """`openlibrary`."""
        return NAME

    async def look_up(self, queries: Sequence[BookQuery]) -> LookedUp:
        """The answers for some books; books without one wait. Never raises for what the source does."""
        asking = Asking(self._pace, self._breaker, self._throttle, self._patience)
        by_isbn: dict[str, SourceAnswer] = {}
        batches = list(_batches(queries))
        await asking.all((batch, partial(self._ask_isbns, asking, batch, by_isbn)) for batch in batches)
        unknown = [query for query in queries if query.key in by_isbn or not asked_isbns(query)]
        await asking.all(([query], partial(self._search, asking, query, by_isbn.get(query.key))) for query in unknown)
        return asking.looked_up(queries)

    async def _ask_isbns(self, asking: Asking, batch: Sequence[BookQuery], unknown: dict[str, SourceAnswer]) -> None:
        """Answers the books that their ISBN finds, and notes in `unknown` why it did not find the others."""
        isbns = list(dict.fromkeys(isbn for query in batch for isbn in sorted(asked_isbns(query))))
        records = await self._books(isbns)
        if not records and len(isbns) > 1:
            # An internal error answers {} for the whole batch, as an unknown batch does: ask once in halves.
            half = len(isbns) // 2
            records = {**await self._books(isbns[:half]), **await self._books(isbns[half:])}
        for query in batch:
            found = [records[isbn] for isbn in sorted(asked_isbns(query)) if isbn in records]
            answer = _answer(judge(query, [record.candidate for record in found]), found)
            if answer.part is SourcePart.HIT:
                asking.answer(query, answer)
            else:
                unknown[query.key] = answer

    async def _search(self, asking: Asking, query: BookQuery, by_isbn: SourceAnswer | None) -> None:
        """Answers a book by its title and author."""
        requests = _REQUESTS_WITHOUT_ISBN if by_isbn is None else _SEARCHES_BESIDE_ISBN
        nearest = by_isbn
        for search in open_library.search_requests(query)[:requests]:
            page = await self._http.get(search, self._reader(open_library.read_search))
            verdict = judge(query, [record.candidate for record in page.records], complete=page.complete)
            answer = _answer(verdict, page.records)
            if verdict.place is not None and verdict.believed:
                if requests > 1:
                    answer = await self._with_headings(query, answer, page.records[verdict.place])
                asking.answer(query, answer)
                return
            requests -= 1
            nearest = max(nearest or answer, answer, key=_nearness)
        asking.answer(query, nearest or SourceAnswer(SourcePart.MISS, reason=Reason.NOT_ENOUGH_ASKED))

    async def _with_headings(self, query: BookQuery, answer: SourceAnswer, record: Record) -> SourceAnswer:
        """The answer with what the work's own record adds, where the search index has no headings for it.

        The index is slow to learn of merged works: their record says where they went. A deleted one is no hit.
        """
        if record.findings.subjects or record.key is None or answer.findings is None:
            return answer
        try:
            own = await self._work(record.key)
        except NoRecordError as error:
            return SourceAnswer(SourcePart.MISS, _as_candidate(answer.findings), error.reason)
        except UnreadableError:
            return answer
        if own is None or _agreement(query, own) is Agreement.NONE:
            return answer
        return replace(answer, findings=merge_findings([answer.findings, own.findings]))

    async def _work(self, key: str) -> Record | None:
        """A work's own record, through merges; None where these do not end. Raises NoRecordError."""
        for _ in range(_LONGEST_MERGE):
            found = await self._http.get(
                open_library.record_request(key), self._reader(open_library.read_work, of_record=True)
            )
            if not isinstance(found, Moved):
                return found
            key = found.key
        return None

    async def _books(self, isbns: Sequence[str]) -> Mapping[str, Record]:
        read = partial(open_library.read_books, asked=frozenset(isbns))
        return await self._http.get(open_library.books_request(isbns), self._reader(read))

    def _reader(self, read: Callable[[Reply], T], *, of_record: bool = False) -> Callable[[Reply], T]:
        """`read` after the status was checked; a 404 speaks of the book only where its own record was asked for."""

        def read_checked(reply: Reply) -> T:
            if of_record and reply.status == 404:
                raise NoRecordError("no_such_record")
            check_status(reply, self._clock())
            answer = read(reply)
            self._breaker.succeeded()
            self._throttle.succeeded()
            return answer

        return read_checked


def _batches(queries: Sequence[BookQuery]) -> Iterator[list[BookQuery]]:
    """The books with ISBNs, so many together as have 25 different ones."""
    batch: list[BookQuery] = []
    isbns: set[str] = set()
    for query in queries:
        asked = asked_isbns(query)
        if not asked:
            continue
        if batch and len(isbns | asked) > open_library.ISBNS_A_REQUEST:
            yield batch
            batch, isbns = [], set()
        batch.append(query)
        isbns |= asked
    if batch:
        yield batch


def _answer(verdict: Verdict, records: Sequence[Record]) -> SourceAnswer:
    if verdict.place is None:
        return SourceAnswer(SourcePart.MISS, reason=verdict.reason)
    findings = replace(records[verdict.place].findings, match=verdict.match)
    if verdict.believed:
        return SourceAnswer(SourcePart.HIT, findings)
    return SourceAnswer(SourcePart.MISS, _as_candidate(findings), verdict.reason)


def _as_candidate(findings: Findings) -> Findings:
    """What is kept of a candidate that was not believed: which record it was and how near it came."""
    return Findings(record_ids=findings.record_ids, match=findings.match)


def _nearness(answer: SourceAnswer) -> float:
    match = None if answer.findings is None else answer.findings.match
    return 0.0 if match is None else match.confidence


def _agreement(query: BookQuery, record: Record) -> Agreement:
    return titles.agreement(query.title, record.candidate.title, record.candidate.subtitle)
