"""Book sources that know a title or not, fail, and pause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.enrichment import Findings, Match, SourcePart
from domain.sources.ask import BookQuery, LookedUp, SourceAnswer
from tests.simulation.calls import Process

FOUND = Findings(subjects=("Science fiction", "Fiction"), cover_id=1, match=Match("title", 1.0))


@dataclass
class SimulatedSource:
    """One source. It knows the titles that begin with `knows`; `asked` are the titles it was asked for."""

    name: str = "openlibrary"
    knows: str = "K"
    paused_seconds: float | None = None
    is_down: bool = False
    asked: list[str] = field(default_factory=list)

    async def look_up(self, queries: Sequence[BookQuery]) -> LookedUp:
        """Answer as the world has it at this moment."""
        titles = tuple(query.title for query in queries)
        return Process.running.call(f"{self.name}.look_up", titles, lambda: self._look_up(queries))

    def _look_up(self, queries: Sequence[BookQuery]) -> LookedUp:
        if self.paused_seconds is not None:
            return LookedUp({}, self.paused_seconds)
        self.asked += [query.title for query in queries]
        return LookedUp({query.key: self._answer(query.title) for query in queries})

    def _answer(self, title: str) -> SourceAnswer:
        if self.is_down:
            return SourceAnswer(SourcePart.UNAVAILABLE)
        if title.startswith(self.knows):
            return SourceAnswer(SourcePart.HIT, FOUND)
        return SourceAnswer(SourcePart.MISS, reason="no_record")
