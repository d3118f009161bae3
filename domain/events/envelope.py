"""The form every domain event has, in the store and on the bus."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.events.places import Place

SOURCE = "goodreads-stats"


class EventName(StrEnum):
    """Every domain event there is; the value is the `detail-type` on the bus and names the schema folder."""

    EXPORT_UPLOADED = "ExportUploaded"
    EXPORT_REJECTED = "ExportRejected"
    EXPORT_PARSED = "ExportParsed"
    BOOK_QUEUED = "BookQueued"
    BOOK_ENRICHED = "BookEnriched"
    BOOK_ENRICHMENT_FAILED = "BookEnrichmentFailed"
    DASHBOARD_PUBLISHED = "DashboardPublished"
    RUN_FAILED = "RunFailed"
    REPROCESS_REQUESTED = "ReprocessRequested"
    EXPORT_DELETED = "ExportDeleted"


@dataclass(frozen=True, slots=True)
class Lineage:
    """Which request an event goes back to, and which event directly caused it."""

    correlation_id: str
    causation_id: str | None = None


@dataclass(frozen=True, slots=True)
class DomainEvent:
    """Something that happened to an export, a run or a book. `occurred_at` is aware, in UTC."""

    name: EventName
    place: Place
    run: int
    occurred_at: dt.datetime
    lineage: Lineage
    data: Mapping[str, object]
    version: int = 1

    @property
    def event_id(self) -> str:
        """The same on every attempt: uuid5 of the place."""
        return self.place.event_id

    @property
    def export_key(self) -> str:
        """The inner name of the export."""
        return self.place.export_key

    def envelope(self) -> dict[str, object]:
        """The event as EventBridge's `detail`: `{metadata, data}`, JSON-able."""
        return {
            "metadata": {
                "event_id": self.event_id,
                "event_version": self.version,
                "export_key": self.export_key,
                "run": self.run,
                "occurred_at": timestamp(self.occurred_at),
                "correlation_id": self.lineage.correlation_id,
                "causation_id": self.lineage.causation_id,
            },
            "data": dict(self.data),
        }

    def caused(self) -> Lineage:
        """The lineage of what this event causes."""
        return Lineage(self.lineage.correlation_id, self.event_id)


def timestamp(moment: dt.datetime) -> str:
    """RFC 3339 in UTC with milliseconds: `2026-11-24T09:30:00.000Z`."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_timestamp(text: str) -> dt.datetime:
    """The inverse of `timestamp`. ValueError when `text` is not RFC 3339."""
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)
