"""A table's stream and its function: in order within a shard, at least once, again until it succeeds."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.simulation.matching import matches
from tests.simulation.template import FILTERS, STREAM_BATCHES

SHARDS = 2
LARGEST = max(STREAM_BATCHES.values())
RETRY_AFTER = dt.timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """A record that passed the filters, and since when it waits."""

    since: dt.datetime
    record: Mapping[str, object]


@dataclass
class Shard:
    """Records in order, and how many of them are done.

    `largest` is the batch that bisecting has come to, `again_at` when a batch that failed comes again.
    """

    records: list[StreamRecord] = field(default_factory=list)
    done: int = 0
    is_busy: bool = False
    largest: int = LARGEST
    again_at: dt.datetime | None = None

    def waiting(self) -> Sequence[StreamRecord]:
        """The records that are still to come."""
        return self.records[self.done :]

    def due(self) -> dt.datetime | None:
        """When the next batch may come, or might have; None while one is out or there is none."""
        if self.is_busy or self.done == len(self.records):
            return None
        return self.again_at or self.records[self.done].since

    def ends(self, size: int, *, succeeded: bool, moves_on: bool, now: dt.datetime) -> None:
        """Note how a batch ended."""
        self.is_busy = False
        self.largest = LARGEST if succeeded else max(1, size // 2)
        self.again_at = None if succeeded else now + RETRY_AFTER
        self.done += size if succeeded and moves_on else 0


@dataclass
class SimulatedStream:
    """The stream of one table to one function."""

    function: str
    clock: Callable[[], dt.datetime]
    shards: list[Shard] = field(default_factory=lambda: [Shard() for _ in range(SHARDS)])

    def put(self, partition: str, record: Mapping[str, object]) -> bool:
        """Take a change of an item in, if a filter lets it through; whether one did."""
        if not any(matches(pattern, record) for pattern in FILTERS[self.function]):
            return False
        shard = self.shards[zlib.crc32(partition.encode()) % SHARDS]
        shard.records.append(StreamRecord(self.clock(), record))
        return True

    def largest_batch(self, shard: Shard) -> int:
        """How many records may come at once."""
        return min(STREAM_BATCHES[self.function], shard.largest, len(shard.waiting()))
