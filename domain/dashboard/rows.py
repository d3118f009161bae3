"""One book of the dashboard, from what the export, the sources and the classifier say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.books import Book, Series
from domain.dashboard.covers import thumbnails
from domain.dashboard.dates import month, shown, shown_precision
from domain.dashboard.schema import (
    BookJson,
    DatesJson,
    EnrichmentJson,
    MatchJson,
    OwnersBookJson,
    PersonalJson,
    ReadingJson,
    SeriesJson,
    StatedJson,
)
from domain.enrichment import BookOutcome, Findings, Match, SourcePart

if TYPE_CHECKING:
    from domain.genres import Classification

_PAGE_CATEGORIES = ((200, "Short (<200)"), (350, "Medium (200-350)"), (500, "Long (350-500)"))
_LONGEST = "Very Long (500+)"
_NOTHING = Findings()
_UNKNOWN: EnrichmentJson = {
    "form": None,
    "genres": None,
    "inferred": None,
    "audience": None,
    "thumbnail_url": None,
    "small_thumbnail_url": None,
    "genre_enriched": None,
    "genre_sources": None,
    "outcome": None,
    "match": None,
}


@dataclass(frozen=True, slots=True)
class Row:
    """A book with what a run found out about it; a preview's row is not `enriched`."""

    book: Book
    outcome: BookOutcome | None
    classification: Classification | None
    enriched: bool

    @property
    def findings(self) -> Findings:
        """What the sources said, empty where none was asked."""
        return self.outcome.findings if self.outcome is not None else _NOTHING

    @property
    def pages(self) -> int | None:
        """The export's page count, else a source's; None when neither has a positive one."""
        return self.book.num_pages or self.findings.pages or None

    @property
    def genres(self) -> tuple[str, ...]:
        """The genres, empty where unknown."""
        return self.classification.genres if self.classification is not None else ()

    @property
    def form(self) -> str | None:
        """`Fiction`, `Nonfiction` or None."""
        return self.classification.form if self.classification is not None else None

    @property
    def audience(self) -> str | None:
        """`Children's`, `Young Adult` or None."""
        return self.classification.audience if self.classification is not None else None

    @property
    def inferred(self) -> bool:
        """Whether the genres are borrowed from the series or the author."""
        return self.classification is not None and self.classification.inferred

    @property
    def publication_year(self) -> int | None:
        """The export's original year, else its edition's, else a source's: the reader's comes first."""
        for year in (self.book.original_publication_year, self.book.year_published):
            if year is not None:
                return year
        return self.findings.publication_year

    @property
    def average_rating(self) -> float | None:
        """The community's rating: the export's, else a source's, to two decimals."""
        for rating in (self.book.average_rating, self.findings.rating):
            if rating:
                return round(rating, 2)
        return None


def page_category(pages: int | None) -> str | None:
    """The length band; 200, 350 and 500 open the longer one."""
    if pages is None:
        return None
    return next((name for limit, name in _PAGE_CATEGORIES if pages < limit), _LONGEST)


def match_json(match: Match | None) -> MatchJson | None:
    """A match as the dashboard writes it."""
    return None if match is None else {"by": match.by, "confidence": round(match.confidence, 3)}


def genre_sources(row: Row) -> list[str]:
    """The sources whose answer the genres rest on: none where they are unknown or borrowed."""
    if row.outcome is None or not row.genres or row.inferred:
        return []
    return sorted(name for name, part in row.outcome.sources.items() if part is SourcePart.HIT)


def book_json(row: Row) -> BookJson:
    """A book in the shareable view, which knows no day, shelf or review."""
    return {**_stated(row), **_dates(row.book, exact=False), **_enrichment(row)}


def owners_book_json(row: Row) -> OwnersBookJson:
    """A book in its owner's view."""
    return {**_stated(row), **_dates(row.book, exact=True), **_enrichment(row), **_personal(row.book)}


def _stated(row: Row) -> StatedJson:
    book, pages = row.book, row.pages
    return {
        "book_id": book.book_id,
        "goodreads_id": book.goodreads_id,
        "title": book.title,
        "author": book.author,
        "additional_authors": list(book.additional_authors),
        "isbn": book.isbn10,
        "isbn13": book.isbn13,
        "my_rating": book.my_rating,
        "average_rating": row.average_rating,
        "is_rated": book.my_rating is not None,
        "num_pages": pages,
        "publisher": book.publisher,
        "binding": book.binding,
        "publication_year": row.publication_year,
        "page_category": page_category(pages),
        "reading_status": book.status.value,
        "series": _series_json(book.series[0]) if book.series else None,
        "additional_series": [_series_json(series) for series in book.series[1:]],
        "was_reread": (book.read_count or 0) > 1 or len(book.readings) > 1,
        "original_read_count": book.read_count,
        "has_review": bool(book.review),
        "has_spoilers": book.has_spoilers,
    }


def _dates(book: Book, *, exact: bool) -> DatesJson:
    read = book.date_read
    return {
        "date_read": shown(read, exact=exact),
        "date_precision": None if read is None else shown_precision(read.precision, exact=exact).value,
        "date_guess": book.date_guess,
        "date_added": shown(book.date_added, exact=exact),
        "reading_year": None if read is None else read.day.year,
        "reading_month_year": None if read is None else month(read),
    }


def _enrichment(row: Row) -> EnrichmentJson:
    if not row.enriched:
        return _UNKNOWN
    large, small = thumbnails(row.findings)
    return {
        "form": row.form,
        "genres": list(row.genres),
        "inferred": row.inferred,
        "audience": row.audience,
        "thumbnail_url": large,
        "small_thumbnail_url": small,
        "genre_enriched": bool(row.genres),
        "genre_sources": genre_sources(row),
        "outcome": row.outcome.outcome.value if row.outcome is not None else None,
        "match": match_json(row.findings.match),
    }


def _series_json(series: Series) -> SeriesJson:
    return {"name": series.name, "position": series.position}


def _personal(book: Book) -> PersonalJson:
    readings: list[ReadingJson] = [
        {"started": shown(span.started, exact=True), "finished": shown(span.finished, exact=True)}
        for span in book.readings
    ]
    return {
        "bookshelves": list(book.shelves),
        "exclusive_shelf": book.shelf,
        "my_review": book.review,
        "readings": readings,
    }
