"""Reading a heading in parts: a trade path from its head, a library heading with its subdivisions."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Flag, auto
from typing import Final, NamedTuple

from domain.genres.clean import key
from domain.genres.lookup import Match, look_up
from domain.genres.noise import is_filler, is_person
from domain.genres.split import Heading, Shape
from domain.genres.tables import Meaning, Tables
from domain.genres.vocabulary import FICTION

LATER_PART: Final = 0.5
"""What a part keeps of its weight behind another: the first says what a book is, the next narrow it down."""
TOPIC_OF_A_KIND: Final = 0.7
"""What a topic keeps before a subdivision that says what the book is: `Physicists -- Biography`."""
QUALIFIER: Final = 0.4
"""What a word in brackets keeps: `Evolution (Biology)`."""
REAL_LIFE_IN_A_STORY: Final = 0.4
"""What Historical Fiction gets from a story about somebody with years of birth and death."""

_KIND: Final = 2.0
"""The weight from which a subdivision says what the book is, and not only from which side it looks."""
_LONGEST_STEP: Final = 3
_LONGEST_PATH: Final = 3


class Counts(Flag):
    """Which of a meaning's verdicts count where it was found."""

    GENRES_IN_FICTION = auto()
    GENRES_IN_NONFICTION = auto()
    FORM = auto()
    AUDIENCE = auto()
    ALL = GENRES_IN_FICTION | GENRES_IN_NONFICTION | FORM | AUDIENCE
    IN_A_STORY = GENRES_IN_FICTION | AUDIENCE
    BELOW_FICTION = GENRES_IN_FICTION | FORM | AUDIENCE
    AS_A_TOPIC = GENRES_IN_FICTION | GENRES_IN_NONFICTION | AUDIENCE


class Found(NamedTuple):
    """A meaning found in a heading, the share of its weight that counts, and which verdicts do."""

    meaning: Meaning
    share: float
    counts: Counts


def read_parts(cleaned: str, heading: Heading, tables: Tables) -> list[Found]:
    """The meanings of a heading that stands in no table as a whole; none if nothing in it is known."""
    if heading.shape is Shape.PATH:
        return _path(heading.parts, tables)
    if len(heading.parts) > 1 and _says_fiction(tables.headings.get(key(heading.parts[0])), least=1.5):
        return _from_head(heading.parts, tables)
    parts, tail = _with_tail(heading.parts, tables)
    if _says_fiction(tail):
        return _story_about(cleaned, parts, tail, tables)
    return _topics(parts, tail, tables) + _qualified(heading.qualifiers, tables)


def _says_fiction(meaning: Meaning | None, least: float = 0.0) -> bool:
    return meaning is not None and any(name == FICTION and weight >= least for name, weight in meaning.form)


def _path(parts: tuple[str, ...], tables: Tables) -> list[Found]:
    """A trade path: a known beginning of it, else its head."""
    names = [key(part) for part in parts]
    for length in range(min(len(names), _LONGEST_PATH), 1, -1):
        known = tables.paths.get(" / ".join(names[:length]))
        if known is not None:
            return [Found(known, 1.0, Counts.ALL)]
    return _from_head(parts, tables)


def _from_head(parts: tuple[str, ...], tables: Tables) -> list[Found]:
    """The first known part; only below one that says fiction do the steps name the kind.

    `Art / History` is art: what stands below a head of knowledge is one of its sides.
    """
    for position, part in enumerate(parts):
        head = look_up(part, tables)
        if head is not None:
            found = [Found(head.meaning, head.share, Counts.ALL)]
            if _says_fiction(head.meaning):
                found += _steps(parts[position + 1 :], tables)
            return found
    return []


def _steps(parts: tuple[str, ...], tables: Tables) -> list[Found]:
    """The kinds of story below `Fiction`, several parts read as one where they are known as one."""
    found: list[Found] = []
    position, share = 0, 1.0
    while position < len(parts):
        match, length = _step(parts[position:], tables)
        if match is not None:
            found.append(Found(match.meaning, match.share * share, Counts.BELOW_FICTION))
            share = LATER_PART
        position += length
    return found


def _step(parts: tuple[str, ...], tables: Tables) -> tuple[Match | None, int]:
    for length in range(min(len(parts), _LONGEST_STEP), 1, -1):
        meaning = tables.headings.get(", ".join(key(part) for part in parts[:length]))
        if meaning is not None:
            return Match(meaning, 1.0), length
    return (None if is_filler(parts[0], tables) else look_up(parts[0], tables)), 1


def _with_tail(parts: tuple[str, ...], tables: Tables) -> tuple[tuple[str, ...], Meaning | None]:
    """The parts with the last one's meaning as a subdivision; `Love in fiction` has the parts of `Love -- fiction`."""
    if len(parts) == 1 and parts[0].endswith(" in fiction"):
        parts = (parts[0].removesuffix(" in fiction"), "fiction")
    return parts, tables.subdivisions.get(key(parts[-1])) if len(parts) > 1 else None


def _story_about(cleaned: str, parts: tuple[str, ...], tail: Meaning | None, tables: Tables) -> list[Found]:
    """`Magic -- Fiction`: the tail gives the form, the parts before it are read as those of a story."""
    found = [Found(tail, 1.0, Counts.ALL)] if tail else []
    if is_person(cleaned):
        found.append(Found(tables.headings["historical fiction"], REAL_LIFE_IN_A_STORY, Counts.IN_A_STORY))
    share = 1.0
    for position, part in enumerate(parts[:-1]):
        match = None if is_filler(part, tables) else _subdivision_or_topic(part, position, tables)
        if match is not None:
            found.append(Found(match.meaning, match.share * share, Counts.IN_A_STORY))
            share = LATER_PART
    return found


def _subdivision_or_topic(part: str, position: int, tables: Tables) -> Match | None:
    meaning = tables.subdivisions.get(key(part)) if position else None
    return Match(meaning, 1.0) if meaning else look_up(part, tables)


def _topics(parts: tuple[str, ...], tail: Meaning | None, tables: Tables) -> list[Found]:
    """A topic and its subdivisions: each subdivision in full, of the topics the first most."""
    found: list[Found] = []
    share = TOPIC_OF_A_KIND if tail is not None and _says_a_kind(tail) else 1.0
    for position, part in enumerate(parts):
        if is_filler(part, tables):
            continue
        subdivision = tables.subdivisions.get(key(part)) if position else None
        if subdivision is not None:
            found.append(Found(subdivision, 1.0, Counts.ALL))
        elif (match := look_up(part, tables)) is not None:
            found.append(Found(match.meaning, match.share * share, Counts.AS_A_TOPIC if position else Counts.ALL))
            share *= LATER_PART
    return found


def _says_a_kind(meaning: Meaning) -> bool:
    return any(weight >= _KIND for _, weight in meaning.nonfiction)


def _qualified(qualifiers: Iterable[str], tables: Tables) -> list[Found]:
    """Words in brackets: in full where they say that all of it is made up: `Dune (Imaginary place)`."""
    meanings = (tables.headings.get(key(qualifier)) for qualifier in qualifiers)
    return [
        Found(meaning, 1.0, Counts.ALL) if _says_fiction(meaning) else Found(meaning, QUALIFIER, Counts.AS_A_TOPIC)
        for meaning in meanings
        if meaning is not None
    ]
