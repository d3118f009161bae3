"""Fiction or not."""

from __future__ import annotations

from typing import Final

from domain.genres.ranking import VERSE_AND_PLAYS
from domain.genres.reading import Column
from domain.genres.vocabulary import FICTION, FICTION_GENRES, GENRE_RANK, NONFICTION, NONFICTION_GENRES
from domain.genres.votes import CLEAR, Ballot, Tally

AS_A_STORY: Final = 1.5
"""Without a word on the form, topics are a story's only if they say this much more as a story's: a library
says so when a book on dragons is a novel."""


def decide_form(tally: Tally) -> str | None:
    """The form that more was said for; None where nothing was, or as much for either.

    Poems and plays are neither by themselves: a hint (`History`, of a poem on a war) makes no nonfiction of them.
    """
    said = tally.ballots[Column.FORM]
    scores = said.form_scores()
    fiction, nonfiction = scores.get(FICTION, 0.0), scores.get(NONFICTION, 0.0)
    if fiction == nonfiction:
        return None
    if fiction > nonfiction:
        return FICTION
    return None if said.peak(NONFICTION) < CLEAR and _is_verse_or_play(tally) else NONFICTION


def _is_verse_or_play(tally: Tally) -> bool:
    scores = tally.ballots[Column.GENRE_OF_NONFICTION].scores()
    return bool(scores) and min(scores, key=lambda genre: (-scores[genre], GENRE_RANK[genre])) in VERSE_AND_PLAYS


def ballot_for(form: str | None, tally: Tally) -> Ballot:
    """The votes for genres that count under a form."""
    as_story = tally.ballots[Column.GENRE_OF_FICTION]
    as_other = tally.ballots[Column.GENRE_OF_NONFICTION]
    if form is not None:
        return as_story if form == FICTION else as_other
    story, other = (max(ballot.scores().values(), default=0.0) for ballot in (as_story, as_other))
    return as_story if story > AS_A_STORY * other else as_other


def form_of_genre(genre: str) -> str | None:
    """The form that a genre says by itself: Mystery is fiction, Law is not, Poetry is either."""
    if genre in FICTION_GENRES:
        return FICTION
    return NONFICTION if genre in NONFICTION_GENRES else None
