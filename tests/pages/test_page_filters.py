"""Filters: each is in the address, they combine, and each can be taken out again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from domain.dashboard.schema import BookJson
from tests.pages.conftest import Desk
from tests.pages.sample import rated_sample

pytestmark = pytest.mark.browser

DATA = rated_sample().shareable()
BOOKS = DATA["books"]


@pytest.fixture(scope="module")
def page(desk: Desk) -> Page:
    return desk.open(rated_sample(), "/books")


def chips(page: Page) -> list[str]:
    return page.locator(".chip-name").all_inner_texts()


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def of(books: list[BookJson]) -> str:
    return f"{len(books)} of {len(BOOKS)} books"


def test_menus_put_a_filter_into_the_address(desk: Desk, page: Page) -> None:
    desk.go("/books")
    page.get_by_label("Genre").focus()
    page.get_by_label("Genre").select_option("Fantasy")
    expect(page.locator(".chip")).to_have_count(1)
    assert page.url.endswith("/books?genre=Fantasy")
    fantasy = [book for book in BOOKS if "Fantasy" in (book["genres"] or [])]
    assert heading(page) == of(fantasy)
    expect(page.get_by_label("Genre")).to_be_focused()
    page.get_by_label("Rating").select_option("5")
    expect(page.locator(".chip")).to_have_count(2)
    assert heading(page) == of([book for book in fantasy if book["my_rating"] == 5])


def test_a_menu_says_how_many_books_each_value_leaves(desk: Desk, page: Page) -> None:
    desk.go("/books?genre=Fantasy")
    fantasy = [book for book in BOOKS if "Fantasy" in (book["genres"] or [])]
    fives = sum(book["my_rating"] == 5 for book in fantasy)
    expect(page.get_by_label("Rating").locator("option[value='5']")).to_have_text(f"5 stars ({fives})")


def test_filters_combine(desk: Desk, page: Page) -> None:
    desk.go("/books?status=read&year=2024&year=2025&genre=Fantasy&rating=4&rating=5&length=long")
    wanted = [
        book
        for book in BOOKS
        if book["reading_status"] == "read"
        and book["reading_year"] in {2024, 2025}
        and "Fantasy" in (book["genres"] or [])
        and book["my_rating"] in {4, 5}
        and book["page_category"] == "Long (350-500)"
    ]
    assert wanted
    assert heading(page) == of(wanted)
    titles = page.locator(".books tbody th a").all_inner_texts()
    assert sorted(titles) == sorted(book["title"] for book in wanted)


def test_two_genres_ask_for_both(desk: Desk, page: Page) -> None:
    desk.go("/books?genre=Fantasy&genre=Classics")
    both = [book for book in BOOKS if {"Fantasy", "Classics"} <= set(book["genres"] or [])]
    assert both
    assert heading(page) == of(both)


@pytest.mark.parametrize(
    ("search", "says", "holds"),
    [
        ("status=read&year=none", "No date", lambda book: book["reading_status"] == "read" and not book["date_read"]),
        ("length=none", "No page count", lambda book: book["num_pages"] is None),
        ("outcome=not_found", "Unknown to the sources", lambda book: book["outcome"] == "not_found"),
        ("guess=yes", "Dated 1 January", lambda book: book["date_guess"]),
        ("reread=yes", "Read more than once", lambda book: book["was_reread"]),
        ("author=J.R.R.+Tolkien", "J.R.R. Tolkien", lambda book: book["author"] == "J.R.R. Tolkien"),
        ("month=7", "July", lambda book: (book["reading_month_year"] or "").endswith("-07")),
        ("format=ebook", "E-book", lambda book: "Kindle" in (book["binding"] or "") or book["binding"] == "ebook"),
    ],
)
def test_what_coverage_and_charts_link_to(desk: Desk, page: Page, search: str, says: str, holds: object) -> None:
    assert callable(holds)
    desk.go(f"/books?{search}")
    assert chips(page)[-1] == says
    found = [book for book in BOOKS if holds(book)]
    assert found
    assert heading(page) == of(found)


def test_each_filter_is_taken_out_alone(desk: Desk, page: Page) -> None:
    desk.go("/books?status=read&genre=Fantasy&year=2024")
    assert chips(page) == ["Read", "2024", "Fantasy"]
    page.get_by_role("link", name="Remove 2024").click()
    expect(page.locator(".chip")).to_have_count(2)
    assert page.url.endswith("/books?status=read&genre=Fantasy")
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator(".chip")).to_have_count(0)
    assert page.url.endswith("/books")


def test_the_dashboard_is_drawn_of_what_is_chosen(desk: Desk, page: Page) -> None:
    desk.go("?genre=Fantasy&rating=5")
    wanted = [
        book
        for book in BOOKS
        if book["reading_status"] == "read" and "Fantasy" in (book["genres"] or []) and book["my_rating"] == 5
    ]
    expect(page.locator(".sum dd:not(.note)").first).to_have_text(str(len(wanted)))
    assert chips(page) == ["Fantasy", "5 stars"]
    expect(page.locator(".wall li")).to_have_count(min(40, len(wanted)))
    page.get_by_role("navigation", name="Years").get_by_role("link").nth(1).click()
    expect(page.locator(".chip")).to_have_count(2)
    page.get_by_role("link", name="Remove 5 stars").click()
    expect(page.locator(".chip")).to_have_count(1)
    assert "genre=Fantasy" in page.url
    assert "year=" in page.url


def test_what_is_no_filter_is_left_out(desk: Desk, page: Page) -> None:
    desk.go("/books?utm=1&genre=&__proto__=x&constructor=y")
    assert chips(page) == []
    assert heading(page) == f"{len(BOOKS)} books"


def test_a_choice_without_a_book_says_so(desk: Desk, page: Page) -> None:
    desk.go("/books?genre=Fantasy&genre=nothing")
    expect(page.get_by_text("No book fits.")).to_be_visible()
    desk.go("?year=1999")
    expect(page.get_by_role("heading", level=1)).to_have_text("No book has a reading date in 1999.")
