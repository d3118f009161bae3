"""The dashboard: every figure and mark is what the data says, at every width, by every hand and to every eye."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from domain.dashboard.schema import BookJson, DashboardJson
from tests.pages import readers
from tests.pages.conftest import PHONE, WIDE, Witness
from tests.pages.scripted_site import TOKEN, UUID, ScriptedApi

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python") / "axe.min.js"
LIBRARY = f"/d/{UUID}"


@pytest.fixture
def data(api: ScriptedApi) -> DashboardJson:
    dashboard = readers.finished(readers.library()).shareable()
    api.complete(dashboard)
    return dashboard


@pytest.fixture
def read(data: DashboardJson) -> list[BookJson]:
    return [book for book in data["books"] if book["reading_status"] == "read"]


def twin(page: Page, kind: str) -> list[list[str]]:
    """The cells of a chart's table."""
    rows: Locator = page.locator(f".figure.{kind} tbody tr")
    return [row.locator("th, td").all_text_contents() for row in rows.all()]


def opened(page: Page) -> Page:
    page.goto(LIBRARY)
    expect(page.locator(".figure.years .mark").first).to_be_visible()
    return page


def test_the_first_sentence_is_about_the_latest_year(page: Page, read: list[BookJson]) -> None:
    of_2026 = [book for book in read if book["reading_year"] == 2026]
    pages = sum(book["num_pages"] or 0 for book in of_2026)
    opened(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        f"So far in 2026 this reader has finished {len(of_2026)} books, {pages:,} pages, "
    )


def test_the_owner_is_addressed(page: Page, data: DashboardJson) -> None:
    page.goto(f"{LIBRARY}#owner={TOKEN}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("you have read")


def test_four_figures(page: Page, data: DashboardJson) -> None:
    summary = data["summary"]
    opened(page)
    shown = page.locator(".sum dd:not(.note)").all_inner_texts()
    assert shown == [
        f"{summary['read_books']:,}",
        f"{summary['total_pages']:,}",
        f"{summary['average_rating']:.2f}",
        f"{summary['unique_authors']}",
    ]


def test_years(page: Page, read: list[BookJson]) -> None:
    opened(page)
    books = Counter(book["reading_year"] for book in read)
    assert [row[:2] for row in twin(page, "years")] == [[str(year), str(books[year])] for year in range(2016, 2027)]
    expect(page.locator(".figure.years")).to_contain_text(f"{books[None]} books have no date")
    fullest = max(range(2016, 2027), key=lambda year: books[year])
    expect(page.locator(".figure.years h2")).to_have_text(f"{fullest} was the fullest year: {books[fullest]} books")


def test_bars_are_as_tall_as_their_numbers(page: Page, read: list[BookJson]) -> None:
    opened(page)
    heights = page.locator(".figure.years .bar.first").evaluate_all(
        "bars => bars.map((bar) => Number(bar.getAttribute('height')))"
    )
    books = Counter(book["reading_year"] for book in read)
    scale = heights[0] / books[2016]
    assert heights == pytest.approx([scale * books[year] for year in range(2016, 2027)])


def test_ratings(page: Page, read: list[BookJson]) -> None:
    opened(page)
    given = Counter(book["my_rating"] for book in read)
    names = ("1 star", "2 stars", "3 stars", "4 stars", "5 stars")
    assert twin(page, "ratings") == [[name, str(given[float(n)])] for n, name in enumerate(names, 1)]


def test_genres_are_shares_of_read_books(page: Page, data: DashboardJson) -> None:
    opened(page)
    summary = data["summary"]
    assert summary["most_common_genres"]
    rows = twin(page, "genres")
    known = [[entry["genre"], str(entry["count"])] for entry in summary["most_common_genres"]]
    assert [row[:2] for row in rows[:-1]] == known
    assert rows[-1][:2] == ["Genre unknown", str(summary["read_books"] - (summary["genre_enriched_books"] or 0))]


def test_authors(page: Page, read: list[BookJson]) -> None:
    opened(page)
    books = Counter(book["author"] for book in read)
    rows = twin(page, "authors")
    assert len(rows) == len(books)
    assert {row[0]: int(row[1]) for row in rows} == dict(books)
    assert [int(row[1]) for row in rows] == sorted(books.values(), reverse=True)


def test_a_chart_is_one_stop_and_its_marks_are_reached_by_arrows(page: Page, data: DashboardJson) -> None:
    opened(page)
    years = page.locator(".figure.years")
    years.locator(".mark").first.focus()
    expect(years.locator(".readout")).to_contain_text("2016:")
    page.keyboard.press("ArrowRight")
    expect(years.locator(".readout")).to_contain_text("2017:")
    page.keyboard.press("End")
    expect(years.locator(".readout")).to_contain_text("2026, so far:")
    assert years.locator(".mark[tabindex='0']").count() == 1


def test_a_mark_says_its_value_under_the_pointer(page: Page, data: DashboardJson) -> None:
    opened(page)
    mark = page.locator(".figure.ratings .mark").nth(3)
    mark.hover()
    expect(page.locator(".figure.ratings .readout")).to_have_text(mark.get_attribute("aria-label") or "")


def test_a_cover_that_is_missing_leaves_the_typographic_one(page: Page, data: DashboardJson, witness: Witness) -> None:
    opened(page)
    page.locator(".wall").scroll_into_view_if_needed()
    expect(page.locator(".wall img")).to_have_count(0)
    assert witness.covers
    assert page.locator(".cover-title").count() == 40


def test_covers_can_be_turned_off(page: Page, data: DashboardJson, witness: Witness) -> None:
    page.goto("/")
    page.get_by_label("Show covers").uncheck()
    opened(page)
    page.locator(".wall").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert witness.covers == []


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_and_axe_finds_nothing(
    page: Page, api: ScriptedApi, viewport: ViewportSize, scheme: Literal["light", "dark"]
) -> None:
    api.complete(readers.finished(readers.library(16)).shareable(), failed=1)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for room, sign in (("/", ".explained"), (f"{LIBRARY}#owner={TOKEN}", ".wall")):
        page.goto(room)
        expect(page.locator(sign)).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach((twin) => { twin.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("axe.run()")["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []


def test_a_chart_is_drawn_anew_for_another_width(page: Page, data: DashboardJson) -> None:
    opened(page)
    chart = page.locator(".figure.years .drawing svg")
    before = chart.bounding_box()
    page.set_viewport_size(PHONE)
    expect(chart).to_have_attribute("width", "328")
    after = chart.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] < before["width"]


def test_empty_states(page: Page, api: ScriptedApi) -> None:
    api.complete(readers.bare().shareable())
    page.goto(LIBRARY)
    expect(page.locator(".figure.years h2")).to_have_text("No book has a reading date")
    expect(page.locator(".figure.ratings h2")).to_have_text("No book is rated")
    expect(page.locator(".figure.genres h2")).to_have_text("No genre is known")
    expect(page.get_by_role("heading", level=1)).to_have_text("This reader has read 1 book.")


def test_a_library_of_nothing(page: Page, api: ScriptedApi) -> None:
    api.complete(readers.finished(readers.library(0)).shareable())
    page.goto(LIBRARY)
    expect(page.get_by_role("heading", level=1)).to_have_text("No book on this list has been read yet.")
