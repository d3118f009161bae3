"""Which genres a book carries, once their scores are known: the rules for genres that contradict each other."""

from __future__ import annotations

from typing import Final

from domain.genres.vocabulary import (
    CLASSICS,
    EITHER_GENRES,
    FICTION,
    FICTION_GENRES,
    GENRE_RANK,
    HISTORICAL_FICTION,
    LITERARY_FICTION,
    MOST_GENRES,
)
from domain.genres.votes import Ballot

Scores = dict[str, float]

ENOUGH: Final = 0.9
"""The score that suffices for the best genre of a book."""
ENOUGH_FOR_LITERARY: Final = 0.65
"""Literary Fiction is what remains: a novel with headings of which none names a kind of story."""

BESIDE: Final = 0.55
"""The share of the best score that a second or third genre needs."""
BESIDE_AS_ADAPTATION: Final = 0.7
"""The share, from two strings, that another form of writing needs: a much-printed novel has the headings of its
comic, its play and its verses as well."""
ADAPTATIONS: Final = frozenset({"Graphic Novels & Comics", "Drama", "Poetry"})
BESIDE_ANOTHER_KIND: Final = 0.4
"""The share that suffices between a kind of story or knowledge and a genre of either form: war adds to a romance,
and history to a comic, where a second kind of story competes with the first."""

_FAINTEST: Final = min(BESIDE, BESIDE_ANOTHER_KIND, BESIDE_AS_ADAPTATION)

VERSE_AND_PLAYS: Final = ("Poetry", "Drama")
"""Beside these only genres of either form stand: a poem on a war is no history."""

NAMED: Final = 2.5
"""A vote of this weight names a genre outright, so that one string suffices for a second or third genre."""
SPOKEN_FOR: Final = 1.6
"""Without such a vote a second or third genre takes two strings, one of at least this weight."""
VOICES: Final = 2

ALIKE: Final = ("Fantasy", "Science Fiction")
ALIKE_SHARE: Final = 0.8
"""Fantasy and Science Fiction share shelves and tags: the lesser stays only with this share of the greater."""

LITERARY_BESIDE_STORIES: Final = 0.6
"""What Literary Fiction keeps of its score beside a kind of story: publishers call many a thriller literary."""
STORY_GENRES: Final = frozenset(FICTION_GENRES) - {LITERARY_FICTION, CLASSICS, HISTORICAL_FICTION}

CLASSIC_UNTIL: Final = ((1899, 1.05), (1949, 0.8), (1969, 0.55))
"""What age makes of fiction, as a share of the best score: readers call all that first appeared before 1950 and
is still read a classic, before 1900 above all else, and 93 % of what appeared in the 1960s."""
CLASSIC_AT_LEAST: Final = 3.0


def rank_genres(ballot: Ballot, form: str | None, publication_year: int | None) -> tuple[str, ...]:
    """At most three genres, the best score first; ties go by the vocabulary's order.

    `ballot` is that of `form`: the tables give a column no genre that contradicts it.
    """
    scores = _literary_last(_one_of_a_kind(ballot.scores()))
    if form == FICTION and publication_year is not None:
        scores = _with_age(scores, publication_year)
    ranked = sorted(scores, key=lambda genre: (-scores[genre], GENRE_RANK[genre]))
    if not ranked or not _suffices(ranked[0], scores[ranked[0]]):
        return ()
    chosen = ranked[:1]
    for genre in ranked[1:]:
        if scores[genre] < _FAINTEST * scores[ranked[0]] or len(chosen) == MOST_GENRES:
            break
        if _stands_beside(genre, scores, ballot, ranked[0]):
            chosen.append(genre)
    return tuple(chosen)


def _suffices(genre: str, score: float) -> bool:
    return score >= (ENOUGH_FOR_LITERARY if genre == LITERARY_FICTION else ENOUGH)


def _stands_beside(genre: str, scores: Scores, ballot: Ballot, best: str) -> bool:
    """Whether a genre is strong enough beside the best one, and named outright or spoken for twice."""
    if best in VERSE_AND_PLAYS and genre not in EITHER_GENRES and genre != CLASSICS:
        return False
    if scores[genre] < _least_share(genre, best) * scores[best]:
        return False
    if genre == CLASSICS:
        return True
    clearest = ballot.peak(genre)
    if ballot.times(genre) >= VOICES:
        return clearest >= SPOKEN_FOR
    return clearest >= NAMED and genre not in ADAPTATIONS


def _least_share(genre: str, best: str) -> float:
    if genre in ADAPTATIONS:
        return BESIDE_AS_ADAPTATION
    if (genre in EITHER_GENRES) != (best in EITHER_GENRES):
        return BESIDE_ANOTHER_KIND
    return BESIDE


def _one_of_a_kind(scores: Scores) -> Scores:
    one, other = ALIKE
    if one not in scores or other not in scores:
        return scores
    lesser = one if scores[one] < scores[other] else other
    if scores[lesser] < ALIKE_SHARE * max(scores[one], scores[other]):
        return {genre: score for genre, score in scores.items() if genre != lesser}
    return scores


def _literary_last(scores: Scores) -> Scores:
    if LITERARY_FICTION in scores and any(scores.get(genre, 0.0) >= SPOKEN_FOR for genre in STORY_GENRES):
        return {**scores, LITERARY_FICTION: scores[LITERARY_FICTION] * LITERARY_BESIDE_STORIES}
    return scores


def _with_age(scores: Scores, year: int) -> Scores:
    for until, share in CLASSIC_UNTIL:
        if year <= until:
            best = max(scores.values(), default=0.0)
            by_age = share * max(best, CLASSIC_AT_LEAST)
            return {**scores, CLASSICS: scores.get(CLASSICS, 0.0) + by_age}
    return scores
