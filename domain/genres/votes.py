"""Counting: all that the strings around a book say, added up for each name of the vocabulary."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sized
from typing import Final, NamedTuple

from domain.genres.entry import Entry
from domain.genres.reading import (
    Column,
    Kind,
    Reading,
    Voice,
    read_dewey,
    read_heading,
    read_library_of_congress,
    read_shelf,
)

SUBJECT_WEIGHT: Final = 1.0
CATEGORY_WEIGHT: Final = 1.2
"""A publisher's category is chosen for this book; a catalogue's headings gather those of all its editions."""
NUMBER_WEIGHT: Final = 0.8
SHELF_WEIGHT: Final = 1.6
"""The reader has the book at hand, and it is the reader's dashboard."""

REPEATED: Final = 0.25
"""What each doubling of the spellings of one meaning adds to its weight."""
MOST_REPEATED: Final = 64
_REPETITION: Final = tuple(1 + REPEATED * math.log2(max(count, 1)) for count in range(MOST_REPEATED + 1))

CACHED_STRINGS: Final = 32_768
"""Distinct strings that are kept with what they say; what follows them is read again."""

CLEAR: Final = 1.0
"""The weight from which a word on the form is clear; below it is a hint."""
HINTS_AT_MOST: Final = 2.2
"""Hints at a form add up, but never to more than this: a little above one `Fiction`."""


Cast = tuple[float, str]
"""A vote as it is counted: its weight by its source, and the string that cast it."""

Heard = tuple[float, list[Cast]]
"""One voice: its best weight, and the votes cast for it."""


class Said(NamedTuple):
    """What one string says, weighed by its source."""

    is_noise: bool
    votes: tuple[tuple[Voice, Cast], ...]


class Ballot:
    """The votes of one column: for each name the weights of its voices, each with the strings that spoke.

    Sums are exact before they are rounded (`math.fsum`), so no order of the strings changes a score.
    """

    __slots__ = ("_voices",)

    def __init__(self, voices: dict[str, list[Heard]]) -> None:
        """The voices that were heard, by the name that they speak for."""
        self._voices = voices

    def scores(self) -> dict[str, float]:
        """The score of each name: the weight of each of its voices, a little more for each repetition."""
        return {
            name: math.fsum(_worth(weight, strings) for weight, strings in voices)
            for name, voices in self._voices.items()
        }

    def form_scores(self) -> dict[str, float]:
        """The score of each form: clear words as for a genre, hints each time, up to `HINTS_AT_MOST`."""
        return {name: _form_score(voices) for name, voices in self._voices.items()}

    def peak(self, name: str) -> float:
        """The weight of the clearest voice for `name`; 0 without one."""
        return max((weight for weight, _ in self._voices.get(name, ())), default=0.0)

    def times(self, name: str) -> int:
        """How many strings spoke for `name`."""
        return sum(len(strings) for _, strings in self._voices.get(name, ()))

    def speakers(self, name: str) -> tuple[str, ...]:
        """The strings that spoke for `name`, each once, the weightiest first, then by the alphabet."""
        spoke = [(-weight, raw) for _, strings in self._voices.get(name, ()) for weight, raw in strings]
        return tuple(dict.fromkeys(raw for _, raw in sorted(spoke)))


def _worth(weight: float, strings: Sized) -> float:
    return weight * _REPETITION[min(len(strings), MOST_REPEATED)]


def _form_score(voices: list[Heard]) -> float:
    clear = math.fsum(_worth(weight, strings) for weight, strings in voices if weight >= CLEAR)
    hints = math.fsum(weight * len(strings) for weight, strings in voices if weight < CLEAR)
    return clear + min(hints, HINTS_AT_MOST)


class Tally:
    """All that was said of one book, counted: one ballot a column, in the columns' order."""

    __slots__ = ("ballots", "headings", "reader_tells_audience")

    def __init__(self, said: list[Said], by_reader: list[Said]) -> None:
        """Count what the sources say and what the reader's own shelves say.

        Where a shelf tells the audience, the sources are not asked for whom the book is.
        """
        self.headings = len([one for one in said + by_reader if not one.is_noise])
        self.ballots = _count(said + by_reader)
        self.reader_tells_audience = False
        if by_reader and (of_reader := _count(by_reader)[Column.AUDIENCE]).scores():
            self.reader_tells_audience = True
            self.ballots = (*self.ballots[: Column.AUDIENCE], of_reader)


def _count(said: list[Said]) -> tuple[Ballot, ...]:
    heard: dict[Voice, list[Cast]] = {}
    for _, votes in said:
        for voice, cast in votes:
            if voice in heard:
                heard[voice].append(cast)
            else:
                heard[voice] = [cast]
    columns: tuple[dict[str, list[Heard]], ...] = tuple({} for _ in Column)
    for voice, strings in heard.items():
        best = strings[0][0] if len(strings) == 1 else max(strings)[0]
        voices = columns[voice.column]
        if voice.name in voices:
            voices[voice.name].append((best, strings))
        else:
            voices[voice.name] = [(best, strings)]
    return tuple(map(Ballot, columns))


@functools.lru_cache(maxsize=CACHED_STRINGS)
def hear_heading(raw: str, source_weight: float) -> Said:
    """What a subject or category says; kept, because the strings of a library recur."""
    return _said(read_heading(raw), raw, source_weight)


@functools.lru_cache(maxsize=CACHED_STRINGS)
def hear_shelf(raw: str) -> Said:
    """What a reader's shelf says; kept, because most books stand on a few."""
    return _said(read_shelf(raw), raw, SHELF_WEIGHT)


def tally_headings(headings: Iterable[str]) -> Tally:
    """What some raw headings say; a string said twice counts once."""
    return Tally([hear_heading(raw, SUBJECT_WEIGHT) for raw in dict.fromkeys(headings)], [])


def tally_entry(entry: Entry) -> Tally:
    """What the sources and the reader's shelves say of a book; of one source, a string said twice counts once."""
    said: list[Said] = []
    if entry.findings is not None:
        said += [hear_heading(raw, SUBJECT_WEIGHT) for raw in dict.fromkeys(entry.findings.subjects)]
        said += [hear_heading(raw, CATEGORY_WEIGHT) for raw in dict.fromkeys(entry.findings.categories)]
        said += [_said(read_dewey(raw), raw, NUMBER_WEIGHT) for raw in dict.fromkeys(entry.findings.ddc)]
        said += [_said(read_library_of_congress(raw), raw, NUMBER_WEIGHT) for raw in dict.fromkeys(entry.findings.lcc)]
    return Tally(said, [hear_shelf(shelf) for shelf in dict.fromkeys(entry.shelves)])


def _said(reading: Reading, raw: str, source_weight: float) -> Said:
    votes = tuple((voice, (weight * source_weight, raw)) for voice, weight in reading.votes)
    return Said(reading.kind is Kind.NOISE, votes)
