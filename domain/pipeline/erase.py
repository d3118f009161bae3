"""Erasing a deleted export: everything but its tombstones, however much of it there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from domain.events import DomainEvent, Lineage
from domain.events.lifecycle import RunPlace, export_deleted
from domain.files import export_prefixes, tombstone_key
from domain.lifecycle import ExportRecord
from domain.pipeline.transitions import advance
from domain.ports import Clock, Counters, EventStore, Exports, Objects


@dataclass(frozen=True, slots=True)
class Deletion:
    """What an owner's delete does at once: from its answer on nothing of the export can be read."""

    exports: Exports
    objects: Objects
    clock: Clock

    def __call__(self, export_key: str) -> list[str]:
        """Make the export a tombstone and remove its files; their keys without the export's own."""

        advance(self.exports, export_key, lambda record: deleting(record, self.clock()))
        self.objects.put(tombstone_key(export_key), b"")
        return remove_files(self.objects, export_key)


def deleting(record: ExportRecord, now: dt.datetime) -> DomainEvent | None:
    """The ExportDeleted of a record; None for a tombstone."""
    if record.uuid is None:
        return None
    of = RunPlace(record.export_key, record.current_run, now, Lineage(record.correlation_id))
    return export_deleted(of, largest_shard=record.largest_shard)


@dataclass(frozen=True, slots=True)
class Erasure:
    """The eraser stage: removes what a delete left behind the scenes."""

    store: EventStore
    counters: Counters
    objects: Objects
    cancel_schedules: Callable[[str], None]

    def __call__(self, export_key: str, *, last_run: int, largest_shard: int) -> int:
        """Remove every file, event, counter and schedule of an export; how many events there were.

        The mark in the bucket is made here as well: a delete that died after its event has not made it.
        """
        self.objects.put(tombstone_key(export_key), b"")
        remove_files(self.objects, export_key)
        self.cancel_schedules(export_key)
        erased = 0
        for run in range(1, last_run + 1):
            self.counters.delete(export_key, run)
            erased += sum(self.store.erase(export_key, run, shard) for shard in range(largest_shard + 1))
        return erased + self.store.erase_lifecycle(export_key)


def remove_files(objects: Objects, export_key: str) -> list[str]:
    """Remove an export's files; their keys with the export's own cut out, as `data/…/1/dashboard.json.gz`."""
    keys = [key for prefix in export_prefixes(export_key) for key in objects.keys(prefix)]
    objects.delete(keys)
    return [key.replace(f"/{export_key}/", "/") for key in keys]
