"""Borrowing: a book whose own subjects give no genre takes it from its series, else from its author."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from domain.genres.clean import clean, key
from domain.genres.entry import Classification, Entry
from domain.genres.resolve import resolve
from domain.genres.vocabulary import CLASSICS, GENRE_RANK, MOST_GENRES
from domain.genres.votes import tally_headings

AGREEING_BOOKS: Final = 2
"""Books of an author that carry a genre before another book of the author borrows it; of a series one suffices."""
AGREEING_SHARE: Final = 0.5
"""The share of the lenders that carry it, of a series as of an author."""
NEVER_LENT: Final = frozenset({CLASSICS})
"""A book is a classic by its own age and fame."""

_SERIES_TAG: Final = re.compile(r"^series?[:=]\s*(\S.*)$", re.IGNORECASE)
_SERIES_WORDS: Final = re.compile(r"^(?:the|a|an) | (?:series|saga|trilogy|cycle|novels|books|chronicles)$")

_Name = tuple[str, str]


def borrow(entries: Sequence[Entry], own: Sequence[Classification]) -> list[Classification]:
    """Each book's own classification, or where that has no genre one with what others lend it.

    `own` holds the entries' classifications by their own evidence, and only those are lent: what a book borrowed
    it never lends. The order of the entries does not matter.
    """
    by_series: dict[_Name, list[Classification]] = defaultdict(list)
    by_author: dict[str, list[Classification]] = defaultdict(list)
    for entry, classification in zip(entries, own, strict=True):
        if classification.genres:
            for series in _series(entry):
                by_series[series].append(classification)
            by_author[_name(entry.author)].append(classification)

    def lent(entry: Entry, mine: Classification) -> Classification:
        series = [lender for name in _series(entry) for lender in by_series.get(name, ())]
        series += _resolved(entry.lenders.series)
        author = [*by_author.get(_name(entry.author), ()), *_resolved(entry.lenders.author)]
        return _take(mine, series, least=1) or _take(mine, author, least=AGREEING_BOOKS) or mine

    return [mine if mine.genres else lent(entry, mine) for entry, mine in zip(entries, own, strict=True)]


def _resolved(books: Iterable[Iterable[str]]) -> list[Classification]:
    return [resolve(tally_headings(headings)) for headings in books]


def _name(text: str) -> str:
    return key(clean(text))


def _series(entry: Entry) -> frozenset[_Name]:
    """The series of a book, with its author: `Chronicles` alone names nothing. A `series:` tag names one too."""
    subjects = entry.findings.subjects if entry.findings else ()
    tags = [match.group(1).replace("_", " ") for subject in subjects if (match := _SERIES_TAG.match(subject))]
    names = (_SERIES_WORDS.sub("", _name(series)) for series in (entry.series, *tags) if series)
    return frozenset((name, _name(entry.author)) for name in names if name)


def _take(mine: Classification, lenders: Sequence[Classification], least: int) -> Classification | None:
    """What the lenders agree on, or None. Only lenders of the borrower's form have a say, and if it has none, all
    must be of one form, which it takes as well."""
    fitting = [lender for lender in lenders if lender.genres and mine.form in (None, lender.form)]
    forms = {lender.form for lender in fitting}
    if len(forms) != 1:
        return None
    genres = _agreed(fitting, least)
    if not genres:
        return None
    form = mine.form or forms.pop()
    audience = mine.audience or _only({lender.audience for lender in fitting})
    because = {name: _strings(fitting, name) for name in (form, *genres, audience) if name is not None}
    return replace(
        mine, form=form, genres=genres, audience=audience, inferred=True, because={**because, **mine.because}
    )


def _agreed(lenders: Sequence[Classification], least: int) -> tuple[str, ...]:
    """The genres that enough lenders carry, those of most lenders first, then those that they carry first."""
    carried = Counter(genre for lender in lenders for genre in lender.genres if genre not in NEVER_LENT)
    first = Counter(lender.genres[0] for lender in lenders)
    enough = max(least, AGREEING_SHARE * len(lenders))
    agreed = [genre for genre, books in carried.items() if books >= enough]
    agreed.sort(key=lambda genre: (-carried[genre], -first[genre], GENRE_RANK[genre]))
    return tuple(agreed[:MOST_GENRES])


def _only(names: set[str | None]) -> str | None:
    return next(iter(names)) if len(names) == 1 else None


def _strings(lenders: Iterable[Classification], name: str) -> tuple[str, ...]:
    return tuple(sorted({raw for lender in lenders for raw in lender.because.get(name, ())}))
