"""What a book source is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.enrichment import Findings, SourcePart


@dataclass(frozen=True, slots=True)
class BookQuery:
    """One book to ask for. `key` names the query in the answer; `title` is without series and edition tails."""

    key: str
    title: str
    author: str
    isbn13: str | None = None
    isbn10: str | None = None
    isbn_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """What one source said of one book.

    A hit has findings with their match. A miss has a reason, and the findings of a candidate that was not
    believed where there was one. Any other part says how the source failed.
    """

    part: SourcePart
    findings: Findings | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The answers by query key. Queries without one wait: the source may be asked again in `paused_seconds`."""

    answers: Mapping[str, SourceAnswer]
    paused_seconds: float | None = None


class Source(Protocol):
    """A book source."""

    @property
    def name(self) -> str:
        """The source's name in events and in the dashboard: `openlibrary`, `googlebooks`."""

    async def look_up(self, queries: Sequence[BookQuery]) -> LookedUp:
        """Ask for some books. Never raises for what the source does; that is in the answers."""


class Pace(Protocol):
    """When the next request to a source may leave."""

    async def wait(self) -> float | None:
        """Wait for this request's turn. None: go. A number: not now; the source is paused so many seconds."""

    async def pause(self, seconds: float) -> None:
        """Let no request of any worker leave for so long: the source asked for it, or is down."""
