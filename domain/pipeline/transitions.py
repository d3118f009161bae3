"""Moving an export along its life, whatever else moves it at the same time."""

from __future__ import annotations

from collections.abc import Callable

from domain.events import DomainEvent
from domain.lifecycle import ExportRecord
from domain.ports import Appended, CounterGuard, Exports

ATTEMPTS = 10

Decision = Callable[[ExportRecord], DomainEvent | None]
"""The event that a record as it stands calls for; None leaves it as it is."""


class ContendedError(Exception):
    """A record kept changing between reading and writing; the work must be tried again later."""


class CountedError(Exception):
    """The run's counter is not as it was thought to be: it exists where it should not, or the other way round."""


def advance(
    exports: Exports, export_key: str, decide: Decision, counter: CounterGuard = CounterGuard.NONE
) -> ExportRecord | None:
    """Append the event that `decide` makes of the record as it stands.

    Answers the record afterwards, or None where there is none. An event that is there already is success.
    `decide` is asked again whenever the record changed meanwhile. CountedError when the counter is not as
    `counter` asks, ContendedError after ten changes.
    """
    for _ in range(ATTEMPTS):
        record = exports.get(export_key)
        event = None if record is None else decide(record)
        if record is None or event is None:
            return record
        match exports.append(event, record, counter):
            case Appended.COUNTED:
                raise CountedError(export_key)
            case Appended.DONE | Appended.ALREADY:
                return exports.get(export_key)
            case Appended.STALE:
                continue
    raise ContendedError(f"the record of an export changed {ATTEMPTS} times while it was read")
