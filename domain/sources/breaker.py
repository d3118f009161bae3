"""How long a source that fails is left in peace."""

from __future__ import annotations

_FIRST_SECONDS = 15.0
_LONGEST_SECONDS = 300.0
_FAILURES_IN_A_ROW = 3


class Breaker:
    """A circuit breaker of one worker: it opens for longer each time, and closes with the next answer.

    What it decides is shared with the other workers by the pause that it asks for.
    """

    def __init__(self, first_seconds: float = _FIRST_SECONDS) -> None:
        self._first_seconds = first_seconds
        self._opened = 0
        self._failures = 0

    def succeeded(self) -> None:
        """The source answered."""
        self._opened = 0
        self._failures = 0

    def failed(self) -> bool:
        """A request failed for good; whether so many did in a row that the source itself must be down."""
        self._failures += 1
        return self._failures >= _FAILURES_IN_A_ROW

    def open(self, asked_seconds: float | None = None) -> float:
        """The seconds to stay away: what the source asked for, else twice as long as the time before."""
        seconds = min(_LONGEST_SECONDS, self._first_seconds * 2**self._opened)
        self._opened += 1
        self._failures = 0
        return max(asked_seconds, 1.0) if asked_seconds is not None else seconds
