"""Finding the meaning of one part of a heading: as it stands, else by what carries it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from domain.genres.clean import key
from domain.genres.tables import Meaning, Tables

SUBSTITUTED: Final = 0.9
"""What a meaning keeps of its weight if found without a people's or language's name: `Russian fairy tales`."""
PARTIAL: Final = 0.8
"""What it keeps if found in the end or the beginning of a longer part: `teen fantasy fiction`."""


class Match(NamedTuple):
    """A meaning and the share of its weight that the way of finding it leaves."""

    meaning: Meaning
    share: float


def look_up(part: str, tables: Tables) -> Match | None:
    """The meaning of a part: whole, without a people's name, by a known phrase at an end, by one word."""
    name = key(part)
    meaning = tables.headings.get(name)
    if meaning is not None:
        return Match(meaning, 1.0)
    words = name.split()
    if len(words) < 2:
        return None
    bare = _without_people(words, tables)
    if len(bare) < len(words):
        meaning = tables.headings.get(" ".join(bare))
        if meaning is not None:
            return Match(meaning, SUBSTITUTED)
    return _by_phrase(bare, tables.headings) or _by_word(bare, tables)


def _without_people(words: list[str], tables: Tables) -> list[str]:
    """The words without a people's or language's name before or behind them."""
    for length in (2, 1):
        if len(words) > length and " ".join(words[:length]) in tables.nationalities:
            words = words[length:]
        if len(words) > length and " ".join(words[-length:]) in tables.nationalities:
            words = words[:-length]
    return words


def _by_phrase(words: list[str], headings: Mapping[str, Meaning]) -> Match | None:
    """The longest known heading of two words or more that ends, or else begins, the words."""
    for length in range(len(words) - 1, 1, -1):
        meaning = headings.get(" ".join(words[-length:])) or headings.get(" ".join(words[:length]))
        if meaning is not None:
            return Match(meaning, PARTIAL)
    return None


def _by_word(words: list[str], tables: Tables) -> Match | None:
    meaning = tables.last_words.get(words[-1]) or tables.first_words.get(words[0])
    return None if meaning is None else Match(meaning, PARTIAL)
