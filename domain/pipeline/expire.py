"""The end of what is kept: a year after its last upload an export is deleted as its owner would delete it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.events import DomainEvent
from domain.lifecycle import ExportRecord
from domain.lifecycle.record import KEPT
from domain.pipeline.erase import deleting
from domain.pipeline.transitions import advance
from domain.ports import Clock, Exports


@dataclass(frozen=True, slots=True)
class Expiration:
    """The expiry stage. The eraser follows its ExportDeleted as it does every other."""

    exports: Exports
    clock: Clock

    def __call__(self, export_key: str) -> bool:
        """Delete the export if a year has passed since its last upload; whether it is deleted now.

        An expiry of an earlier upload finds a newer one and leaves the export to that one's.
        """

        def event(record: ExportRecord) -> DomainEvent | None:
            now = self.clock()
            is_over = now >= (record.upload_time or record.created_at) + KEPT
            return deleting(record, now) if is_over else None

        record = advance(self.exports, export_key, event)
        return record is None or record.uuid is None
