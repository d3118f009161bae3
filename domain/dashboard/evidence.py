"""Why each book has what it has, for everyone who may see the dashboard."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain

from domain.dashboard.rows import Row, match_json
from domain.dashboard.schema import EvidenceJson


def private_words(rows: Iterable[Row]) -> frozenset[str]:
    """The names of the reader's shelves that no source used as a heading: they are not for everyone."""
    shelves: set[str] = set()
    headings: set[str] = set()
    for row in rows:
        shelves.update(row.book.shelves)
        found = row.findings
        headings.update(chain(found.subjects, found.categories, found.ddc, found.lcc))
    return frozenset(shelves - headings)


def evidence_json(row: Row, private: Collection[str]) -> EvidenceJson | None:
    """The evidence of one book; None when no source was asked and nothing was classified.

    Shelf names in `private` are left out of `because`; `shelves_spoke_for` says what they decided.
    """
    outcome, classification = row.outcome, row.classification
    if outcome is None and classification is None:
        return None
    because = classification.because if classification is not None else {}
    return {
        "form": row.form,
        "genres": list(row.genres),
        "audience": row.audience,
        "inferred": row.inferred,
        "because": {name: [word for word in words if word not in private] for name, words in because.items()},
        "shelves_spoke_for": sorted(name for name, words in because.items() if any(word in private for word in words)),
        "outcome": outcome.outcome.value if outcome is not None else None,
        "match": match_json(row.findings.match),
        "sources": {name: part.value for name, part in outcome.sources.items()} if outcome is not None else {},
        "reason": outcome.reason if outcome is not None else None,
        "record_ids": list(row.findings.record_ids),
    }
