"""How the rooms behave for everyone: at every width, in both themes, to assistive technology, on paper, and empty."""

from __future__ import annotations

from importlib.resources import files
from typing import Literal

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from benchmarks.made_dashboards import real_dashboard
from tests.pages import readers
from tests.pages.conftest import PHONE, WIDE, Desk
from tests.pages.scripted_site import TOKEN, UUID

pytestmark = pytest.mark.browser

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
SMALL = real_dashboard(40, UUID)  # axe takes seconds over hundreds of marks
BOOK = next(book for book in SMALL.owner()["books"] if book["my_review"])["book_id"]
ROOMS = {"": ".wall", "?year=2026&rating=5": ".wall", "/books": ".books td", "/books?view=covers": ".grid-link",
         f"/books/{BOOK}": ".personal .review"}  # fmt: skip

# The dark theme changes nothing but colours.
RULES: dict[str, dict[str, object]] = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}


@pytest.fixture(scope="module")
def page(desk: Desk) -> Page:
    page = desk.open(SMALL, token=TOKEN)
    page.evaluate(AXE)
    return page


@pytest.fixture(autouse=True)
def usual(page: Page) -> None:
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light", media="screen")


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_nothing_sticks_out_and_axe_finds_nothing(
    desk: Desk, page: Page, viewport: ViewportSize, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size(viewport)
    for room, sign in ROOMS.items():
        desk.go(room)
        expect(page.locator(sign).first).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"], room
        found = page.evaluate("(rules) => axe.run({ resultTypes: ['violations'], ...rules })", RULES[scheme])[
            "violations"
        ]
        assert [(room, rule["id"], rule["nodes"][0]["html"]) for rule in found] == []


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_no_label_of_a_chart_lies_on_another(desk: Desk, page: Page, viewport: ViewportSize) -> None:
    page.set_viewport_size(viewport)
    for room in ("", "?year=2026"):
        desk.go(room)
        expect(page.locator(".figure .drawing svg").first).to_be_visible()
        page.wait_for_timeout(100)
        overlaps = page.evaluate(
            """() => [...document.querySelectorAll('.drawing svg')].flatMap((svg) => {
              const texts = [...svg.querySelectorAll('text')].map((it) => [it.textContent, it.getBoundingClientRect()]);
              const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 3
                || b.bottom <= a.top + 3;
              return texts.flatMap(([name, box], at) =>
                texts.slice(at + 1).filter(([, other]) => !apart(box, other)).map(([other]) => `${name}/${other}`));
            })"""
        )
        assert overlaps == []


def test_every_room_has_one_heading_and_a_title(desk: Desk, page: Page) -> None:
    seen = set()
    for room in ("", "/books", f"/books/{BOOK}"):
        desk.go(room)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        seen.add(page.title())
    assert len(seen) == 3


def test_on_paper_there_are_no_controls_and_every_book(desk: Desk, page: Page) -> None:
    desk.go("/books")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for control in (".rooms", ".tools", ".menus"):
        expect(page.locator(control)).to_be_hidden()
    assert page.locator(".books tbody tr:not(.spacer)").count() == 40
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    desk.go()
    expect(page.locator(".years-choice")).to_be_hidden()
    expect(page.locator(".twin").first).to_be_hidden()
    expect(page.locator(".figure.years svg")).to_be_visible()


def test_a_dark_page_prints_as_ink_on_paper(desk: Desk, page: Page) -> None:
    desk.go()
    page.emulate_media(color_scheme="dark", media="print")
    red, green, blue = page.evaluate("getComputedStyle(document.body).color.match(/\\d+/g).map(Number)")
    assert red + green + blue < 150
    red, green, blue = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert red + green + blue > 700


class TestEmpty:
    """What is missing is said, not drawn."""

    def test_one_book_of_which_nothing_is_known(self, desk: Desk) -> None:
        page = desk.open(readers.bare())
        for kind, says in {
            "years": "No book has a reading date",
            "months": "No book is dated to a month",
            "ratings": "No book is rated",
            "genres": "No genre is known",
        }.items():
            expect(page.locator(f".figure.{kind} h2")).to_have_text(says)
        expect(page.get_by_role("heading", level=1)).to_have_text("This reader has read 1 book.")
        for absent in (".community", ".lengths", ".formats", ".ends", ".years-choice", ".piles"):
            expect(page.locator(absent)).to_have_count(0)

    def test_nothing_read(self, desk: Desk) -> None:
        page = desk.open(readers.finished(readers.library(0)))
        expect(page.get_by_role("heading", level=1)).to_have_text("No book on this list has been read yet.")
        expect(page.locator(".figures")).to_have_count(0)
        expect(page.locator(".pile.waiting h2")).to_have_text("1 book waits to be read")

    def test_nothing_looked_up_yet(self, desk: Desk) -> None:
        page = desk.open(readers.preview(readers.library(24)))
        expect(page.locator(".figure.genres")).to_contain_text("This comes when the books have been looked up.")
        expect(page.locator(".coverage")).not_to_contain_text("genre")
        desk.go("/books")
        expect(page.get_by_role("columnheader", name="Genres")).to_have_count(0)
        expect(page.get_by_label("Genre")).to_have_count(0)
        page.locator(".books tbody th a").first.click()
        expect(page.locator(".book-genres")).to_contain_text("Genres come when the books have been looked up.")

    def test_without_the_community_nothing_is_compared(self, desk: Desk) -> None:
        page = desk.open(readers.finished(readers.without_community(readers.library(24))))
        expect(page.locator(".figure.community")).to_have_count(0)
        desk.go("/books")
        expect(page.get_by_role("columnheader", name="Community")).to_have_count(0)

    def test_a_date_that_was_mistyped_by_centuries(self, desk: Desk) -> None:
        page = desk.open(readers.mistyped())
        expect(page.locator(".figure.years .mark").first).to_be_attached()
        assert page.locator(".figure.years .mark").count() <= 60
        assert page.locator(".figure.years tbody tr").count() == 2
        assert page.evaluate("document.documentElement.scrollWidth") == WIDE["width"]
