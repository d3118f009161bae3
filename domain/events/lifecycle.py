"""How the events of an export's and a run's life are made. Nothing in them is personal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from domain.events.envelope import DomainEvent, EventName, Lineage
from domain.events.places import lifecycle_place

ReprocessFrom = Literal["sources", "normalise"]


@dataclass(frozen=True, slots=True)
class RunPlace:
    """Of which export and run an event is, when it happened, and what it goes back to."""

    export_key: str
    run: int
    occurred_at: dt.datetime
    lineage: Lineage


def _event(name: EventName, of: RunPlace, data: Mapping[str, object]) -> DomainEvent:
    place = lifecycle_place(of.export_key, name, of.run)
    return DomainEvent(name, place, of.run, of.occurred_at, of.lineage, data)


def export_uploaded(of: RunPlace, *, file_size: int, include_unread: bool) -> DomainEvent:
    """The raw file of a run lies in the store. `file_size` in bytes."""
    data = {"file_size": file_size, "include_unread": include_unread}
    return _event(EventName.EXPORT_UPLOADED, of, data)


def export_rejected(of: RunPlace, *, code: str, missing: tuple[str, ...] = ()) -> DomainEvent:
    """The file of a run is no library export, or too large a one; `code` says why, in a machine word."""
    return _event(EventName.EXPORT_REJECTED, of, {"code": code, "missing": list(missing)})


def export_parsed(
    of: RunPlace, *, export_format: str, books: int, to_enrich: int, problems: Mapping[str, int]
) -> DomainEvent:
    """The file of a run was read: `books` in it, `to_enrich` of them in the run, problem counts by kind."""
    data = {"format": export_format, "books": books, "to_enrich": to_enrich, "problems": dict(problems)}
    return _event(EventName.EXPORT_PARSED, of, data)


def dashboard_published(of: RunPlace, *, total: int, counts: Mapping[str, int], taxonomy_version: str) -> DomainEvent:
    """The dashboard of a run can be read; `counts` are its outcomes by name."""
    data = {"total": total, **counts, "taxonomy_version": taxonomy_version}
    return _event(EventName.DASHBOARD_PUBLISHED, of, data)


def run_failed(of: RunPlace, *, code: str) -> DomainEvent:
    """A run ended by a fault of ours; `code` says which, in a machine word."""
    return _event(EventName.RUN_FAILED, of, {"code": code})


def reprocess_requested(of: RunPlace, *, cause: str, start_from: ReprocessFrom, books_of: int) -> DomainEvent:
    """A run over books read before, those of run `books_of`; `cause` names the request or replay."""
    place = lifecycle_place(of.export_key, EventName.REPROCESS_REQUESTED, cause)
    data = {"cause": cause, "from": start_from, "books_of": books_of}
    return DomainEvent(EventName.REPROCESS_REQUESTED, place, of.run, of.occurred_at, of.lineage, data)


def export_deleted(of: RunPlace, *, largest_shard: int) -> DomainEvent:
    """Its owner, or its age, ended an export. Runs 1 … run hold shards 0 … largest_shard at most."""
    return _event(EventName.EXPORT_DELETED, of, {"largest_shard": largest_shard})
