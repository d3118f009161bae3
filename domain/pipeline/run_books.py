"""The books of a run, as every stage that queues them makes them: the same each time."""

from __future__ import annotations

from collections.abc import Iterator

from domain.books import Book
from domain.events import DomainEvent, Lineage
from domain.events.books import book_queued
from domain.exports import Library
from domain.lifecycle import ExportRecord


def books_to_enrich(record: ExportRecord, library: Library) -> list[Book]:
    """The read books of a library; all of them where the run was asked to take unread ones too."""
    return [book for book in library.books if record.include_unread or book.is_read]


def queued_events(record: ExportRecord, library: Library) -> Iterator[DomainEvent]:
    """One BookQueued for each book of the record's current run, all of the moment that the run began."""
    began = record.run_started_at or record.created_at
    lineage = Lineage(record.correlation_id)
    for book in books_to_enrich(record, library):
        yield book_queued(
            book,
            export_key=record.export_key,
            run=record.current_run,
            occurred_at=began,
            lineage=lineage,
            ask_again=record.ask_again,
        )
