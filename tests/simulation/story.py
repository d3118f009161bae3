"""The story of a seed: what happened, call by call, short enough to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from domain.counting import Cancelled
from domain.events import DomainEvent, Place
from domain.lifecycle import Counter, ExportRecord
from domain.ports import Check, StoredObject
from tests.simulation.calls import Call, End, Fate, Process

LONGEST = 90


@dataclass
class Story:
    """The lines of a story; none are kept where nobody wants to read them."""

    is_told: bool = False
    lines: list[str] = field(default_factory=list)

    def tell(self, line: str) -> None:
        """Add a line."""
        if self.is_told:
            self.lines.append(line)

    def begins(self, process: Process) -> None:
        """Add that an invocation began."""
        if self.is_told:
            self.lines.append(f"{process.name} begins{_event(process)}")

    def calls(self, call: Call) -> None:
        """Add a call; a read that went well is left out."""
        if not self.is_told or (call.fate is Fate.DONE and call.label.endswith((".get", ".find", ".get_many"))):
            return
        arguments = ", ".join(_shown(argument) for argument in call.arguments)
        fate = "" if call.fate is Fate.DONE else f" [{call.fate.name.lower().replace('_', ' ')}]"
        value = "" if call.value is None else f" → {_shown(call.value)}"
        self.lines.append(f"  {call.process.name}: {call.label}({arguments}){value}{fate}")

    def ends(self, process: Process, end: End) -> None:
        """Add that an invocation ended."""
        why = f": {type(process.error).__name__}" if end is End.FAILED else ""
        self.tell(f"{process.name} {end.name.lower()}{why}")


def _event(process: Process) -> str:
    records = process.event.get("Records")
    if isinstance(records, Sequence):
        return f" with {len(records)}"
    return f" {dict(process.event)}" if process.event else ""


def _shown(value: object) -> str:
    match value:
        case DomainEvent():
            return f"{value.name} {_place(value.place)}"
        case Place():
            return _place(value)
        case ExportRecord():
            return f"run {value.current_run} {value.status} r{value.revision}"
        case Counter():
            return f"{value.remaining} of {value.total}{' closed' if value.closed else ''}"
        case Cancelled():
            return f"cancelled {[str(reason) for reason in (*value.slots, value.counter)]}"
        case Check():
            return f"check {value.number} of run {value.run}"
        case StoredObject():
            return f"{len(value.body)} bytes"
        case Iterator():
            return "…"
        case bytes():
            return f"{len(value)} bytes"
        case set() | frozenset():
            return _shown(sorted(value))
        case list() | tuple():
            return f"[{', '.join(_shown(each) for each in value)}]"
        case _:
            return str(value)[:LONGEST]


def _place(place: Place) -> str:
    return f"{place.partition.lstrip('0')} {place.sort}"
