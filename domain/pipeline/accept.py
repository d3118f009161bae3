"""Accepting an upload: the record and link first, then the file, so that its event finds the record."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from domain.files import raw_key
from domain.lifecycle import ExportRecord
from domain.lifecycle.projection import begin_upload
from domain.lifecycle.record import LONGEST_CALL
from domain.pipeline.reprocess import RunGoingError
from domain.ports import Clock, Exports, Objects


@dataclass(frozen=True, slots=True)
class Names:
    """Fresh random names: a public uuid, an inner key, an owner token, a correlation id."""

    uuid: str
    export_key: str
    owner_token: str
    correlation_id: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the uploader is told: the read capability and, once, the owner's."""

    uuid: str
    owner_token: str
    export_key: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The upload stage."""

    exports: Exports
    objects: Objects
    clock: Clock
    new_names: Callable[[], Names]

    def open(self, *, include_unread: bool, by_address: bool = True) -> tuple[Accepted, ExportRecord]:
        """A new export that waits for its first file, which comes by an address unless it is here already."""
        names = self.new_names()
        record = ExportRecord(
            export_key=names.export_key,
            uuid=names.uuid,
            owner_token_sha256=token_digest(names.owner_token),
            created_at=self.clock(),
            correlation_id=names.correlation_id,
            by_address=by_address,
            include_unread=include_unread,
        )
        self.exports.create(record)
        return Accepted(names.uuid, names.owner_token, names.export_key), record

    def reopen(self, record: ExportRecord, *, include_unread: bool, by_address: bool) -> ExportRecord:
        """The next run of an export, which waits for a newer file. RunGoingError while a run is going."""
        now = self.clock()
        if not record.has_ended(now) and not self._lost_its_file(record, now):
            raise RunGoingError(record.export_key)
        after = begin_upload(record, by_address=by_address, include_unread=include_unread, now=now)
        if not self.exports.replace(record, after):
            raise RunGoingError(record.export_key)
        return after

    def _lost_its_file(self, record: ExportRecord, now: dt.datetime) -> bool:
        """Whether whoever took a form died before its file was stored: nothing will ever come of that run."""
        if (
            record.by_address
            or not record.awaits_file()
            or now < (record.opened_at or record.created_at) + LONGEST_CALL
        ):
            return False
        return not self.objects.keys(raw_key(record.export_key, record.current_run))

    def store(self, record: ExportRecord, file: bytes) -> None:
        """Put the file of the record's current run where its arrival is seen."""
        self.objects.put(raw_key(record.export_key, record.current_run), file, file_metadata(record))

    def take(self, file: bytes, *, include_unread: bool) -> Accepted:
        """A new export with its file, which has been recognised as one."""
        accepted, record = self.open(include_unread=include_unread, by_address=False)
        self.store(record, file)
        return accepted


def token_digest(owner_token: str) -> str:
    """The SHA-256 of an owner token in hex: the only form in which it is stored."""
    return hashlib.sha256(owner_token.encode()).hexdigest()


def file_metadata(record: ExportRecord) -> dict[str, str]:
    """What a raw file says of its export, so that a lost record can be made again from it."""
    return {
        "uuid": record.uuid or "",
        "owner-token-sha256": record.owner_token_sha256 or "",
        "include-unread": "true" if record.include_unread else "false",
        "run": str(record.current_run),
        "correlation-id": record.correlation_id,
        "created-at": record.created_at.isoformat(),
    }
