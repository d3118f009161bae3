"""The shape of the dashboard JSON, `data_schema_version` 2.0.0.

`docs/dashboard.schema.json` says the same to others. The owner's types add fields to the shareable ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict


class SeriesJson(TypedDict):
    """A series and the position as printed (`1`, `0.5`, `1-3`)."""

    name: str
    position: str | None


class MatchJson(TypedDict):
    """How a source's answer was tied to the book: `isbn` or `title`, and 0 … 1."""

    by: str
    confidence: float


class ReadingJson(TypedDict):
    """One reading of a book, owner only: dates to the precision the export states."""

    started: str | None
    finished: str | None


class StatedJson(TypedDict):
    """A book as the export states it, with a source's pages, year and rating where the export has none."""

    book_id: str
    goodreads_id: str | None
    title: str
    author: str
    additional_authors: list[str]
    isbn: str | None
    isbn13: str | None
    my_rating: float | None
    average_rating: float | None
    is_rated: bool
    num_pages: int | None
    publisher: str | None
    binding: str | None
    publication_year: int | None
    page_category: str | None
    reading_status: str
    series: SeriesJson | None
    additional_series: list[SeriesJson]
    was_reread: bool
    original_read_count: int | None
    has_review: bool
    has_spoilers: bool


class DatesJson(TypedDict):
    """When a book was read and added. `date_precision` is that of the `date_read` beside it."""

    date_read: str | None
    date_precision: str | None
    date_guess: bool
    date_added: str | None
    reading_year: int | None
    reading_month_year: str | None


class EnrichmentJson(TypedDict):
    """What the sources and the classifier made of a book: null throughout in a preview."""

    form: str | None
    genres: list[str] | None
    inferred: bool | None
    audience: str | None
    thumbnail_url: str | None
    small_thumbnail_url: str | None
    genre_enriched: bool | None
    genre_sources: list[str] | None
    outcome: str | None
    match: MatchJson | None


class PersonalJson(TypedDict):
    """What only the owner sees of a book."""

    bookshelves: list[str]
    exclusive_shelf: str | None
    my_review: str | None
    readings: list[ReadingJson]


class BookJson(StatedJson, DatesJson, EnrichmentJson):
    """One book, on whatever shelf."""


class OwnersBookJson(BookJson, PersonalJson):
    """One book as its owner sees it."""


class GenreCountJson(TypedDict):
    """A genre, the read books that have it, and their percentage of all read books (one decimal)."""

    genre: str
    count: int
    percentage: float


class DateRangeJson(TypedDict):
    """The first and last reading date, in the view's precision."""

    earliest: str | None
    latest: str | None


class SummaryJson(TypedDict):
    """Totals. Everything but `total_books` and `books_by_reading_status` counts read books only."""

    total_books: int
    read_books: int
    undated_books: int
    rated_books: int
    books_by_reading_status: dict[str, int]
    genre_enriched_books: int | None
    genre_enrichment_rate: float | None
    unique_authors: int
    unique_genres: int | None
    total_pages: int
    reading_date_range: DateRangeJson
    reading_years: list[int]
    average_rating: float | None
    most_common_genres: list[GenreCountJson] | None
    forms: dict[str, int] | None


class MetadataJson(TypedDict):
    """Where the dashboard comes from. `csv_problems` counts the file's problems by kind."""

    export_timestamp: str
    exporter_version: str
    data_schema_version: str
    taxonomy_version: str | None
    run: int
    include_unread: bool
    export_source: str
    processing_notes: list[str]
    outcomes: dict[str, int] | None
    source_outcomes: dict[str, dict[str, int]] | None
    csv_problems: dict[str, int]


class OwnersMetadataJson(MetadataJson):
    """The metadata with the file's report, whose values may be personal."""

    csv_report: Mapping[str, object]


class DashboardJson(TypedDict):
    """The shareable dashboard, or its preview."""

    export_id: str
    books: list[BookJson]
    summary: SummaryJson
    metadata: MetadataJson


class OwnersDashboardJson(TypedDict):
    """The owner's dashboard, or its preview."""

    export_id: str
    books: list[OwnersBookJson]
    summary: SummaryJson
    metadata: OwnersMetadataJson


class EvidenceJson(TypedDict):
    """Why a book has what it has: the headings that spoke for each genre, the match, each source's part."""

    form: str | None
    genres: list[str]
    audience: str | None
    inferred: bool
    because: dict[str, list[str]]
    shelves_spoke_for: list[str]
    outcome: str | None
    match: MatchJson | None
    sources: dict[str, str]
    reason: str | None
    record_ids: list[str]


class EvidenceFileJson(TypedDict):
    """The evidence of every book that was asked for or classified, by `book_id`."""

    export_id: str
    run: int
    books: dict[str, EvidenceJson]
