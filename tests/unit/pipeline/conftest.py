"""The whole pipeline over ports in memory, stage by stage, driven by the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from domain.enrichment import Findings, SourcePart
from domain.events import DomainEvent, EventName
from domain.events.books import QueuedBook, queued_book
from domain.files import RawFile
from domain.pipeline.accept import Acceptance, Accepted
from domain.pipeline.aggregate import Aggregation
from domain.pipeline.deadline import ProgressCheck
from domain.pipeline.enrich import Enrichment
from domain.pipeline.erase import Deletion, Erasure
from domain.pipeline.expire import Expiration
from domain.pipeline.give_up import GivingUp
from domain.pipeline.ingest import Ingest, Ingested
from domain.pipeline.reprocess import ReprocessRequests, ReprocessStart
from domain.sources.ask import BookQuery, LookedUp, SourceAnswer
from tests.memory import (
    Clock,
    MemoryBudget,
    MemoryCatalogue,
    MemoryCounters,
    MemoryExports,
    MemoryObjects,
    MemoryQueue,
    MemorySchedules,
    MemoryStore,
    Numbered,
    Tables,
)

HEADER = "Book Id,Title,Author,ISBN,ISBN13,My Rating,Date Read,Exclusive Shelf\n"


def export_csv(*books: str, shelf: str = "read") -> bytes:
    """An export of books that are named by their titles."""
    rows = [
        f"{number},{title},Someone,,,4,2024/05/0{number % 9 + 1},{shelf}\n" for number, title in enumerate(books, 1)
    ]
    return (HEADER + "".join(rows)).encode()


@dataclass
class ScriptedSource:
    """A source that knows some titles, and can be made to fail or to pause."""

    name: str = "openlibrary"
    known: Mapping[str, Findings] = field(default_factory=dict)
    part: SourcePart | None = None
    paused: float | None = None
    asked: list[str] = field(default_factory=list)

    async def look_up(self, queries: Sequence[BookQuery]) -> LookedUp:
        if self.paused is not None:
            return LookedUp({}, self.paused)
        self.asked += [query.title for query in queries]
        return LookedUp({query.key: self._answer(query) for query in queries})

    def _answer(self, query: BookQuery) -> SourceAnswer:
        if self.part is not None:
            return SourceAnswer(self.part)
        if query.title in self.known:
            return SourceAnswer(SourcePart.HIT, self.known[query.title])
        return SourceAnswer(SourcePart.MISS, reason="no_record")


@dataclass
class Pipeline:
    """Every stage over one set of tables."""

    clock: Clock = field(default_factory=Clock)
    tables: Tables = field(default_factory=Tables)
    queue: MemoryQueue = field(default_factory=MemoryQueue)
    schedules: MemorySchedules = field(default_factory=MemorySchedules)
    catalogue: MemoryCatalogue = field(default_factory=MemoryCatalogue)
    sources: list[ScriptedSource] = field(default_factory=lambda: [ScriptedSource()])
    nudged: list[tuple[str, int]] = field(default_factory=list)
    source_paused: bool = False
    max_books: int = 100
    budget: MemoryBudget = field(default_factory=MemoryBudget)

    def __post_init__(self) -> None:
        self.numbered = Numbered()
        self.objects = MemoryObjects(self.clock)
        self.exports = MemoryExports(self.tables)
        self.counters = MemoryCounters(self.tables)
        self.store = MemoryStore(self.tables)

    @property
    def acceptance(self) -> Acceptance:
        return Acceptance(self.exports, self.objects, self.clock, self.numbered.names)

    @property
    def ingest(self) -> Ingest:
        return Ingest(
            self.exports,
            self.counters,
            self.store,
            self.objects,
            self.schedules,
            self.schedules,
            self.budget,
            self.clock,
            max_books=self.max_books,
            requests_per_second=1.0,
        )

    @property
    def enrichment(self) -> Enrichment:
        return Enrichment(
            self.catalogue, self.sources, self.store, self.clock, self.numbered.token, lambda _attempt: None
        )

    @property
    def aggregation(self) -> Aggregation:
        return Aggregation(self.exports, self.counters, self.store, self.objects, self.clock)

    @property
    def giving_up(self) -> GivingUp:
        return GivingUp(self.exports, self.store, self.objects, self.clock, self.numbered.token, lambda _attempt: None)

    @property
    def deletion(self) -> Deletion:
        return Deletion(self.exports, self.objects, self.clock)

    @property
    def expiration(self) -> Expiration:
        return Expiration(self.exports, self.clock)

    @property
    def erasure(self) -> Erasure:
        return Erasure(self.store, self.counters, self.objects, lambda _key: None)

    @property
    def progress_check(self) -> ProgressCheck:
        return ProgressCheck(
            self.exports,
            self.counters,
            self.store,
            self.objects,
            self.schedules,
            self.queue,
            start_aggregation=lambda key, run: self.nudged.append((key, run)),
            is_paused=lambda: self.source_paused,
            clock=self.clock,
            new_token=self.numbered.token,
            pause=lambda _attempt: None,
        )

    @property
    def reprocess(self) -> ReprocessRequests:
        return ReprocessRequests(self.exports, self.clock)

    @property
    def start_again(self) -> ReprocessStart:
        return ReprocessStart(
            self.exports, self.counters, self.store, self.objects, self.schedules, self.clock, requests_per_second=1.0
        )

    def upload(self, csv: bytes, *, include_unread: bool = False) -> Accepted:
        return self.acceptance.take(csv, include_unread=include_unread)

    def ingested(self, accepted: Accepted, run: int = 1) -> Ingested:
        file = RawFile(accepted.export_key, run)
        return self.ingest(file, size=100, last_modified=self.clock())

    def queued(self, accepted: Accepted, run: int = 1) -> list[QueuedBook]:
        return [
            queued_book(event.envelope())
            for event in self.tables.events.values()
            if event.name is EventName.BOOK_QUEUED and event.export_key == accepted.export_key and event.run == run
        ]

    def event(self, accepted: Accepted, name: EventName) -> DomainEvent:
        (event,) = (e for e in self.tables.events.values() if e.name is name and e.export_key == accepted.export_key)
        return event


@pytest.fixture
def pipeline() -> Pipeline:
    return Pipeline()
