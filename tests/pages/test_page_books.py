"""The room of all books: found as you type, sorted, as a table or as covers, fast because most of it is not there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from benchmarks.made_dashboards import large_dashboard
from tests.pages.conftest import PHONE, WIDE, Desk
from tests.pages.sample import rated_sample
from tests.pages.scripted_site import UUID

pytestmark = pytest.mark.browser

BOOKS = rated_sample().shareable()["books"]
MANY = 10_000


@pytest.fixture(scope="module")
def page(desk: Desk) -> Page:
    return desk.open(rated_sample(), "/books")


@pytest.fixture(autouse=True)
def all_books(desk: Desk, page: Page) -> None:
    page.set_viewport_size(WIDE)
    desk.go("?")
    desk.go("/books")
    expect(page.locator(".books tbody th a").first).to_be_visible()


def titles(page: Page) -> list[str]:
    return page.locator(".books tbody th a").all_inner_texts()


def test_books_are_found_as_you_type(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("tolkién HOBBIT", delay=1)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"1 of {len(BOOKS)} books")
    expect(page.get_by_label("Find a title, author or series")).to_be_focused()
    assert "Hobbit" in titles(page)[0]
    assert page.url.endswith("/books?q=tolki%C3%A9n+HOBBIT")
    expect(page.get_by_role("status")).to_have_text(f"1 of {len(BOOKS)} books")


def test_what_was_typed_is_there_after_back(page: Page) -> None:
    page.get_by_label("Find a title, author or series").fill("earthsea")
    page.locator(".books tbody th a").first.click()
    expect(page.locator(".book")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Find a title, author or series")).to_have_value("earthsea")
    assert len(titles(page)) == sum("Earthsea" in book["title"] for book in BOOKS)


def test_the_room_s_own_link_clears_what_was_typed(page: Page) -> None:
    page.get_by_label("Find a title, author or series").fill("earthsea")
    page.get_by_role("navigation", name="Rooms of this library").get_by_role("link", name="Books").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{len(BOOKS)} books")
    expect(page.get_by_label("Find a title, author or series")).to_have_value("")


def test_heads_sort_both_ways(page: Page) -> None:
    page.get_by_role("columnheader", name="Pages").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Pages")).to_have_attribute("aria-sort", "descending")
    known = sorted((book["num_pages"] for book in BOOKS if book["num_pages"]), reverse=True)
    shown = page.locator(".books td.col-pages").all_inner_texts()[:10]
    assert [int(text.replace(",", "")) for text in shown] == known[:10]
    expect(page.locator("#sort-pages")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Pages")).to_have_attribute("aria-sort", "ascending")
    assert page.url.endswith("?sort=pages")
    shown = page.locator(".books td.col-pages").all_inner_texts()[:10]
    assert [int(text.replace(",", "")) for text in shown] == known[:-11:-1]


def test_what_is_not_known_comes_last_in_every_order(desk: Desk, page: Page) -> None:
    for order in ("pages", "-pages"):
        desk.go(f"/books?sort={order}")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(page.locator(".books td.col-pages").last).to_have_text("")


def test_covers_show_the_same_books(page: Page) -> None:
    page.get_by_role("link", name="Covers").click()
    expect(page.locator(".book-grid .grid-link").first).to_be_visible()
    assert page.url.endswith("?view=covers")
    assert page.locator(".book-grid li:not(.spacer)").first.get_attribute("aria-setsize") == str(len(BOOKS))
    page.get_by_label("Order").select_option("title")
    first = page.evaluate(
        "titles => titles.sort(new Intl.Collator('en-GB', { numeric: true, sensitivity: 'base' }).compare)[0]",
        [book["title"] for book in BOOKS],
    )
    expect(page.locator(".grid-title").first).to_have_text(first)


def test_back_leads_to_the_line_that_was_left(desk: Desk, page: Page) -> None:
    page.evaluate("scrollTo(0, 6000)")
    line = page.locator(".books tbody tr[aria-rowindex='140'] th a")
    expect(line).to_be_attached()
    title = line.inner_text()
    line.evaluate("link => link.click()")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert page.evaluate("scrollY") == 0
    page.go_back()
    expect(line).to_be_in_viewport()
    assert page.evaluate("scrollY") == 6000


def test_a_phone_shows_a_book_in_two_lines(page: Page) -> None:
    page.set_viewport_size(PHONE)
    expect(page.get_by_label("Order")).to_be_visible()
    row = page.locator(".books tbody tr[aria-rowindex='2']")
    expect(row).to_have_css("display", "grid")
    box = row.bounding_box()
    assert box is not None
    assert box["height"] == pytest.approx(69, abs=1)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.fixture(scope="module")
def many(desk: Desk, page: Page) -> Page:
    return desk.open(large_dashboard(MANY, UUID), "/books")


@pytest.mark.slow
class TestTenThousand:
    """10,000 books, of which the page holds a few dozen at a time."""

    @pytest.fixture(autouse=True)
    def from_the_top(self, all_books: None, many: Page) -> None:
        many.evaluate("scrollTo(0, 0)")

    def test_few_elements_stand_for_all(self, many: Page) -> None:
        table = many.get_by_role("table", name="Books")
        expect(table).to_have_attribute("aria-rowcount", str(MANY + 1))
        assert many.evaluate("document.querySelectorAll('*').length") < 2_000
        assert many.evaluate("document.documentElement.scrollHeight") > MANY * 45
        many.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(many.locator(f".books tr[aria-rowindex='{MANY + 1}']")).to_be_in_viewport()
        assert many.evaluate("document.querySelectorAll('*').length") < 2_000

    def test_every_line_is_reached_by_keyboard(self, many: Page) -> None:
        many.locator(".books tbody th a").first.focus()
        for _ in range(60):
            many.keyboard.press("ArrowDown")
        expect(many.locator(".books tr[aria-rowindex='62'] a")).to_be_focused()
        expect(many.locator(".books tr[aria-rowindex='62']")).to_be_in_viewport()
        many.keyboard.press("End")
        expect(many.locator(f".books tr[aria-rowindex='{MANY + 1}'] a")).to_be_focused()
        many.keyboard.press("Home")
        expect(many.locator(".books tr[aria-rowindex='2'] a")).to_be_focused()

    def test_the_focused_line_stays_while_others_go(self, many: Page) -> None:
        link = many.locator(".books tbody th a").first
        link.focus()
        many.evaluate("scrollTo(0, 100000)")
        expect(many.locator(".books tr[aria-rowindex='2220']")).to_be_attached()
        expect(link).to_be_focused()
        assert many.locator(".books tr[aria-rowindex='2']").count() == 1
        assert many.locator(".books tr[aria-rowindex='40']").count() == 0
        top = many.locator(".books tr[aria-rowindex='2220']").bounding_box()
        assert top is not None
        head = many.locator(".books tbody").bounding_box()
        assert head is not None
        assert top["y"] - head["y"] == pytest.approx(2218 * 45, abs=2)

    def test_one_is_found_among_all(self, many: Page) -> None:
        many.get_by_label("Find a title, author or series").fill("number 9876")
        expect(many.locator(".books tbody th a")).to_have_count(1)
        expect(many.get_by_role("heading", level=1)).to_have_text("1 of 10,000 books")

    def test_above_a_thousand_marks_only_bins_are_links(self, desk: Desk, many: Page) -> None:
        desk.go()
        marks = many.locator(".figure.community .mark")
        expect(marks.first).to_be_attached()
        said = marks.evaluate_all("marks => marks.map((mark) => mark.getAttribute('aria-label'))")
        assert len(said) < 150
        assert sum(int(re.sub(r"\D", "", text.split(" book")[0])) for text in said) == MANY
        desk.go("/books")
