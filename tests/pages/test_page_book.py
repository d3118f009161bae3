"""The room of one book: what everyone sees, why it has its genres, and what only the owner sees."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import Desk
from tests.pages.sample import rated_sample
from tests.pages.scripted_site import TOKEN

pytestmark = pytest.mark.browser

OWNERS = rated_sample().owner()["books"]
EVIDENCE = rated_sample().evidence()["books"]
HOBBIT = next(book for book in OWNERS if "Hobbit" in book["title"])
REVIEWED = next(book for book in OWNERS if book["my_review"] and book["bookshelves"] and book["date_read"])
UNKNOWN = next(book for book in OWNERS if book["outcome"] == "not_found")


@pytest.fixture(scope="module")
def page(desk: Desk) -> Page:
    return desk.open(rated_sample())


def fact(page: Page, name: str) -> str:
    return page.locator(".facts div", has=page.locator(f"dt:text-is('{name}')")).locator("dd").inner_text()


def test_facts(desk: Desk, page: Page) -> None:
    desk.go(f"/books/{HOBBIT['book_id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(HOBBIT["title"])
    assert fact(page, "Pages") == str(HOBBIT["num_pages"])
    assert fact(page, "First published") == str(HOBBIT["publication_year"])
    assert fact(page, "ISBN") == HOBBIT["isbn13"]
    expect(page.locator(".book-author a")).to_have_text("J.R.R. Tolkien")
    rated = page.locator(".rated dd").all_inner_texts()
    assert rated == [f"{HOBBIT['my_rating']:.0f} of 5", f"{HOBBIT['average_rating']:.2f} of 5"]


def test_genres_with_why(desk: Desk, page: Page) -> None:
    desk.go(f"/books/{HOBBIT['book_id']}")
    because = EVIDENCE[HOBBIT["book_id"]]["because"]
    genre = (HOBBIT["genres"] or [])[0]
    line = page.locator(".reasons li", has=page.get_by_role("link", name=genre, exact=True))
    expect(line.locator("q").first).to_have_text(because[genre][0])
    expect(page.locator(".reason-notes")).to_contain_text("Found by")
    line.get_by_role("link").click()
    expect(page.locator(".chip-name")).to_have_text([genre])


def test_a_book_that_no_source_knows(desk: Desk, page: Page) -> None:
    desk.go(f"/books/{UNKNOWN['book_id']}")
    expect(page.locator(".reason-notes")).to_contain_text("No source knows this book.")


def test_what_is_not_known_is_left_out(desk: Desk, page: Page) -> None:
    unread = next(book for book in OWNERS if book["reading_status"] == "to-read" and not book["genres"])
    desk.go(f"/books/{unread['book_id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(unread["title"])
    assert "Read" not in page.locator(".facts dt").all_inner_texts()
    expect(page.locator(".book-genres")).to_contain_text("No genre is known.")


def test_others_of_the_author_and_the_series_lead_on(desk: Desk, page: Page) -> None:
    desk.go(f"/books/{HOBBIT['book_id']}")
    page.locator(".book-more a").first.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(HOBBIT["title"])
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_a_book_that_is_not_there(desk: Desk, page: Page) -> None:
    desk.go("/books/nothing")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such book in this library")
    page.get_by_role("link", name="All books").click()
    expect(page.get_by_role("table", name="Books")).to_be_visible()


def test_the_link_shows_no_day_no_shelf_and_no_review(desk: Desk, page: Page) -> None:
    desk.go(f"/books/{REVIEWED['book_id']}")
    expect(page.locator(".book-genres")).to_be_visible()
    expect(page.locator(".personal")).to_have_count(0)
    assert (REVIEWED["my_review"] or "") not in page.locator("main").inner_text()


def test_the_owner_sees_days_shelves_and_the_review(desk: Desk) -> None:
    page = desk.open(rated_sample(), f"/books/{REVIEWED['book_id']}", token=TOKEN)
    mine = page.locator(".personal")
    expect(mine.locator(".review")).to_have_text(REVIEWED["my_review"] or "")
    assert mine.locator(".shelves li").all_inner_texts() == REVIEWED["bookshelves"]
    expect(mine).to_contain_text((REVIEWED["date_read"] or "")[:4])
    assert TOKEN not in page.url
