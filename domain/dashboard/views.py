"""A finished dashboard and the three documents that are made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.dashboard.evidence import evidence_json, private_words
from domain.dashboard.facts import RunFacts
from domain.dashboard.metadata import metadata_json
from domain.dashboard.rows import Row, book_json, owners_book_json
from domain.dashboard.schema import (
    DashboardJson,
    EvidenceFileJson,
    MetadataJson,
    OwnersDashboardJson,
    SummaryJson,
)
from domain.dashboard.serialise import Members, to_gzip
from domain.dashboard.summary import summary_json
from domain.enrichment import BookOutcome

if TYPE_CHECKING:
    from domain.exports import Library, Report
    from domain.genres import Classification


@dataclass(frozen=True, slots=True)
class Dashboard:
    """One run's dashboard; `taxonomy_version` is None for a preview."""

    run: RunFacts
    report: Report
    rows: tuple[Row, ...]
    taxonomy_version: str | None

    def shareable(self) -> DashboardJson:
        """What the link shows: no review, no topical shelf, no day of a month, no value of the CSV report."""
        return {
            "export_id": self.run.export_id,
            "books": [book_json(row) for row in self.rows],
            "summary": self._summary(exact=False),
            "metadata": self._metadata(),
        }

    def owner(self) -> OwnersDashboardJson:
        """What the owner sees besides: reviews, days, all shelves, the CSV report with its values."""
        return {
            "export_id": self.run.export_id,
            "books": [owners_book_json(row) for row in self.rows],
            "summary": self._summary(exact=True),
            "metadata": {**self._metadata(), "csv_report": self.report.to_json()},
        }

    def evidence(self) -> EvidenceFileJson:
        """By `book_id`, why the book has its genres. It is for everyone: no shelf's name is in it."""
        private = private_words(self.rows)
        books = {row.book.book_id: found for row in self.rows if (found := evidence_json(row, private)) is not None}
        return {"export_id": self.run.export_id, "run": self.run.run, "books": books}

    def shareable_file(self) -> bytes:
        """`shareable`, compressed, made book by book."""
        head = {"export_id": self.run.export_id, "summary": self._summary(exact=False), "metadata": self._metadata()}
        return to_gzip({**head, "books": map(book_json, self.rows)})

    def owner_file(self) -> bytes:
        """`owner`, compressed, made book by book."""
        metadata = {**self._metadata(), "csv_report": self.report.to_json()}
        head = {"export_id": self.run.export_id, "summary": self._summary(exact=True), "metadata": metadata}
        return to_gzip({**head, "books": map(owners_book_json, self.rows)})

    def evidence_file(self) -> bytes:
        """`evidence`, compressed, made book by book."""
        private = private_words(self.rows)
        in_order = sorted(self.rows, key=lambda row: row.book.book_id)
        made = ((row.book.book_id, evidence_json(row, private)) for row in in_order)
        books = Members((book_id, found) for book_id, found in made if found is not None)
        return to_gzip({"export_id": self.run.export_id, "run": self.run.run, "books": books})

    def _summary(self, *, exact: bool) -> SummaryJson:
        return summary_json(self.rows, enriched=self.taxonomy_version is not None, exact=exact)

    def _metadata(self) -> MetadataJson:
        return metadata_json(self.run, self.report, self.rows, self.taxonomy_version)


def build_dashboard(
    run: RunFacts,
    library: Library,
    outcomes: Mapping[str, BookOutcome],
    classifications: Mapping[str, Classification],
) -> Dashboard:
    """The dashboard of a run whose every queued book has an outcome. Books keep the export's order.

    A book without an outcome was not asked for, one without a classification has unknown genres. What names
    no book of the library is left out.
    """
    from domain.genres import TAXONOMY_VERSION

    rows = tuple(
        Row(book, outcomes.get(book.book_id), classifications.get(book.book_id), enriched=True)
        for book in library.books
    )
    return Dashboard(run, library.report, rows, TAXONOMY_VERSION)


def build_preview(run: RunFacts, library: Library) -> Dashboard:
    """The same schema before any source has answered: the enrichment fields are null."""
    rows = tuple(Row(book, None, None, enriched=False) for book in library.books)
    return Dashboard(run, library.report, rows, None)
