"""For whom a book was made, if the headings say so in earnest."""

from __future__ import annotations

from typing import Final

from domain.genres.reading import Column
from domain.genres.vocabulary import CHILDREN, YOUNG_ADULT
from domain.genres.votes import Ballot, Tally

FAIR_SHARE: Final = 0.08
"""The share of a novel's headings that speaks of young readers if it is theirs."""
FAIR_SHARE_OF_CLASSICS: Final = 0.15
"""That share for a classic, which has school editions."""
FAIR_SHARE_OF_ONE: Final = 0.15
"""That share where a single heading speaks for the book."""
FAIR_SHARE_OF_ONE_CLASSIC: Final = 0.5
FAIR_SHARE_OF_KNOWLEDGE: Final = 0.3
"""That share for nonfiction, of which young readers' editions are made and filed as the same work."""
CLEAR: Final = 1.0
"""At least one string says the audience with this weight."""
TEENS_AMONG_CHILDREN: Final = 0.4
"""Books for young adults carry the headings of children's books too: this share of their score suffices."""


def decide_audience(tally: Tally, *, fiction: bool, classic: bool) -> str | None:
    """The reader's own shelf if it tells, else what a fair share of the headings says, else None."""
    said = tally.ballots[Column.AUDIENCE]
    voices = said.times(CHILDREN) + said.times(YOUNG_ADULT)
    if not voices:
        return None
    share = fair_share(voices, fiction=fiction, classic=classic)
    if voices < share * tally.headings and not tally.reader_tells_audience:
        return None
    return _younger_or_older(said)


def fair_share(voices: int, *, fiction: bool, classic: bool) -> float:
    """The share of the headings that must speak of young readers."""
    if not fiction:
        return FAIR_SHARE_OF_KNOWLEDGE
    if voices == 1:
        return FAIR_SHARE_OF_ONE_CLASSIC if classic else FAIR_SHARE_OF_ONE
    return FAIR_SHARE_OF_CLASSICS if classic else FAIR_SHARE


def _younger_or_older(ballot: Ballot) -> str | None:
    scores = ballot.scores()
    children, young_adult = scores.get(CHILDREN, 0.0), scores.get(YOUNG_ADULT, 0.0)
    if max(children, young_adult) < CLEAR:
        return None
    return YOUNG_ADULT if young_adult > TEENS_AMONG_CHILDREN * children else CHILDREN
