"""Where events lie in the event store. An event's identity is its place, so every attempt has the same one.

| partition | sort key | holds |
|---|---|---|
| `{export_key}#life` | `{EventName}#{run}` (`ReprocessRequested#{cause}`) | lifecycle events |
| `{export_key}#{run}#{position // 1000}` | `queued#{book_id}` | BookQueued |
| same | `outcome#{book_id}` | the book's one outcome |

The partitions of a run are cut by position because DynamoDB takes 1,000 write units a second a partition key.
"""

from __future__ import annotations

import functools
import uuid
from dataclasses import dataclass

BOOKS_PER_SHARD = 1000
QUEUED = "queued#"
OUTCOME = "outcome#"

_NAMESPACE = uuid.UUID("5b6a4a52-6c0e-5d53-9d0f-8f7f6c1f1c1e")
_LIFE = "life"


@dataclass(frozen=True, slots=True)
class Place:
    """A partition and sort key of the event store."""

    partition: str
    sort: str

    @property
    def event_id(self) -> str:
        """The id of the event that lies here: uuid5 of the place."""
        return _event_id(self.partition, self.sort)

    @property
    def export_key(self) -> str:
        """The export that the event is of."""
        return self.partition.partition("#")[0]

    @property
    def is_lifecycle(self) -> bool:
        """Whether the event is of the export's or a run's life rather than of one book."""
        return self.partition.endswith(f"#{_LIFE}")

    @property
    def book_id(self) -> str | None:
        """The book that the event is of, None for a lifecycle event."""
        return None if self.is_lifecycle else self.sort.partition("#")[2]


@functools.lru_cache(maxsize=4096)
def _event_id(partition: str, sort: str) -> str:
    """Asked for several times by whoever handles the event; a batch's fit in the cache."""
    return str(uuid.uuid5(_NAMESPACE, f"{partition}/{sort}"))


def life_partition(export_key: str) -> str:
    """The partition that holds an export's lifecycle events."""
    return f"{export_key}#{_LIFE}"


def lifecycle_place(export_key: str, name: str, qualifier: int | str) -> Place:
    """The place of a lifecycle event; `qualifier` is its run, or the cause of a ReprocessRequested."""
    return Place(life_partition(export_key), f"{name}#{qualifier}")


def shard_partition(export_key: str, run: int, shard: int) -> str:
    """The partition of one thousand books of a run."""
    return f"{export_key}#{run}#{shard}"


def queued_place(export_key: str, run: int, position: int, book_id: str) -> Place:
    """The place of a book's BookQueued in a run."""
    return Place(shard_partition(export_key, run, position // BOOKS_PER_SHARD), QUEUED + book_id)


def outcome_place(export_key: str, run: int, position: int, book_id: str) -> Place:
    """The one slot of a book's outcome in a run, whichever event it is."""
    return Place(shard_partition(export_key, run, position // BOOKS_PER_SHARD), OUTCOME + book_id)


def shard_count(books: int) -> int:
    """How many shards hold `books` positions (0 for none)."""
    return -(-books // BOOKS_PER_SHARD)
