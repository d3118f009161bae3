"""Whether a source's answer is the book that was asked for. A wrong book is worse than none.

An answer is believed when its ISBN is the asked one (and, where the export's two ISBNs name different books,
the title agrees too), or when author and title agree. The author is a gate: without it no title counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.enrichment import Match
from domain.isbn import isbn13_of
from domain.sources import names, titles
from domain.sources.ask import BookQuery
from domain.sources.titles import Agreement

BY_ISBN = "isbn"
BY_TITLE = "title"
THRESHOLD = 0.75

# An ISBN alone may have been entered at the wrong record; with title or author it is certain.
_ISBN_ALONE = 0.9
_TITLE_SCORES = {
    Agreement.WHOLE: 0.97,
    Agreement.SPELLING: 0.92,
    Agreement.SUBTITLE: 0.9,
    Agreement.CUT: 0.85,
}


class Reason(StrEnum):
    """Why nothing was believed; these words reach the dashboard."""

    NO_ANSWER = "no_answer"
    """The source knows nothing under this ISBN, or this title and author."""
    NOT_ENOUGH_ASKED = "no_isbn_and_no_title_or_author"
    """There was too little to ask with."""
    OTHER_AUTHOR = "other_author"
    OTHER_TITLE = "other_title"
    NOT_UNIQUE = "several_books_share_the_title"
    ISBN_DOUBTFUL = "isbn_names_another_book"
    UNSURE = "below_threshold"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What an answer says to be identified by. `isbns` are ISBN-13s; `weight` orders equals, the higher first."""

    title: str
    authors: tuple[str, ...]
    subtitle: str | None = None
    isbns: frozenset[str] = frozenset()
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The candidate that is believed, by its place; or the nearest one, if any, and the reason against it."""

    place: int | None
    match: Match | None
    reason: Reason | None = None

    @property
    def believed(self) -> bool:
        """Whether the answer is the book."""
        return self.reason is None


def asked_isbns(query: BookQuery) -> frozenset[str]:
    """The query's ISBNs as ISBN-13: one where its two forms are of one book, two where they differ."""
    given = (isbn13_of(text) for text in (query.isbn13, query.isbn10) if text)
    return frozenset(isbn for isbn in given if isbn is not None)


def judge(query: BookQuery, candidates: Sequence[Candidate], *, complete: bool = True) -> Verdict:
    """The best of `candidates`, if it is the book.

    `complete` says that no further candidate exists: a title cut at its colon is believed only then, for it
    needs a candidate that is the only one of its author's under that main title.
    """
    by_isbn = _by_isbn(query, candidates)
    if by_isbn is not None and by_isbn.believed:
        return by_isbn
    by_title = _by_title(query, candidates, complete=complete)
    if by_title.believed or by_isbn is None:
        return by_title
    return by_isbn


def _by_isbn(query: BookQuery, candidates: Sequence[Candidate]) -> Verdict | None:
    """The verdict on the candidate that has an asked ISBN; None when none has."""
    asked = asked_isbns(query)
    holders = [place for place, candidate in enumerate(candidates) if asked & candidate.isbns]
    if not holders:
        return None
    place = max(holders, key=lambda holder: (_title(query, candidates[holder]), candidates[holder].weight))
    candidate = candidates[place]
    confirmed = _title(query, candidate) is not Agreement.NONE
    if query.isbn_doubtful and not confirmed:
        return Verdict(place, Match(BY_ISBN, 0.5), Reason.ISBN_DOUBTFUL)
    if confirmed or names.agreement(query.author, candidate.authors):
        return Verdict(place, Match(BY_ISBN, 1.0))
    return Verdict(place, Match(BY_ISBN, _ISBN_ALONE))


def _by_title(query: BookQuery, candidates: Sequence[Candidate], *, complete: bool) -> Verdict:
    if not candidates:
        return Verdict(None, None, Reason.NO_ANSWER)
    gated = {
        place: score
        for place, candidate in enumerate(candidates)
        if (score := names.agreement(query.author, candidate.authors))
    }
    if not gated:
        return _nearest(query, candidates, Reason.OTHER_AUTHOR)
    agreements = {place: _title(query, candidates[place]) for place in gated}
    best = max(gated, key=lambda place: (agreements[place], gated[place], candidates[place].weight, -place))
    agreed = agreements[best]
    if agreed is Agreement.NONE:
        return _nearest(query, candidates, Reason.OTHER_TITLE)
    match = Match(BY_TITLE, round(_TITLE_SCORES[agreed] * gated[best], 2))
    if agreed is Agreement.CUT and not (complete and _is_unique(query, [candidates[place] for place in gated])):
        return Verdict(best, match, Reason.NOT_UNIQUE)
    return Verdict(best, match, None if match.confidence >= THRESHOLD else Reason.UNSURE)


def _title(query: BookQuery, candidate: Candidate) -> Agreement:
    agreed = titles.agreement(query.title, candidate.title, candidate.subtitle)
    if agreed is Agreement.NONE:
        asked = titles.without_author(query.title, query.author)
        given = titles.without_author(candidate.title, query.author)
        agreed = titles.agreement(asked, given, candidate.subtitle)
    return agreed


def _is_unique(query: BookQuery, candidates: Sequence[Candidate]) -> bool:
    """Whether all of an author's candidates that the cut title could mean are one book."""
    asked = titles.without_author(query.title, query.author)
    rivals = [
        candidate
        for candidate in candidates
        if _title(query, candidate) is not Agreement.NONE
        or titles.shares_main_title(asked, candidate.title, candidate.subtitle)
    ]
    first = rivals[0]
    return all(titles.agreement(_full(first), rival.title, rival.subtitle) > Agreement.CUT for rival in rivals[1:])


def _full(candidate: Candidate) -> str:
    return f"{candidate.title}: {candidate.subtitle}" if candidate.subtitle else candidate.title


def _nearest(query: BookQuery, candidates: Sequence[Candidate], reason: Reason) -> Verdict:
    """The candidate that came nearest, with a confidence below the threshold: kept, not believed."""
    best = max(
        range(len(candidates)),
        key=lambda place: (
            _title(query, candidates[place]),
            names.agreement(query.author, candidates[place].authors),
            -place,
        ),
    )
    title = _TITLE_SCORES.get(_title(query, candidates[best]), 0.0)
    author = names.agreement(query.author, candidates[best].authors)
    return Verdict(best, Match(BY_TITLE, round(0.5 * max(title, author), 2)), reason)
