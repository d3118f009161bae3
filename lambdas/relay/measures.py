"""What the events say of the deployment's work, as metrics: every one passes the relay, whoever appended it.

The stream delivers at least once, so that a count may be a little high after a failure; it is never low.
"""

from __future__ import annotations

from adapters import metrics
from domain.events import DomainEvent, EventName

_LIFE = {
    EventName.EXPORT_UPLOADED: metrics.EXPORTS_STARTED,
    EventName.REPROCESS_REQUESTED: metrics.EXPORTS_STARTED,
    EventName.EXPORT_REJECTED: metrics.EXPORTS_REJECTED,
    EventName.DASHBOARD_PUBLISHED: metrics.EXPORTS_COMPLETED,
    EventName.RUN_FAILED: metrics.EXPORTS_FAILED,
    EventName.EXPORT_DELETED: metrics.EXPORTS_DELETED,
}


def note_event(event: DomainEvent) -> None:
    """Note what a published event, which keeps its contract, counts for."""
    if event.name in _LIFE:
        metrics.note(_LIFE[event.name])
    if event.name is EventName.DASHBOARD_PUBLISHED and (event.data["partial"] or event.data["failed"]):
        metrics.note(metrics.EXPORTS_WITH_GAPS)
    if event.name in (EventName.BOOK_ENRICHED, EventName.BOOK_ENRICHMENT_FAILED):
        metrics.note(metrics.BOOKS, outcome=str(event.data["outcome"]))
        if event.data.get("reason") == "deadline":
            metrics.note(metrics.BOOKS_CLOSED_BY_DEADLINE)
