"""What may grow only on purpose: the page's files, events on the bus, and items of the event store."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from adapters.event_items import to_item
from adapters.metering import event_bytes, item_bytes
from domain.books import Book, ReadingStatus
from domain.enrichment import BookOutcome, Findings, Match, Outcome, SourcePart
from domain.events import DomainEvent, EventName, Lineage
from domain.events.books import book_outcome, book_queued, queued_book
from tests.conftest import REPOSITORY
from tests.memory import START

PAGE_BYTES = 175_000
"""Compressed, without a library: a dashboard of 762 books may weigh 250 kB, 75 kB of it the library's own."""
CODE = {".html", ".css", ".js", ".svg", ".json"}
WRITE_UNIT = 1024
BUS_EVENT_BYTES = 2_000


def test_the_page_stays_light() -> None:
    files = [path for path in (REPOSITORY / "web").rglob("*") if path.suffix in CODE]
    weights = {path.name: len(gzip.compress(path.read_bytes())) for path in files}
    assert sum(weights.values()) <= PAGE_BYTES, sorted(weights.items(), key=lambda each: -each[1])[:5]


@pytest.fixture
def events(shared_data: Path) -> dict[EventName, list[DomainEvent]]:
    """Both events of each book whose headings two sources really gave."""
    lines = (shared_data / "catalog" / "subjects.jsonl").read_text().splitlines()
    made: dict[EventName, list[DomainEvent]] = {EventName.BOOK_QUEUED: [], EventName.BOOK_ENRICHED: []}
    for position, row in enumerate(map(json.loads, lines)):
        book = Book(
            book_id=str(1_000_000 + position),
            position=position,
            row=position + 1,
            title=row["title"],
            short_title=row["title"],
            author=row["author"],
            author_last_first=row["author"],
            status=ReadingStatus.READ,
            shelf="read",
            isbn13=row.get("isbn13"),
        )
        queued = book_queued(book, export_key="0" * 24, run=1, occurred_at=START, lineage=Lineage("c" * 32))
        findings = Findings(subjects=tuple(row["subjects"]), cover_id=9_000_000, pages=300, match=Match("isbn", 1.0))
        parts = {"openlibrary": SourcePart.HIT, "googlebooks": SourcePart.HIT}
        outcome = BookOutcome(book.book_id, Outcome.ENRICHED, findings, parts)
        made[EventName.BOOK_QUEUED].append(queued)
        made[EventName.BOOK_ENRICHED].append(book_outcome(queued_book(queued.envelope()), outcome, START))
    return made


def p95(sizes: list[int]) -> int:
    return sorted(sizes)[round(0.95 * (len(sizes) - 1))]


@pytest.mark.parametrize("name", [EventName.BOOK_QUEUED, EventName.BOOK_ENRICHED])
def test_an_item_of_the_event_store_costs_one_write_unit(
    name: EventName, events: dict[EventName, list[DomainEvent]]
) -> None:
    sizes = [item_bytes(to_item(event).serialize()) for event in events[name]]
    assert p95(sizes) <= WRITE_UNIT


def test_an_event_on_the_bus_stays_small(events: dict[EventName, list[DomainEvent]]) -> None:
    for name, made in events.items():
        entries = [{"Source": "s" * 15, "DetailType": name, "Detail": json.dumps(event.envelope())} for event in made]
        assert p95([event_bytes(entry) for entry in entries]) <= BUS_EVENT_BYTES, name
