"""The ports in memory: what the pipeline's tests run on. Each keeps the promises of `domain.ports`."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.catalogue import CatalogueEntry
from domain.counting import Cancelled, Reason
from domain.events import DomainEvent, EventName, Place
from domain.events.places import OUTCOME, life_partition, shard_count, shard_partition
from domain.lending import Shelfmates
from domain.lifecycle import Counter, ExportRecord, Status, apply
from domain.pipeline.accept import Names
from domain.ports import Appended, Check, CounterGuard, Expiry, StoredObject

START = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)


@dataclass
class Clock:
    """A clock that moves only when told."""

    moment: dt.datetime = START

    def __call__(self) -> dt.datetime:
        return self.moment

    def advance(self, **parts: float) -> None:
        self.moment += dt.timedelta(**parts)


class TransactionFaultError(Exception):
    """DynamoDB refuses the transaction as wrong in itself, not for what the tables hold."""


Item = DomainEvent | ExportRecord | Counter


@dataclass(frozen=True, slots=True)
class Change:
    """An item of a table before and after a write, as the table's stream tells it; None where there is none."""

    partition: str
    before: Item | None
    after: Item | None


@dataclass
class Tables:
    """The exports, counters and event store, which share transactions. `changes` are all writes, in order."""

    events: dict[Place, DomainEvent] = field(default_factory=dict)
    records: dict[str, ExportRecord] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    counters: dict[tuple[str, int], Counter] = field(default_factory=dict)
    tokens: dict[str, tuple[list[Place], bool]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    def names(self, export_key: str) -> list[str]:
        """The names of an export's events in the order they were appended."""
        return [event.name.value for event in self.events.values() if event.export_key == export_key]

    def put_event(self, event: DomainEvent) -> None:
        self._note(event.place.partition, self.events.get(event.place), event)
        self.events[event.place] = event

    def drop_event(self, place: Place) -> None:
        self._note(place.partition, self.events.pop(place, None), None)

    def put_record(self, record: ExportRecord) -> None:
        self._note(record.export_key, self.records.get(record.export_key), record)
        self.records[record.export_key] = record

    def put_counter(self, export_key: str, run: int, counter: Counter) -> None:
        self._note(f"{export_key}#{run}", self.counters.get((export_key, run)), counter)
        self.counters[export_key, run] = counter

    def drop_counter(self, export_key: str, run: int) -> None:
        self._note(f"{export_key}#{run}", self.counters.pop((export_key, run), None), None)

    def _note(self, partition: str, before: Item | None, after: Item | None) -> None:
        if before != after:  # a write that changes nothing makes no stream record
            self.changes.append(Change(partition, before, after))


@dataclass
class MemoryExports:
    tables: Tables

    def get(self, export_key: str) -> ExportRecord | None:
        return self.tables.records.get(export_key)

    def find(self, uuid: str) -> ExportRecord | None:
        key = self.tables.links.get(uuid)
        record = None if key is None else self.get(key)
        return None if record is None or record.status is Status.DELETED else record

    def create(self, record: ExportRecord) -> None:
        assert record.export_key not in self.tables.records
        self.tables.put_record(record)
        self.tables.links[record.uuid or ""] = record.export_key

    def append(self, event: DomainEvent, before: ExportRecord, counter: CounterGuard = CounterGuard.NONE) -> Appended:
        if event.place in self.tables.events:
            return Appended.ALREADY
        guarded = self.tables.counters.get((event.export_key, event.run))
        if counter is not CounterGuard.NONE and (guarded is None) is (counter is CounterGuard.CLOSE):
            return Appended.COUNTED
        if self.get(event.export_key) != before:
            return Appended.STALE
        if guarded is not None and counter is CounterGuard.CLOSE:
            self.tables.put_counter(event.export_key, event.run, replace(guarded, closed=True))
        self.tables.put_event(event)
        self.tables.put_record(apply(before, event))
        if event.name is EventName.EXPORT_DELETED:
            self.tables.links.pop(before.uuid or "", None)
        return Appended.DONE

    def replace(self, before: ExportRecord, after: ExportRecord) -> bool:
        if self.get(before.export_key) != before:
            return False
        self.tables.put_record(after)
        return True


@dataclass
class MemoryCounters:
    tables: Tables

    def open(self, record: ExportRecord, counter: Counter) -> bool:
        run = record.current_run
        if not self._is_going(record.export_key, run):
            return False
        if (record.export_key, run) not in self.tables.counters:
            self.tables.put_counter(record.export_key, run, counter)
        return True

    def _is_going(self, export_key: str, run: int) -> bool:
        record = self.tables.records.get(export_key)
        return record is not None and record.status is Status.PROCESSING and record.current_run == run

    def get(self, export_key: str, run: int) -> Counter | None:
        return self.tables.counters.get((export_key, run))

    def delete(self, export_key: str, run: int) -> None:
        self.tables.drop_counter(export_key, run)


@dataclass
class MemoryStore:
    tables: Tables

    def append_queued(self, events: Iterable[DomainEvent]) -> None:
        for event in events:
            self.tables.put_event(event)

    def transact(self, outcomes: Sequence[DomainEvent], token: str) -> Cancelled | None:
        places = [event.place for event in outcomes]
        if len(set(places)) < len(places):
            raise TransactionFaultError("a transaction names an item twice")
        told, happened = self.tables.tokens.setdefault(token, (places, False))
        if told != places:
            raise TransactionFaultError("a client token came with another set")
        if happened:
            return None
        key = (outcomes[0].export_key, outcomes[0].run)
        counter = self.tables.counters.get(key)
        slots = tuple(Reason.CONDITION_FAILED if self._is_taken(event) else Reason.NONE for event in outcomes)
        refused = self._refuses(counter, len(outcomes))
        if refused or Reason.CONDITION_FAILED in slots:
            return Cancelled(slots, Reason.CONDITION_FAILED if refused else Reason.NONE)
        for event in outcomes:
            self.tables.put_event(event)
        self.tables.put_counter(*key, lowered(counter or Counter(0, 0), outcomes))
        self.tables.tokens[token] = (places, True)
        return None

    def _is_taken(self, outcome: DomainEvent) -> bool:
        return outcome.place in self.tables.events

    def _refuses(self, counter: Counter | None, number: int) -> bool:
        return counter is None or counter.closed or counter.remaining < number

    def outcomes(self, export_key: str, run: int, positions: int) -> Iterator[DomainEvent]:
        shards = {shard_partition(export_key, run, shard) for shard in range(shard_count(positions))}
        places = sorted(self.tables.events, key=lambda place: (place.partition, place.sort))
        for place in places:
            if place.partition in shards and place.sort.startswith(OUTCOME):
                yield self.tables.events[place]

    def erase(self, export_key: str, run: int, shard: int) -> int:
        return self._erase({p for p in self.tables.events if p.partition == shard_partition(export_key, run, shard)})

    def erase_lifecycle(self, export_key: str) -> int:
        life = life_partition(export_key)
        kept = EventName.EXPORT_DELETED
        return self._erase({p for p, e in self.tables.events.items() if p.partition == life and e.name is not kept})

    def _erase(self, places: Collection[Place]) -> int:
        for place in places:
            self.tables.drop_event(place)
        return len(places)


def lowered(counter: Counter, outcomes: Sequence[DomainEvent]) -> Counter:
    ended = [event.data["outcome"] for event in outcomes]
    return replace(
        counter,
        remaining=counter.remaining - len(outcomes),
        enriched=counter.enriched + ended.count("enriched"),
        partial=counter.partial + ended.count("partial"),
        not_found=counter.not_found + ended.count("not_found"),
        failed=counter.failed + ended.count("failed"),
    )


@dataclass
class MemoryObjects:
    """`written` are all writes, in order; a removal is a write of None."""

    clock: Clock
    stored: dict[str, StoredObject] = field(default_factory=dict)
    written: list[tuple[str, StoredObject | None]] = field(default_factory=list)

    def get(self, key: str) -> StoredObject | None:
        return self.stored.get(key)

    def put(self, key: str, body: bytes, metadata: Mapping[str, str] | None = None) -> None:
        self.stored[key] = StoredObject(body, self.clock(), metadata or {})
        self.written.append((key, self.stored[key]))

    def put_once(self, key: str, body: bytes) -> bool:
        if key in self.stored:
            return False
        self.put(key, body)
        return True

    def delete(self, keys: Sequence[str]) -> None:
        for key in keys:
            if self.stored.pop(key, None) is not None:
                self.written.append((key, None))

    def keys(self, prefix: str) -> list[str]:
        return sorted(key for key in self.stored if key.startswith(prefix))


@dataclass
class MemoryCatalogue:
    entries: dict[str, CatalogueEntry] = field(default_factory=dict)
    shelves: dict[str, Shelfmates] = field(default_factory=dict)

    def get_many(self, keys: Collection[str]) -> dict[str, CatalogueEntry]:
        return {key: self.entries[key] for key in keys if key in self.entries}

    def put_many(self, entries: Iterable[CatalogueEntry]) -> None:
        self.entries.update((entry.key, entry) for entry in entries)

    def shelfmates(self, keys: Collection[str]) -> dict[str, Shelfmates]:
        return {key: self.shelves[key] for key in keys if key in self.shelves}

    def put_shelfmates(self, shelfmates: Iterable[Shelfmates], now: dt.datetime) -> None:
        self.shelves.update((each.key, each) for each in shelfmates)


@dataclass
class MemoryQueue:
    sent: list[tuple[str, int]] = field(default_factory=list)
    waiting: int = 0

    def send(self, bodies: Sequence[str], *, delay_seconds: int = 0) -> None:
        self.sent += [(body, delay_seconds) for body in bodies]

    def backlog(self) -> int:
        return self.waiting


@dataclass
class MemoryBudget:
    limit: int = 1_000_000
    runs: dict[tuple[str, int], int] = field(default_factory=dict)

    def is_spent(self) -> bool:
        return sum(self.runs.values()) >= self.limit

    def spend(self, export_key: str, run: int, books: int) -> bool:
        if (export_key, run) not in self.runs:
            if self.is_spent():
                return False
            self.runs[export_key, run] = books
        return True


@dataclass
class MemorySchedules:
    arranged: list[tuple[dt.datetime, Check]] = field(default_factory=list)
    expiries: dict[Expiry, dt.datetime] = field(default_factory=dict)

    def at(self, when: dt.datetime, check: Check) -> None:
        if not any(
            (c.export_key, c.run, c.number) == (check.export_key, check.run, check.number) for _, c in self.arranged
        ):
            self.arranged.append((when, check))

    def expire(self, when: dt.datetime, expiry: Expiry) -> None:
        self.expiries.setdefault(expiry, when)

    def cancel_all(self, export_key: str) -> None:
        self.expiries = {each: when for each, when in self.expiries.items() if each.export_key != export_key}
        self.arranged = [(when, check) for when, check in self.arranged if check.export_key != export_key]


class Numbered:
    """Names and tokens that count up, so that a test's are the same each time."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def names(self) -> Names:
        number = next(self._numbers)
        return Names(
            uuid=f"00000000-0000-4000-8000-{number:012d}",
            export_key=f"{number:024x}",
            owner_token=f"token-{number}",
            correlation_id=f"correlation-{number}",
        )

    def token(self) -> str:
        return f"{next(self._numbers):032x}"
