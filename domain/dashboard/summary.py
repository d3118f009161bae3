"""The totals of a dashboard: one pass over its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from domain.books import PartialDate, ReadingStatus
from domain.dashboard.dates import shown
from domain.dashboard.rows import Row
from domain.dashboard.schema import DateRangeJson, GenreCountJson, SummaryJson

_UNKNOWN_FORM = "Unknown"


def summary_json(rows: Sequence[Row], *, enriched: bool, exact: bool) -> SummaryJson:
    """The totals. Every rate and percentage is of the read books, 0 … 100 with one decimal."""
    read = [row for row in rows if row.book.is_read]
    dates = [row.book.date_read for row in read if row.book.date_read is not None]
    ratings = [row.book.my_rating for row in read if row.book.my_rating is not None]
    statuses = Counter(row.book.status for row in rows)
    genres = Counter(genre for row in read for genre in set(row.genres))
    known = sum(1 for row in read if row.genres)
    return {
        "total_books": len(rows),
        "read_books": len(read),
        "undated_books": len(read) - len(dates),
        "rated_books": len(ratings),
        "books_by_reading_status": {status.value: statuses[status] for status in ReadingStatus},
        "genre_enriched_books": known if enriched else None,
        "genre_enrichment_rate": percentage(known, len(read)) if enriched else None,
        "unique_authors": len({row.book.author for row in read}),
        "unique_genres": len(genres) if enriched else None,
        "total_pages": sum(row.pages or 0 for row in read),
        "reading_date_range": _date_range(dates, exact=exact),
        "reading_years": sorted({date.day.year for date in dates}),
        "average_rating": round(sum(ratings) / len(ratings), 2) if ratings else None,
        "most_common_genres": _genre_counts(genres, len(read)) if enriched else None,
        "forms": _forms(read) if enriched else None,
    }


def percentage(part: int, whole: int) -> float:
    """`part` of `whole` in percent to one decimal; 0 of nothing is 0."""
    return round(100 * part / whole, 1) if whole else 0.0


def _date_range(dates: Iterable[PartialDate], *, exact: bool) -> DateRangeJson:
    ordered = sorted(dates, key=lambda date: date.day)
    if not ordered:
        return {"earliest": None, "latest": None}
    return {"earliest": shown(ordered[0], exact=exact), "latest": shown(ordered[-1], exact=exact)}


def _genre_counts(genres: Counter[str], read: int) -> list[GenreCountJson]:
    ordered = sorted(genres.items(), key=lambda item: (-item[1], item[0]))
    return [{"genre": genre, "count": n, "percentage": percentage(n, read)} for genre, n in ordered]


def _forms(read: Sequence[Row]) -> dict[str, int]:
    counts = Counter(row.form or _UNKNOWN_FORM for row in read)
    return {form: counts[form] for form in ("Fiction", "Nonfiction", _UNKNOWN_FORM)}
