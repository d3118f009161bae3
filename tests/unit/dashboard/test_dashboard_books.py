"""One book of the dashboard: where each field comes from."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from domain.books import Book, PartialDate, Precision, ReadingStatus, Series
from domain.dashboard import Dashboard
from domain.dashboard.covers import thumbnails
from domain.dashboard.rows import Row, book_json, owners_book_json, page_category
from domain.enrichment import BookOutcome, Findings, Outcome, SourcePart
from domain.genres import Classification

NOTHING = Findings()
BARE = Book("1", 0, 1, "Title", "Title", "Author", ReadingStatus.READ)


def row(book: Book, findings: Findings = NOTHING) -> Row:
    return Row(book, BookOutcome("1", Outcome.ENRICHED, findings), None, enriched=True)


def test_the_export_speaks_first(dashboard: Dashboard) -> None:
    book = dashboard.shareable()["books"][0]
    assert book["num_pages"] == 304
    assert book["publication_year"] == 1969
    assert book["average_rating"] == 4.12


def test_a_source_fills_what_the_export_lacks(dashboard: Dashboard) -> None:
    book = dashboard.shareable()["books"][1]
    assert book["num_pages"] == 474
    assert book["page_category"] == "Long (350-500)"
    assert book["publication_year"] == 1815
    assert book["average_rating"] == 4.06


def test_the_edition_s_year_stands_before_a_source_s() -> None:
    edition = dataclasses.replace(BARE, year_published=2004)
    assert row(edition, Findings(publication_year=1813)).publication_year == 2004


@pytest.mark.parametrize("year", [-850, 0])
def test_a_year_before_our_era_is_a_year(year: int) -> None:
    assert row(dataclasses.replace(BARE, original_publication_year=year, year_published=1990)).publication_year == year


@pytest.mark.parametrize(
    ("pages", "category"),
    [
        (None, None),
        (1, "Short (<200)"),
        (199, "Short (<200)"),
        (200, "Medium (200-350)"),
        (349, "Medium (200-350)"),
        (350, "Long (350-500)"),
        (499, "Long (350-500)"),
        (500, "Very Long (500+)"),
        (3000, "Very Long (500+)"),
    ],
)
def test_length_bands(pages: int | None, category: str | None) -> None:
    assert page_category(pages) == category


def test_covers_by_cover_id_then_by_another_source_s_https_address() -> None:
    of_id = "https://covers.openlibrary.org/b/id/42"
    google = "https://books.google.com/books/content?id=x"
    assert thumbnails(Findings(cover_id=42, thumbnail=google)) == (f"{of_id}-M.jpg", f"{of_id}-S.jpg")
    assert thumbnails(Findings(thumbnail=google)) == (google, google)
    assert thumbnails(Findings(cover_id=-1)) == (None, None)


@pytest.mark.parametrize("address", ["http://a.example/x", "javascript:alert(1)", "//a.example/x", ""])
def test_no_cover_that_is_not_https(address: str) -> None:
    assert thumbnails(Findings(thumbnail=address)) == (None, None)


def test_the_first_series_and_the_others() -> None:
    named = (Series("Discworld", "8"), Series("City Watch", "1-2"), Series("X"))
    book = dataclasses.replace(BARE, series=named)
    shown = book_json(row(book))
    assert shown["series"] == {"name": "Discworld", "position": "8"}
    assert shown["additional_series"] == [
        {"name": "City Watch", "position": "1-2"},
        {"name": "X", "position": None},
    ]
    assert book_json(row(BARE))["series"] is None


@pytest.mark.parametrize(
    ("precision", "shareable", "owner", "month"),
    [
        (Precision.DAY, ("2023-05", "month"), ("2023-05-14", "day"), "2023-05"),
        (Precision.MONTH, ("2023-05", "month"), ("2023-05", "month"), "2023-05"),
        (Precision.YEAR, ("2023", "year"), ("2023", "year"), None),
    ],
)
def test_a_date_says_no_more_than_the_export_and_no_day_in_public(
    precision: Precision, shareable: tuple[str, str], owner: tuple[str, str], month: str | None
) -> None:
    book = dataclasses.replace(BARE, date_read=PartialDate(dt.date(2023, 5, 14), precision))
    public, private = book_json(row(book)), owners_book_json(row(book))
    assert (public["date_read"], public["date_precision"]) == shareable
    assert (private["date_read"], private["date_precision"]) == owner
    assert public["reading_year"] == private["reading_year"] == 2023
    assert public["reading_month_year"] == private["reading_month_year"] == month


@pytest.mark.parametrize(("count", "reread"), [(None, False), (0, False), (1, False), (2, True)])
def test_reread_by_count(count: int | None, reread: bool) -> None:
    shown = book_json(row(dataclasses.replace(BARE, read_count=count)))
    assert shown["was_reread"] is reread
    assert shown["original_read_count"] == count


def test_genres_rest_on_the_sources_that_answered() -> None:
    parts = {"open_library": SourcePart.HIT, "google_books": SourcePart.HIT, "other": SourcePart.MISS}
    outcome = BookOutcome("1", Outcome.ENRICHED, Findings(), parts)
    own = Classification("Fiction", ("Fantasy",), None, False, {"Fantasy": ("Fantasy fiction",)})
    borrowed = Classification("Fiction", ("Fantasy",), None, True, {})
    assert book_json(Row(BARE, outcome, own, enriched=True))["genre_sources"] == [
        "google_books",
        "open_library",
    ]
    assert book_json(Row(BARE, outcome, borrowed, enriched=True))["genre_sources"] == []


def test_a_book_nobody_asked_for_is_unknown_and_not_failed(dashboard: Dashboard) -> None:
    later = dashboard.shareable()["books"][3]
    assert (later["outcome"], later["match"], later["genres"], later["genre_enriched"]) == (
        None,
        None,
        [],
        False,
    )
