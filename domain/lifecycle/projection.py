"""How each lifecycle event changes an export's record. Folding them all gives the record that is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from domain.events import DomainEvent, EventName
from domain.events.places import shard_count
from domain.lifecycle.record import ErrorCode, ExportRecord, Status


def apply(record: ExportRecord, event: DomainEvent) -> ExportRecord:
    """The record after `event`. KeyError for an event that is not of the lifecycle."""
    after = _CHANGES[event.name](record, event)
    return replace(after, updated_at=event.occurred_at, revision=record.revision + 1)


def _uploaded(record: ExportRecord, event: DomainEvent) -> ExportRecord:
    return replace(
        record,
        current_run=event.run,
        status=Status.PROCESSING,
        include_unread=event.data["include_unread"] is True,
        file_size=_whole(event.data["file_size"]),
        upload_time=event.occurred_at,
        run_started_at=event.occurred_at,
        books_of=event.run,
        ask_again=False,
        completed_at=None,
        error_code=None,
        error_reason=None,
    )


def _rejected(record: ExportRecord, event: DomainEvent) -> ExportRecord:
    missing = event.data["missing"]
    reason = str(event.data["code"])
    if isinstance(missing, list) and missing:
        reason = f"{reason}: {', '.join(map(str, missing))}"
    return replace(
        record,
        status=Status.ERROR,
        error_code=ErrorCode.REJECTED,
        error_reason=reason,
        completed_at=event.occurred_at,
    )


def _parsed(record: ExportRecord, event: DomainEvent) -> ExportRecord:
    return replace(
        record,
        accepted_run=event.run,
        total_books=_whole(event.data["to_enrich"]),
        largest_shard=max(record.largest_shard, shard_count(_whole(event.data["books"])) - 1, 0),
    )


def _published(record: ExportRecord, event: DomainEvent) -> ExportRecord:
    return replace(
        record,
        status=Status.COMPLETE,
        published_run=event.run,
        published_books_of=record.books_of,
        error_code=None,
        error_reason=None,
        completed_at=event.occurred_at,
    )


def _failed(record: ExportRecord, event: DomainEvent) -> ExportRecord:
    return replace(
        record,
        status=Status.ERROR,
        error_code=ErrorCode.FAILED,
        error_reason=str(event.data["code"]),
        completed_at=event.occurred_at,
    )


def _reprocess(record: ExportRecord, event: DomainEvent) -> ExportRecord:
    return replace(
        record,
        current_run=event.run,
        status=Status.PROCESSING,
        run_started_at=event.occurred_at,
        books_of=_whole(event.data["books_of"]),
        ask_again=event.data["from"] == "sources",
        completed_at=None,
        error_code=None,
        error_reason=None,
    )


def begin_upload(record: ExportRecord, *, by_address: bool, include_unread: bool, now: dt.datetime) -> ExportRecord:
    """The record after a newer file was announced: the next run waits for it, and nothing else is changed."""
    return replace(
        record,
        current_run=record.current_run + 1,
        status=Status.PROCESSING,
        opened_at=now,
        by_address=by_address,
        include_unread=include_unread,
        run_started_at=None,
        total_books=None,
        completed_at=None,
        error_code=None,
        error_reason=None,
        updated_at=now,
        revision=record.revision + 1,
    )


def _deleted(record: ExportRecord, _event: DomainEvent) -> ExportRecord:
    return replace(record, status=Status.DELETED, uuid=None, owner_token_sha256=None)


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"a whole number is wanted, not {value!r}")
    return value


_CHANGES: dict[EventName, Callable[[ExportRecord, DomainEvent], ExportRecord]] = {
    EventName.EXPORT_UPLOADED: _uploaded,
    EventName.EXPORT_REJECTED: _rejected,
    EventName.EXPORT_PARSED: _parsed,
    EventName.DASHBOARD_PUBLISHED: _published,
    EventName.RUN_FAILED: _failed,
    EventName.REPROCESS_REQUESTED: _reprocess,
    EventName.EXPORT_DELETED: _deleted,
}
