"""Which requests the work of an invocation goes back to: the correlation ids of the events and records it met."""

from __future__ import annotations

_met: set[str] = set()


def note(correlation_id: str) -> None:
    """The invocation works for this request."""
    _met.add(correlation_id)


def take() -> list[str]:
    """The ids that were noted since the last time, in order."""
    taken = sorted(_met)
    _met.clear()
    return taken
