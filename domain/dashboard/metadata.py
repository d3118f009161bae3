"""Where a dashboard comes from and what its numbers leave out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from domain.dashboard.facts import DATA_SCHEMA_VERSION, EXPORTER_VERSION, RunFacts
from domain.dashboard.rows import Row
from domain.dashboard.schema import MetadataJson
from domain.enrichment import Outcome

if TYPE_CHECKING:
    from domain.exports import Report


def metadata_json(run: RunFacts, report: Report, rows: Sequence[Row], taxonomy_version: str | None) -> MetadataJson:
    """The metadata; `taxonomy_version` None says that nothing has been enriched yet."""
    enriched = taxonomy_version is not None
    return {
        "export_timestamp": run.timestamp,
        "exporter_version": EXPORTER_VERSION,
        "data_schema_version": DATA_SCHEMA_VERSION,
        "taxonomy_version": taxonomy_version,
        "run": run.run,
        "include_unread": run.include_unread,
        "export_source": report.format,
        "processing_notes": _notes(rows, enriched=enriched),
        "outcomes": _outcomes(rows) if enriched else None,
        "source_outcomes": _source_outcomes(rows) if enriched else None,
        "csv_problems": report.counts_by_kind(),
    }


def _outcomes(rows: Sequence[Row]) -> dict[str, int]:
    counts = Counter(row.outcome.outcome for row in rows if row.outcome is not None)
    return {outcome.value: counts[outcome] for outcome in Outcome}


def _source_outcomes(rows: Sequence[Row]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        if row.outcome is not None:
            for name, part in row.outcome.sources.items():
                counts.setdefault(name, Counter())[part.value] += 1
    return {name: dict(sorted(parts.items())) for name, parts in sorted(counts.items())}


def _notes(rows: Sequence[Row], *, enriched: bool) -> list[str]:
    """What a reader of the numbers should know; a note whose count is zero is left out."""
    read = [row for row in rows if row.book.is_read]
    counted = [
        (sum(row.book.date_read is None for row in read), "without a date: in the totals, not in the years"),
        (sum(row.book.date_guess for row in read), "dated 1 January: often a guess"),
        (sum(row.pages is None for row in read), "without a page count: not in the pages"),
        (sum(row.book.my_rating is None for row in read), "without a rating: not in the average"),
    ]
    if enriched:
        counted += [
            (sum(not row.genres for row in read), "without a known genre"),
            (
                sum(bool(row.genres) and row.inferred for row in read),
                "with genres inferred from its series or author",
            ),
        ]
    return [f"{count:,} read book{'' if count == 1 else 's'} {what}" for count, what in counted if count]
