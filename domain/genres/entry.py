"""What goes in and what comes out: one book of a library, and what it is classified as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.enrichment import NO_LENDERS, Findings, Lenders

__all__ = ["Classification", "Entry", "Lenders"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One book of a library with all that may speak for its genres.

    `findings` are what the sources said (None: nothing), `shelves` the reader's topical shelves, which speak
    for this entry alone. `publication_year` is that of the first publication.
    """

    book_id: str
    title: str
    author: str
    series: str | None = None
    findings: Findings | None = None
    shelves: tuple[str, ...] = ()
    publication_year: int | None = None
    lenders: Lenders = NO_LENDERS


@dataclass(frozen=True, slots=True)
class Classification:
    """What a book is: nothing in it lies outside the vocabulary.

    `genres` are at most three, the surest first. `inferred` says that they were borrowed from the book's
    series or author. `because` holds, for the form, each genre and the audience, the raw strings that spoke
    for it, the weightiest first; of borrowed genres they are the lenders' strings.
    """

    form: str | None = None
    genres: tuple[str, ...] = ()
    audience: str | None = None
    inferred: bool = False
    because: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
