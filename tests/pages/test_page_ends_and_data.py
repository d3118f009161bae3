"""Every screen of the start, the run, the ends and the data: nothing sticks out, and axe finds nothing."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.pages import readers
from tests.pages.conftest import PHONE, WIDE, Witness
from tests.pages.scripted_site import TOKEN, UUID, ScriptedApi

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python") / "axe.min.js"
OWNED = f"/d/{UUID}#owner={TOKEN}"
LARGE = b"Book Id,Title,Author\n" + b"1,Emma,Jane Austen\n" * 230_000


def refused(page: Page, api: ScriptedApi) -> None:
    page.goto("/")
    page.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"})
    expect(page.get_by_role("alert")).to_contain_text("“Title”, “Author” and “Book Id” are missing")


def sending(page: Page, api: ScriptedApi) -> None:
    api.gate.clear()
    page.goto("/")
    page.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": LARGE})
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()


def opening(page: Page, api: ScriptedApi) -> None:
    page.route("**/api/**", lambda route: None)
    page.goto(OWNED)
    expect(page.locator(".opening")).to_be_visible()
    page.unroute("**/api/**")


def running(page: Page, api: ScriptedApi) -> None:
    api.processing(24, enriched=9, partial=2, not_found=1, failed=1)
    api.preview = readers.preview(readers.library(4)).shareable()
    page.goto(OWNED)
    expect(page.locator(".progress-figure")).to_be_visible()


def owned(page: Page, api: ScriptedApi) -> None:
    made = readers.finished(readers.library(4))
    dashboard, owners = made.shareable(), made.owner()
    report = made.report.to_json()
    report["problems"] = [{"row": 1, "column": "ISBN", "value": "W" * 60, "problem": "isbn_other", "action": "dropped"}]
    owners["metadata"]["csv_report"] = report
    dashboard["metadata"]["csv_problems"] = {"isbn_other": 1}
    dashboard["metadata"]["source_outcomes"] = {"google_books": {"rate_limited": 3}}
    api.complete(dashboard, partial=2, failed=1, owners=owners)
    page.goto(OWNED)
    page.get_by_role("button", name="Show them one by one").click()
    expect(page.get_by_role("heading", name="ISBN is no ISBN: 1")).to_be_focused()


def asked(page: Page, api: ScriptedApi) -> None:
    page.get_by_role("button", name="Delete this library").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def deleted(page: Page, api: ScriptedApi) -> None:
    page.get_by_role("button", name="Delete it for good").click()
    expect(page.locator("[data-end=deleted]")).to_be_visible()


def rejected(page: Page, api: ScriptedApi) -> None:
    api.error("rejected", "The columns Title and Author are missing.")
    page.goto(OWNED)
    expect(page.locator("[data-end=rejected]")).to_be_visible()


SCREENS: tuple[Callable[[Page, ScriptedApi], None], ...] = (
    *(refused, sending, opening, running, owned, asked, deleted, rejected),
)


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_nothing_sticks_out_and_axe_finds_nothing(
    page: Page, api: ScriptedApi, witness: Witness, viewport: ViewportSize
) -> None:
    witness.expected += ["404", "400"]  # a library that is gone; a file that was held up
    for screen in SCREENS:
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        screen(page, api)
        api.gate.set()
        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"], screen.__name__
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("axe.run()")["violations"]
        page.emulate_media(color_scheme="dark")
        found += page.evaluate("axe.run({ runOnly: ['color-contrast', 'link-in-text-block'] })")["violations"]
        assert [(screen.__name__, rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
