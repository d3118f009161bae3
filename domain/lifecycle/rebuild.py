"""Making an export's record from its lifecycle events alone, and comparing it with the one that is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace

from domain.events import DomainEvent, EventName
from domain.lifecycle.projection import apply, begin_upload
from domain.lifecycle.record import ExportRecord

_RANK = {
    EventName.EXPORT_UPLOADED: 0,
    EventName.REPROCESS_REQUESTED: 0,
    EventName.EXPORT_PARSED: 1,
    EventName.EXPORT_REJECTED: 1,
    EventName.DASHBOARD_PUBLISHED: 2,
    EventName.RUN_FAILED: 2,
    EventName.EXPORT_DELETED: 3,
}

_NOT_OF_EVENTS = frozenset({"revision", "opened_at", "by_address", "updated_at"})
"""What no event tells: how often the record was written, and how its file was announced."""


def in_order(events: Iterable[DomainEvent]) -> list[DomainEvent]:
    """The events of an export's life in the order in which they changed its record."""
    return sorted(events, key=lambda event: (event.run, _RANK[event.name]))


def rebuild(stored: ExportRecord, events: Iterable[DomainEvent]) -> ExportRecord:
    """The record that the events make, from nothing but the names that `stored` was created with.

    A file that was announced and has not arrived is no event yet: it is taken over from `stored`, and so is how many
    before it never came.
    """
    record = ExportRecord(
        export_key=stored.export_key,
        uuid=stored.uuid,
        owner_token_sha256=stored.owner_token_sha256,
        created_at=stored.created_at,
        correlation_id=stored.correlation_id,
        include_unread=stored.include_unread,
    )
    for event in in_order(events):
        record = apply(record, event)
    if stored.awaits_file() and stored.current_run > record.current_run:
        opened = stored.opened_at or stored.created_at
        before = replace(record, current_run=stored.current_run - 1)
        record = begin_upload(before, by_address=stored.by_address, include_unread=stored.include_unread, now=opened)
    return record


def differences(stored: ExportRecord, rebuilt: ExportRecord) -> dict[str, tuple[object, object]]:
    """The fields in which the two differ, each with its stored and its rebuilt value."""
    names = [field.name for field in fields(ExportRecord) if field.name not in _NOT_OF_EVENTS]
    both = {name: (getattr(stored, name), getattr(rebuilt, name)) for name in names}
    return {name: pair for name, pair in both.items() if pair[0] != pair[1]}
