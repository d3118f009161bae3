"""Enriching a batch of queued books: the catalogue first, the sources for the rest, then one count.

Books of any runs may come together; each source is asked once for books that are the same to the catalogue.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.catalogue import CatalogueEntry, Certainty, catalogue_key
from domain.counting import count
from domain.enrichment import (
    NO_LENDERS,
    BookOutcome,
    Findings,
    Lenders,
    Outcome,
    SourcePart,
    decide_outcome,
    merge_findings,
)
from domain.events import DomainEvent
from domain.events.books import QueuedBook, book_outcome
from domain.lending import Shelfmates, author_key, joined, lenders_of, may_lend, needs_to_borrow, series_key
from domain.ports import Catalogue, Clock, EventStore
from domain.sources.ask import BookQuery, Source, SourceAnswer


@dataclass(slots=True)
class Enriched:
    """What came of a batch, by the books' places in it: all others are done.

    `busy` must be tried again as they are; `waiting` are sent again after `wait_seconds`, for a source is
    paused.
    """

    busy: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    wait_seconds: float = 0.0
    counted: list[BookOutcome] = field(default_factory=list)
    catalogue_hits: int = 0


@dataclass(frozen=True, slots=True)
class Enrichment:
    """The enrich stage. `sources` are asked in order, each for the books that still need it."""

    catalogue: Catalogue
    sources: Sequence[Source]
    store: EventStore
    clock: Clock
    new_token: Callable[[], str]
    pause: Callable[[int], None]

    async def __call__(self, books: Sequence[QueuedBook]) -> Enriched:
        """Give every book of `books` its outcome, or say which must come again."""
        now = self.clock()
        keys = [_key(book) for book in books]
        entries = self.catalogue.get_many(set(keys))
        asked = {
            key: book
            for key, book in zip(keys, books, strict=True)
            if key not in entries or not entries[key].serves(now, ask_again=book.ask_again)
        }
        result = Enriched(catalogue_hits=sum(key not in asked for key in keys))
        fresh, waits = await self._ask(asked, now)
        self.catalogue.put_many(entry for entry in fresh.values() if _is_knowledge(entry))
        known = {**entries, **fresh}
        lenders = self._lending(asked, fresh, dict(zip(keys, books, strict=True)), known, now)
        outcomes: dict[int, BookOutcome] = {}
        events: dict[int, DomainEvent] = {}
        for place, (key, book) in enumerate(zip(keys, books, strict=True)):
            if key in waits:
                result.waiting.append(place)
                result.wait_seconds = max(result.wait_seconds, waits[key])
            else:
                outcome = _outcome(book, known[key], lenders.get(key, NO_LENDERS))
                outcomes[place] = outcome
                events[place] = book_outcome(book, outcome, now)
        counting = count(events.values(), self.store.transact, new_token=self.new_token, pause=self.pause)
        busy, counted = set(counting.busy), set(counting.counted)
        result.busy = [place for place, event in events.items() if event.event_id in busy]
        for place, event in events.items():
            if event.event_id in counted:
                counted.discard(event.event_id)  # a book twice in a batch was counted once
                result.counted.append(outcomes[place])
        return result

    def _lending(
        self,
        asked: Mapping[str, QueuedBook],
        fresh: Mapping[str, CatalogueEntry],
        books: Mapping[str, QueuedBook],
        known: Mapping[str, CatalogueEntry],
        now: dt.datetime,
    ) -> dict[str, Lenders]:
        """Keep what the books that were just found lend, and find what those with too few headings may borrow."""
        arrivals = [
            (shelf, key, headings)
            for key, entry in fresh.items()
            if entry.certainty is Certainty.FOUND and (headings := may_lend(entry.findings))
            for shelf in _shelves(asked[key])
        ]
        borrowers = [key for key, entry in known.items() if key in books and needs_to_borrow(entry.findings)]
        wanted = {shelf for shelf, _, _ in arrivals} | {s for key in borrowers for s in _shelves(books[key])}
        kept = self.catalogue.shelfmates(wanted) if wanted else {}
        changed = joined(kept, arrivals)
        if changed:
            self.catalogue.put_shelfmates(changed.values(), now)
        kept = {**kept, **changed}
        return {key: _lenders(key, books[key], kept) for key in borrowers}

    async def _ask(
        self, asked: Mapping[str, QueuedBook], now: dt.datetime
    ) -> tuple[dict[str, CatalogueEntry], dict[str, float]]:
        """Ask the sources: the entries that their answers make, and the seconds that other books wait."""
        answers: dict[str, dict[str, SourceAnswer]] = {key: {} for key in asked}
        waits: dict[str, float] = {}
        for source in self.sources:
            needy = [key for key in asked if key not in waits and not _has_enough(answers[key].values())]
            if not needy:
                continue
            looked_up = await source.look_up([_query(key, asked[key]) for key in needy])
            for key in needy:
                if key in looked_up.answers:
                    answers[key][source.name] = looked_up.answers[key]
                else:
                    waits[key] = looked_up.paused_seconds or 0.0
        return {key: _entry(key, answers[key], now) for key in asked if key not in waits}, waits


def _has_enough(answers: Iterable[SourceAnswer]) -> bool:
    """Whether a book needs no further source: it has a heading that may give a genre, and a cover."""
    found = [answer.findings for answer in answers if answer.part is SourcePart.HIT and answer.findings]
    headings = any(len(findings.subjects) + len(findings.categories) > 1 for findings in found)
    return headings and any(findings.cover_id or findings.thumbnail for findings in found)


def _entry(key: str, answers: Mapping[str, SourceAnswer], now: dt.datetime) -> CatalogueEntry:
    parts = {name: answer.part for name, answer in answers.items()}
    hits = [a.findings for a in answers.values() if a.part is SourcePart.HIT and a.findings]
    candidates = [a.findings for a in answers.values() if a.part is SourcePart.MISS and a.findings]
    # A candidate that was not believed is kept as such: which record it was, and how near the match came.
    unbelieved = merge_findings(candidates)
    findings = merge_findings(hits) if hits else Findings(match=unbelieved.match, record_ids=unbelieved.record_ids)
    reason = None if hits else next((a.reason for a in answers.values() if a.reason), "no_source_asked")
    return CatalogueEntry(key, _CERTAINTY[_decide(parts)], findings, parts, now, reason)


def _is_knowledge(entry: CatalogueEntry) -> bool:
    """Whether a source answered at all: that none could, or none was asked, is nothing to keep."""
    return any(part in (SourcePart.HIT, SourcePart.MISS) for part in entry.sources.values())


def _outcome(book: QueuedBook, entry: CatalogueEntry, lenders: Lenders) -> BookOutcome:
    found = entry.certainty is Certainty.FOUND
    outcome = Outcome.ENRICHED if found else _decide(entry.sources)
    reason = None if found else entry.reason
    return BookOutcome(book.book_id, outcome, entry.findings, entry.sources, reason, lenders)


def _shelves(book: QueuedBook) -> list[str]:
    """Where the book stands beside others: its author's shelf and, where it has one, its series'."""
    shelves = [author_key(book.author)] if book.author else []
    return [*shelves, series_key(book.series, book.author)] if book.series else shelves


def _lenders(key: str, book: QueuedBook, kept: Mapping[str, Shelfmates]) -> Lenders:
    series = kept.get(series_key(book.series, book.author)) if book.series else None
    return lenders_of(key, series, kept.get(author_key(book.author)))


def _decide(parts: Mapping[str, SourcePart]) -> Outcome:
    """With no source there is nobody who could fail: what the catalogue does not know is not found."""
    return decide_outcome(parts) if parts else Outcome.NOT_FOUND


_CERTAINTY = {
    Outcome.ENRICHED: Certainty.FOUND,
    Outcome.NOT_FOUND: Certainty.NOT_FOUND,
    Outcome.PARTIAL: Certainty.UNCERTAIN,
    Outcome.FAILED: Certainty.UNCERTAIN,
}


def _key(book: QueuedBook) -> str:
    return catalogue_key(isbn13=book.isbn13, title=book.title, author=book.author, isbn_doubtful=book.isbn_doubtful)


def _query(key: str, book: QueuedBook) -> BookQuery:
    return BookQuery(key, book.title, book.author, book.isbn13, book.isbn10, book.isbn_doubtful)
