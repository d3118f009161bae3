"""What the book sources said of a book, and what that makes of it: the outcome of a book in a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """The end of a book in a run."""

    ENRICHED = "enriched"
    PARTIAL = "partial"
    NOT_FOUND = "not_found"
    FAILED = "failed"


class SourcePart(StrEnum):
    """What one source contributed to an outcome."""

    HIT = "hit"
    MISS = "miss"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    REFUSED = "refused"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Match:
    """How an answer was tied to the book: `by` is `isbn` or `title`; `confidence` is 0 … 1."""

    by: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What sources say of a book, raw. It holds nothing of any reader.

    `subjects` are Open Library's headings in its order, `categories` Google Books' paths, `ddc` and `lcc`
    classification numbers as given. `cover_id` is an Open Library cover id; `thumbnail` an https address of
    another source. `rating` is the source's average of 1 … 5 over `ratings_count` ratings.
    """

    subjects: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    ddc: tuple[str, ...] = ()
    lcc: tuple[str, ...] = ()
    cover_id: int | None = None
    thumbnail: str | None = None
    pages: int | None = None
    publication_year: int | None = None
    language: str | None = None
    rating: float | None = None
    ratings_count: int | None = None
    record_ids: tuple[str, ...] = ()
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Lenders:
    """Evidence of books outside the library that a book may borrow from, each as its raw headings.

    `series` are other books of the book's series, `author` other books of its author.
    """

    series: tuple[tuple[str, ...], ...] = ()
    author: tuple[tuple[str, ...], ...] = ()


NO_LENDERS = Lenders()


@dataclass(frozen=True, slots=True)
class BookOutcome:
    """One book's outcome in a run, with each asked source's part and, where nothing was found, the reason.

    `lenders` is what the catalogue knew at that moment of other books that it may borrow genres from.
    """

    book_id: str
    outcome: Outcome
    findings: Findings = Findings()
    sources: Mapping[str, SourcePart] = field(default_factory=dict)
    reason: str | None = None
    lenders: Lenders = NO_LENDERS


def decide_outcome(parts: Mapping[str, SourcePart]) -> Outcome:
    """The outcome that the asked sources' parts make together.

    `skipped` sources were not asked. A hit with every other asked source answering is `enriched`; with one
    that failed, `partial`, as is a miss beside a failure. All misses are `not_found`; no answer at all, or no
    source asked, is `failed`.
    """
    asked = [part for part in parts.values() if part is not SourcePart.SKIPPED]
    answered = [part for part in asked if part in (SourcePart.HIT, SourcePart.MISS)]
    if not answered:
        return Outcome.FAILED
    if len(answered) < len(asked):
        return Outcome.PARTIAL
    return Outcome.ENRICHED if SourcePart.HIT in answered else Outcome.NOT_FOUND


def merge_findings(several: Iterable[Findings]) -> Findings:
    """What several sources say together: lists joined in order, else the first that says anything."""
    merged: dict[str, Any] = {}
    for findings in several:
        for each in fields(Findings):
            value = getattr(findings, each.name)
            held = merged.get(each.name)
            if isinstance(value, tuple) and isinstance(held, tuple):
                merged[each.name] = held + value
            elif held is None:
                merged[each.name] = value
    return Findings(**merged)
