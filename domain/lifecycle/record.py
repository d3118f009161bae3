"""The record of an export (a projection of its lifecycle events) and the counter of a run."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

KEPT = dt.timedelta(days=365)
"""How long an export is kept after its last upload; then it is deleted as its owner would."""

RETENTION = dt.timedelta(days=400)
"""How long any row or object of an export lives after its last upload, were nothing else to remove it."""

UPLOAD_WINDOW = dt.timedelta(minutes=20)
"""How long after its request a file may arrive: the address lives 15 minutes, and 5 are for sending."""

FORM_WINDOW = dt.timedelta(hours=24)
"""How long a file that came in a form may wait to be read before its run is over."""

LONGEST_CALL = dt.timedelta(minutes=1)
"""How long a write of ours may take to happen after it was decided on."""


class Status(StrEnum):
    """Where an export stands; `deleted` is a tombstone."""

    PROCESSING = "processing"
    COMPLETE = "complete"
    ERROR = "error"
    DELETED = "deleted"


class ErrorCode(StrEnum):
    """Why an export's last run ended in an error, in the words of the API."""

    REJECTED = "rejected"
    FAILED = "failed"
    NOT_RECEIVED = "not_received"


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """What is known of one export. `revision` rises by one with each change and guards the next.

    `uuid` and `owner_token_sha256` are None on a tombstone. `opened_at` is when the current run's file was
    announced, `by_address` that it comes by an address that lives for minutes. `accepted_run` is the last run whose
    file was read, `books_of` the run whose file the current run works on, `published_run` the run whose dashboard is
    served and `published_books_of` whose books that shows. `ask_again` says that the current run passes what the
    catalogue does not know for certain. `total_books` counts the current run's books. Times are aware, in UTC.
    """

    export_key: str
    uuid: str | None
    owner_token_sha256: str | None
    created_at: dt.datetime
    correlation_id: str
    status: Status = Status.PROCESSING
    current_run: int = 1
    include_unread: bool = False
    revision: int = 0
    opened_at: dt.datetime | None = None
    by_address: bool = False
    books_of: int | None = None
    ask_again: bool = False
    accepted_run: int | None = None
    published_run: int | None = None
    published_books_of: int | None = None
    file_size: int | None = None
    upload_time: dt.datetime | None = None
    run_started_at: dt.datetime | None = None
    total_books: int | None = None
    largest_shard: int = 0
    error_code: ErrorCode | None = None
    error_reason: str | None = None
    completed_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None

    @property
    def expires(self) -> dt.datetime:
        """When the record and all that belongs to it may vanish by itself."""
        return (self.upload_time or self.created_at) + RETENTION

    def is_going(self, run: int) -> bool:
        """Whether `run` is the export's current run and has not ended."""
        return self.current_run == run and self.status is Status.PROCESSING

    def awaits_file(self) -> bool:
        """Whether the current run's file has not been seen yet."""
        return self.status is Status.PROCESSING and self.run_started_at is None

    def not_received(self, now: dt.datetime) -> bool:
        """Whether the current run's file can no longer be taken: its time is over.

        A file in a form was here when its run began, and only a fault of ours keeps it from being read.
        """
        window = UPLOAD_WINDOW if self.by_address else FORM_WINDOW
        return self.awaits_file() and now > (self.opened_at or self.created_at) + window

    def takes_no_file(self, now: dt.datetime) -> bool:
        """Whether it is too late to take the current run's file.

        That is so a little before its time is over: a file taken at the last moment would set a run going of which
        somebody was just told that it is over.
        """
        return self.not_received(now + LONGEST_CALL)

    def has_ended(self, now: dt.datetime) -> bool:
        """Whether the current run is over, one way or another, so that another may begin."""
        return self.status in (Status.COMPLETE, Status.ERROR) or self.not_received(now)


@dataclass(frozen=True, slots=True)
class Counter:
    """How far a run is: `remaining` of `total` books have no outcome yet; `closed` by a fault of ours.

    `outcomes_of` names the run whose outcomes stand for this one's, where it asked nobody itself.
    """

    total: int
    remaining: int
    enriched: int = 0
    partial: int = 0
    not_found: int = 0
    failed: int = 0
    closed: bool = False
    outcomes_of: int | None = None
    updated_at: dt.datetime | None = None

    @property
    def counts(self) -> dict[str, int]:
        """The outcomes so far, by name."""
        return {
            "enriched": self.enriched,
            "partial": self.partial,
            "not_found": self.not_found,
            "failed": self.failed,
        }
