"""What the pipeline needs of the world outside, each as one small protocol. `adapters/` implements them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from domain.catalogue import CatalogueEntry
from domain.counting import Cancelled
from domain.events import DomainEvent
from domain.lending import Shelfmates
from domain.lifecycle import Counter, ExportRecord

Clock = Callable[[], dt.datetime]
"""The present moment, aware, in UTC."""


class Appended(Enum):
    """What came of appending a lifecycle event."""

    DONE = auto()
    ALREADY = auto()
    """The event's place is taken: it happened before."""
    COUNTED = auto()
    """The counter was not as its guard asked: it exists where it must not, or the other way round."""
    STALE = auto()
    """The record changed since it was read: read it again and decide again."""


class CounterGuard(Enum):
    """What appending the end of a run asks of the run's counter, in the same transaction."""

    NONE = auto()
    ABSENT = auto()
    """There must be none: else nothing is appended."""
    CLOSE = auto()
    """There must be one, and it takes no outcome afterwards."""


class Exports(Protocol):
    """The exports' records, and the public links to them."""

    def get(self, export_key: str) -> ExportRecord | None:
        """The record as it stands now (a consistent read), a tombstone included."""

    def find(self, uuid: str) -> ExportRecord | None:
        """The record that a public link leads to; None when there is no such link, or no longer."""

    def create(self, record: ExportRecord) -> None:
        """Store a new record and its link. Both, or neither."""

    def append(self, event: DomainEvent, before: ExportRecord, counter: CounterGuard = CounterGuard.NONE) -> Appended:
        """Put a lifecycle event, if absent, and the record it makes of `before`, in one transaction.

        An ExportDeleted takes the link away in the same transaction. `counter` guards the counter of the
        event's run.
        """

    def replace(self, before: ExportRecord, after: ExportRecord) -> bool:
        """Store `after` unless the record changed since `before` was read; whether it was stored."""


class Counters(Protocol):
    """The runs' counters. They fall in `EventStore.transact` and nowhere else."""

    def open(self, record: ExportRecord, counter: Counter) -> bool:
        """Put the counter of the record's current run if it is absent and the run is going; False if it is not.

        A counter that exists already is left as it is, and is no reason to stop.
        """

    def get(self, export_key: str, run: int) -> Counter | None:
        """The counter as it stands now (a consistent read)."""

    def delete(self, export_key: str, run: int) -> None:
        """Remove the counter; an absent one is fine."""


class EventStore(Protocol):
    """The events of books; those of the lifecycle are appended through `Exports`."""

    def transact(self, outcomes: Sequence[DomainEvent], token: str) -> Cancelled | None:
        """The counting transaction: see `domain.counting.CountingTransaction`."""

    def append_queued(self, events: Iterable[DomainEvent]) -> None:
        """Write BookQueued events; the same ones again change nothing and make no stream record."""

    def outcomes(self, export_key: str, run: int, positions: int) -> Iterator[DomainEvent]:
        """All outcomes of a run whose books have positions below `positions`, in the order of the store."""

    def erase(self, export_key: str, run: int, shard: int) -> int:
        """Remove every event of one shard of a run; how many there were."""

    def erase_lifecycle(self, export_key: str) -> int:
        """Remove every lifecycle event but ExportDeleted; how many there were."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object's body, when it was last written, and its metadata."""

    body: bytes
    last_modified: dt.datetime
    metadata: Mapping[str, str]


class Catalogue(Protocol):
    """The shared catalogue."""

    def get_many(self, keys: Collection[str]) -> dict[str, CatalogueEntry]:
        """The entries there are, by key; an expired one may be among them."""

    def put_many(self, entries: Iterable[CatalogueEntry]) -> None:
        """Store entries, over any that are there."""

    def shelfmates(self, keys: Collection[str]) -> dict[str, Shelfmates]:
        """What is kept of series and authors, by key."""

    def put_shelfmates(self, shelfmates: Iterable[Shelfmates], now: dt.datetime) -> None:
        """Keep what is known of series and authors, over what is there: of two writers at once one is lost."""


class BookBudget(Protocol):
    """How many books the deployment takes in a day."""

    def is_spent(self) -> bool:
        """Whether no more books are taken today."""

    def spend(self, export_key: str, run: int, books: int) -> bool:
        """Count a run's books, once however often it is asked; False when today's are spent by others."""


class Objects(Protocol):
    """The export's files. Keys are those of `domain.files`."""

    def get(self, key: str) -> StoredObject | None:
        """The object, or None."""

    def put(self, key: str, body: bytes, metadata: Mapping[str, str] | None = None) -> None:
        """Write an object, over any that is there."""

    def put_once(self, key: str, body: bytes) -> bool:
        """Write an object unless there is one; whether it was written."""

    def delete(self, keys: Sequence[str]) -> None:
        """Remove objects; absent ones are fine."""

    def keys(self, prefix: str) -> list[str]:
        """The keys of all objects under a prefix."""


class Queue(Protocol):
    """One message queue."""

    def send(self, bodies: Sequence[str], *, delay_seconds: int = 0) -> None:
        """Send messages; all of them, or raise."""

    def backlog(self) -> int:
        """About how many messages wait, delayed and in flight ones included."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """The end of what is kept of an export, a year after the upload of a run."""

    export_key: str
    expires_run: int


@dataclass(frozen=True, slots=True)
class Check:
    """One progress check of a run: its number, and what the one before saw and did."""

    export_key: str
    run: int
    number: int
    remaining_before: int | None = None
    resent: bool = False
    nudged: bool = False


class Schedules(Protocol):
    """One-time schedules of progress checks, named by export, run and number.

    A name is free again once its check was made: a repeated ingest may then begin a second chain of checks. Both find
    the same and end with the run.
    """

    def at(self, when: dt.datetime, check: Check) -> None:
        """Let `check` be made at `when`; one that is arranged already stays as it is."""


class Expiries(Protocol):
    """One-time schedules of the end of what is kept."""

    def expire(self, when: dt.datetime, expiry: Expiry) -> None:
        """Let an export be looked at once more at `when`; an expiry that is arranged already stays as it is."""
