"""The shared catalogue: what the book sources said of a book, kept for every reader after the first."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.enrichment import Findings, SourcePart

_KEY_LIMIT = 200


class Certainty(StrEnum):
    """How sure an entry is, which decides how long it is kept."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    UNCERTAIN = "uncertain"
    """A source that was asked could not answer."""


LIFETIMES = {
    Certainty.FOUND: dt.timedelta(days=180),
    Certainty.NOT_FOUND: dt.timedelta(days=14),
    Certainty.UNCERTAIN: dt.timedelta(days=3),
}


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What the sources said of one book, and each asked source's part. Nothing of any reader."""

    key: str
    certainty: Certainty
    findings: Findings
    sources: Mapping[str, SourcePart]
    fetched_at: dt.datetime
    reason: str | None = None

    @property
    def expires(self) -> dt.datetime:
        """When the entry no longer counts."""
        return self.fetched_at + LIFETIMES[self.certainty]

    def serves(self, now: dt.datetime, *, ask_again: bool) -> bool:
        """Whether the entry stands for an answer; `ask_again` passes all but those that were found."""
        return now < self.expires and (self.certainty is Certainty.FOUND or not ask_again)


def catalogue_key(*, isbn13: str | None, title: str, author: str, isbn_doubtful: bool = False) -> str:
    """The key of a book: by its ISBN-13 where it has one beyond doubt, else by title and author.

    `title` is without series and edition tails. Case, punctuation and accents make no difference.
    """
    if isbn13 is not None and not isbn_doubtful:
        return f"isbn#{isbn13}"
    return f"title#{normalised(title)}#{normalised(author)}"


def normalised(text: str) -> str:
    """Letters and digits of any script in lower case without accents, words apart by one space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    words = re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)))
    return " ".join(words)[:_KEY_LIMIT]
