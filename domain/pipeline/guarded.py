"""Writing a file of an export that may be deleted at the same moment."""

from __future__ import annotations

from domain.lifecycle import Status
from domain.ports import Exports, Objects


class ExportGoneError(Exception):
    """The export was deleted; nothing of it was left behind by the write that found so."""


def put_guarded(exports: Exports, objects: Objects, export_key: str, key: str, body: bytes) -> bool:
    """Write an object of an export once; whether it was written now.

    The record is read before and after: a delete that began before the second read has its tombstone seen
    here and the object removed; one that begins later finds the object itself. ExportGoneError when so.
    """
    if _gone(exports, export_key):
        raise ExportGoneError(key)
    written = objects.put_once(key, body)
    if _gone(exports, export_key):
        objects.delete([key])
        raise ExportGoneError(key)
    return written


def _gone(exports: Exports, export_key: str) -> bool:
    record = exports.get(export_key)
    return record is None or record.status is Status.DELETED
