"""What one string says: cleaned, told from noise, split and looked up."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from typing import Final

from domain.genres.clean import clean, key
from domain.genres.lookup import PARTIAL
from domain.genres.noise import NoiseKind, kind_of_noise, kind_of_unknown, tag_value, tag_words
from domain.genres.numbers import dewey, is_call_number, library_of_congress
from domain.genres.parts import Counts, Found, read_parts
from domain.genres.split import split
from domain.genres.tables import Meaning, Tables, tables

NAMING: Final = 2.0
"""The weight from which a single word of a shelf's longer name says what the shelf is about."""

LONGEST: Final = 200
"""Characters beyond which a string is a description and no heading."""
LONGEST_SHELF: Final = 8
"""Words of a shelf's name beyond which they are not looked up together."""

TELLING: Final = 1.0
"""The weight of a vote from which a heading tells a genre, and does not only hint at one."""


class Column(IntEnum):
    """What a vote is about. A number, which Python hashes ten times as fast as another enumeration."""

    GENRE_OF_FICTION = 0
    """The genre, if the book is fiction."""
    GENRE_OF_NONFICTION = 1
    """The genre, if the book is nonfiction."""
    FORM = 2
    AUDIENCE = 3


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """One thing that strings may say: a name of the vocabulary, in a meaning.

    There is one object for each, so that votes are counted by identity. Several spellings of a meaning are
    one voice repeated.
    """

    column: Column
    name: str
    meaning: str


class Kind(Enum):
    """How a string was understood."""

    HEADING = auto()
    """It tells a genre."""
    GENERAL = auto()
    """It tells a form or an audience, or hints at a genre: `Fiction`, `Families`."""
    NOISE = auto()
    """It is no heading."""
    UNMAPPED = auto()
    """It may be a heading, and no table knows it."""


Vote = tuple[Voice, float]
"""What a string says, and with which weight."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one string says: for each name at most one vote in a column."""

    kind: Kind
    votes: tuple[Vote, ...] = ()
    noise: NoiseKind | None = None

    def names(self, column: Column) -> dict[str, float]:
        """The names voted for in a column, with the weights."""
        return {voice.name: weight for voice, weight in self.votes if voice.column is column}


UNMAPPED: Final = Reading(Kind.UNMAPPED)


def read_heading(raw: str) -> Reading:
    """What a subject or category says. The answer depends on the string and the tables alone."""
    if len(raw) > LONGEST:
        return UNMAPPED
    known = tables()
    cleaned = tag_value(clean(raw))
    whole = known.headings.get(key(cleaned))
    if whole is not None:
        return _in_full(whole)
    if is_call_number(cleaned):
        return _in_full(*(dewey(cleaned, known) or library_of_congress(cleaned, known)), noise=NoiseKind.CALL_NUMBER)
    noise = kind_of_noise(cleaned, known)
    if noise is not None:
        return _reading(_told_by_noise(cleaned, noise, known), noise)
    heading = split(cleaned)
    reading = _reading(read_parts(cleaned, heading, known))
    if reading.votes:
        return reading
    noise = kind_of_unknown(cleaned, heading, known)
    return UNMAPPED if noise is None else Reading(Kind.NOISE, noise=noise)


def read_shelf(raw: str) -> Reading:
    """What a reader's shelf says: the longest run of its words that a table knows.

    Unknown shelves are `UNMAPPED`; most are about reading (`2021`, `to-buy`), not about the book.
    """
    if len(raw) > LONGEST:
        return UNMAPPED
    known = tables()
    words = key(clean(raw)).replace("/", " ").split()
    for length in range(min(len(words), LONGEST_SHELF), 0, -1):
        share = 1.0 if length == len(words) else PARTIAL
        for start in range(len(words) - length + 1):
            meaning = _shelf_meaning(" ".join(words[start : start + length]), share, known)
            if meaning is not None:
                return _reading([Found(meaning, share, Counts.ALL)])
    return UNMAPPED


def read_dewey(number: str) -> Reading:
    """What a Dewey number says."""
    return _in_full(*dewey(number, tables()))


def read_library_of_congress(number: str) -> Reading:
    """What a Library of Congress number says."""
    return _in_full(*library_of_congress(number, tables()))


def _shelf_meaning(phrase: str, share: float, known: Tables) -> Meaning | None:
    """A shelf's meaning. Of a longer name a single word counts if it names something: `fantasy-2021`."""
    meaning = known.shelves.get(phrase)
    if meaning is not None or phrase in known.noise:
        return meaning
    meaning = known.headings.get(phrase)
    if meaning is None or share == 1 or " " in phrase:
        return meaning
    naming = any(weight >= NAMING for _, weight in (*meaning.fiction, *meaning.nonfiction, *meaning.audience))
    return meaning if naming else None


def _told_by_noise(cleaned: str, noise: NoiseKind, known: Tables) -> list[Found]:
    """The form or audience that some noise tells: a character is made up, a bestseller list is of novels."""
    if noise is NoiseKind.CHARACTER:
        return [Found(known.headings["fictitious characters"], 1.0, Counts.ALL)]
    if noise is NoiseKind.TAG:
        return [Found(known.lists[word], 1.0, Counts.ALL) for word in tag_words(cleaned) if word in known.lists]
    return []


def _in_full(*meanings: Meaning, noise: NoiseKind | None = None) -> Reading:
    if not meanings and noise is None:
        return UNMAPPED
    return _reading([Found(meaning, 1.0, Counts.ALL) for meaning in meanings], noise)


def _reading(found: Iterable[Found], noise: NoiseKind | None = None) -> Reading:
    """The votes of some meanings: in each column the best for a name."""
    best: dict[tuple[Column, str], tuple[float, str]] = {}
    for meaning, share, counts in found:
        for column, counted, weights in (
            (Column.GENRE_OF_FICTION, Counts.GENRES_IN_FICTION, meaning.fiction),
            (Column.GENRE_OF_NONFICTION, Counts.GENRES_IN_NONFICTION, meaning.nonfiction),
            (Column.FORM, Counts.FORM, meaning.form),
            (Column.AUDIENCE, Counts.AUDIENCE, meaning.audience),
        ):
            if counted in counts:
                for name, weight in weights:
                    best[column, name] = max(best.get((column, name), (0.0, "")), (weight * share, meaning.name))
    votes = tuple((_voice(column, name, meaning), weight) for (column, name), (weight, meaning) in best.items())
    return Reading(Kind.NOISE if noise else _kind(votes), votes, noise)


@functools.cache
def _voice(column: Column, name: str, meaning: str) -> Voice:
    """The one object for a voice; there are as many as verdicts in the tables."""
    return Voice(column, name, meaning)


def _kind(votes: tuple[Vote, ...]) -> Kind:
    genres = (Column.GENRE_OF_FICTION, Column.GENRE_OF_NONFICTION)
    telling = any(voice.column in genres and weight >= TELLING for voice, weight in votes)
    return Kind.HEADING if telling else Kind.GENERAL
