"""The strings that no table knows, most frequent first: how the tables grow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from domain.genres.entry import Entry
from domain.genres.reading import Kind, read_heading


def unmapped_headings(entries: Iterable[Entry]) -> list[tuple[str, int]]:
    """Each unknown subject or category as first written, with the number of books that have it.

    Spellings that differ in case alone are one. The most frequent come first, then the alphabet decides.
    """
    books: Counter[str] = Counter()
    written: dict[str, str] = {}
    for entry in entries:
        if entry.findings is None:
            continue
        headings = (*entry.findings.subjects, *entry.findings.categories)
        unknown = [heading for heading in headings if read_heading(heading).kind is Kind.UNMAPPED]
        for heading in unknown:
            written.setdefault(heading.casefold(), heading)
        books.update({heading.casefold() for heading in unknown})
    ranked = sorted(books.items(), key=lambda item: (-item[1], item[0]))
    return [(written[heading], count) for heading, count in ranked]
