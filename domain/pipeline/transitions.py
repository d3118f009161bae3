"""Moving an export along its life, whatever else moves it at the same time."""

from __future__ import annotations

from collections.abc import Callable

from domain.events import DomainEvent
from domain.lifecycle import ExportRecord
from domain.ports import Appended, Exports

ATTEMPTS = 10


class ContendedError(Exception):
    """A record kept changing between reading and writing; the work must be tried again later."""


def advance(
    exports: Exports,
    export_key: str,
    decide: Callable[[ExportRecord], DomainEvent | None],
    *,
    close_counter: bool = False,
) -> ExportRecord | None:
    """Append the event that `decide` makes of the record as it stands; None from it leaves all as it is.

    Answers the record afterwards, or None where there is none. An event that is there already is success.
    `decide` is asked again whenever the record changed meanwhile. ContendedError after ten such times.
    """
    for _ in range(ATTEMPTS):
        record = exports.get(export_key)
        event = None if record is None else decide(record)
        if record is None or event is None:
            return record
        appended = exports.append(event, record, close_counter=close_counter)
        if appended is not Appended.STALE:
            return exports.get(export_key)
    raise ContendedError(f"the record of an export changed {ATTEMPTS} times while it was read")
