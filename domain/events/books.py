"""How the events of one book in a run are made, and read again.

They carry what the book sources need and what they said, and nothing that is the reader's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from domain.books import Book
from domain.enrichment import NO_LENDERS, BookOutcome, Outcome, SourcePart
from domain.events.envelope import DomainEvent, EventName, Lineage
from domain.events.places import outcome_place, queued_place
from domain.findings import findings_from_json, findings_to_json, lenders_from_json, lenders_to_json

TITLE_LIMIT = 500
AUTHOR_LIMIT = 200
SERIES_LIMIT = 200


@dataclass(frozen=True, slots=True)
class QueuedBook:
    """A book waiting for its outcome in a run: what is asked of the sources, and whose answer it will be.

    `ask_again` passes negative and uncertain catalogue entries, as re-processing from the sources does.
    """

    export_key: str
    run: int
    position: int
    book_id: str
    title: str
    author: str
    isbn13: str | None
    isbn10: str | None
    isbn_doubtful: bool
    ask_again: bool
    lineage: Lineage
    series: str | None = None


def book_queued(
    book: Book,
    *,
    export_key: str,
    run: int,
    occurred_at: dt.datetime,
    lineage: Lineage,
    ask_again: bool = False,
) -> DomainEvent:
    """`book` waits for its outcome in `run`. The same arguments give the same event, byte for byte."""
    data: dict[str, object] = {
        "book_id": book.book_id,
        "position": book.position,
        "title": book.short_title[:TITLE_LIMIT],
        "author": book.author[:AUTHOR_LIMIT],
        "isbn13": book.isbn13,
        "isbn10": book.isbn10,
        "isbn_doubtful": book.isbn_doubtful,
        "ask_again": ask_again,
    }
    if book.series:
        data["series"] = book.series[0].name[:SERIES_LIMIT]
    place = queued_place(export_key, run, book.position, book.book_id)
    return DomainEvent(EventName.BOOK_QUEUED, place, run, occurred_at, lineage, data)


def queued_book(envelope: Mapping[str, object]) -> QueuedBook:
    """The book that a valid BookQueued `detail` tells of. KeyError and TypeError only if it is not valid."""
    metadata, data = envelope["metadata"], envelope["data"]
    if not isinstance(metadata, Mapping) or not isinstance(data, Mapping):
        raise TypeError("metadata and data are objects")
    return QueuedBook(
        export_key=metadata["export_key"],
        run=metadata["run"],
        position=data["position"],
        book_id=data["book_id"],
        title=data["title"],
        author=data["author"],
        isbn13=data["isbn13"],
        isbn10=data["isbn10"],
        isbn_doubtful=data["isbn_doubtful"],
        ask_again=data["ask_again"],
        lineage=Lineage(metadata["correlation_id"], metadata["event_id"]),
        series=data.get("series"),
    )


def book_outcome(book: QueuedBook, outcome: BookOutcome, occurred_at: dt.datetime) -> DomainEvent:
    """The event of a book's end in its run: BookEnrichmentFailed where it failed, else BookEnriched."""
    failed = outcome.outcome is Outcome.FAILED
    name = EventName.BOOK_ENRICHMENT_FAILED if failed else EventName.BOOK_ENRICHED
    data: dict[str, object] = {
        "book_id": book.book_id,
        "position": book.position,
        "outcome": outcome.outcome.value,
        "sources": {source: part.value for source, part in outcome.sources.items()},
    }
    if outcome.reason is not None:
        data["reason"] = outcome.reason
    if not failed:
        data["findings"] = findings_to_json(outcome.findings)
    if outcome.lenders != NO_LENDERS:
        data["lenders"] = lenders_to_json(outcome.lenders)
    place = outcome_place(book.export_key, book.run, book.position, book.book_id)
    return DomainEvent(name, place, book.run, occurred_at, book.lineage, data)


def outcome_of(event: DomainEvent) -> BookOutcome:
    """The outcome that a BookEnriched or BookEnrichmentFailed tells of. KeyError if `event` is neither."""
    data = event.data
    sources = data["sources"]
    findings = data.get("findings")
    if not isinstance(sources, Mapping) or not isinstance(findings, Mapping | None):
        raise TypeError("sources and findings are objects")
    reason = data.get("reason")
    return BookOutcome(
        book_id=str(data["book_id"]),
        outcome=Outcome(str(data["outcome"])),
        findings=findings_from_json(findings or {}),
        sources={source: SourcePart(part) for source, part in sources.items()},
        reason=None if reason is None else str(reason),
        lenders=lenders_from_json(data.get("lenders")),
    )
