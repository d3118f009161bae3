"""A library that attacks: nothing in it runs, and nothing breaks the page."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Dialog, Page, ViewportSize, expect

from tests.pages import readers
from tests.pages.conftest import PHONE, WIDE, Desk, Witness
from tests.pages.scripted_site import TOKEN, UUID, ScriptedApi

pytestmark = pytest.mark.browser


BOOKS = readers.hostile().shareable()["books"]
ROOMS = (
    *("", "/books", "/books?view=covers", "/books?q=alert"),
    *(f"/books/{quote(book['book_id'], safe='')}" for book in BOOKS[:8]),
)


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_a_hostile_library_runs_nothing_and_breaks_no_layout(desk: Desk, viewport: ViewportSize) -> None:
    dialogs: list[str] = []

    def opened(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    desk.page.on("dialog", opened)
    desk.page.set_viewport_size(viewport)
    page = desk.open(readers.hostile(), token=TOKEN)
    for room in ROOMS:
        desk.go(room)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        if "/books/" in room:
            expect(page.locator(".personal .review")).to_be_attached()
            expect(page.locator(".reasons q").first).to_be_attached()
        page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })")
        assert page.locator("main script, main [onerror], main iframe, main [style*=url]").count() == 0
        assert page.evaluate("[...document.links].every((link) => /^https?:$/.test(link.protocol))"), room
        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"], room
    assert dialogs == []
    assert desk.witness.covers == []


def test_covers_keep_their_shape_whatever_is_written_on_them(desk: Desk) -> None:
    page = desk.open(readers.hostile())
    assert page.locator(".wall .cover-title").first.inner_text() == readers.HOSTILE[0]
    shapes = page.locator(".wall .cover").evaluate_all("covers => covers.map((it) => it.offsetHeight / it.offsetWidth)")
    assert shapes == pytest.approx([1.5] * 16, rel=0.02)


def test_the_filters_in_a_hostile_address_are_text(desk: Desk) -> None:
    page = desk.open(
        readers.hostile(), f"/books?author={quote(readers.HOSTILE[0])}&genre={'W' * 3000}&year=-1&month=99"
    )
    expect(page.locator(".chip")).to_have_count(4)
    assert page.locator("main img").count() == 0
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")


def test_a_hostile_error_is_text(page: Page, api: ScriptedApi, witness: Witness) -> None:
    witness.expected.append("404")
    api.error("rejected", readers.HOSTILE[0])
    page.goto(f"/d/{UUID}")
    expect(page.locator("[data-end=rejected]")).to_contain_text(readers.HOSTILE[0])
    assert page.locator("main img").count() == 0


def test_direction_marks_stay_inside_a_name(page: Page, api: ScriptedApi) -> None:
    api.complete(readers.hostile().shareable())
    page.goto(f"/d/{UUID}")
    name = page.locator(".row", has_text="evil").locator("bdi")
    expect(name).to_have_text(readers.HOSTILE[3])
    value = page.locator(".row", has_text="evil").locator(".row-value").bounding_box()
    bar = page.locator(".row", has_text="evil").locator(".row-bar").bounding_box()
    assert value is not None
    assert bar is not None
    assert value["x"] > bar["x"]


def test_the_policy_forbids_inline_code(page: Page, api: ScriptedApi, witness: Witness) -> None:
    witness.expected.append("Content Security Policy")
    page.goto("/")
    page.evaluate(
        "() => { const script = document.createElement('script'); script.textContent = 'window.ran = 1';"
        " document.body.append(script); }"
    )
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in line for line in witness.complaints)
