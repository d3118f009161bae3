"""A run as the page shows it: progress in books, the preview, and the ends."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.pages import readers
from tests.pages.conftest import Witness
from tests.pages.scripted_site import TOKEN, UUID, ScriptedApi

pytestmark = pytest.mark.browser

LIBRARY = f"/d/{UUID}"


def count(page: Page, kind: str) -> str:
    return page.locator(f"[data-count={kind}]").inner_text()


def test_counts_move_and_the_dashboard_follows(page: Page, api: ScriptedApi, witness: Witness) -> None:
    library = readers.library(24)
    api.processing()
    page.goto(LIBRARY)
    expect(page.get_by_role("heading", name="Reading the file")).to_be_visible()

    api.processing(24, enriched=10, not_found=2, failed=1)
    api.preview = readers.preview(library).shareable()
    expect(page.locator(".progress-figure")).to_have_text("13 of 24 books")
    assert [count(page, kind) for kind in ("enriched", "not_found", "failed", "open")] == [
        "10 found",
        "2 unknown to the sources",
        "1 not answered",
        "11 waiting",
    ]

    api.processing(24, enriched=20, not_found=2, failed=1)
    expect(page.locator(".progress-figure")).to_have_text("23 of 24 books")

    api.complete(readers.finished(library).shareable())
    expect(page.get_by_role("heading", name="is in")).to_be_visible()
    expect(page.locator(".progress")).to_have_count(0)
    expect(page.locator("[data-end]")).to_have_count(0)


def test_what_the_file_says_is_drawn_while_the_run_goes(page: Page, api: ScriptedApi) -> None:
    api.processing(24, enriched=1)
    api.preview = readers.preview(readers.library(24)).shareable()
    page.goto(LIBRARY)
    expect(page.locator(".figure.years .mark").first).to_be_visible()
    expect(page.locator(".figure.genres")).to_contain_text("when the books have been looked up")
    assert page.locator("img").count() == 0


def test_an_unchanged_status_costs_nothing_and_is_asked_for_less_often(page: Page, api: ScriptedApi) -> None:
    api.processing(24, enriched=1)
    page.clock.install()
    page.goto(LIBRARY)
    expect(page.locator(".progress-figure")).to_be_visible()
    asked = []
    for _ in range(30):
        before = len(api.status_asked)
        page.clock.run_for(1000)
        page.wait_for_timeout(30)
        asked.append(len(api.status_asked) - before)
    assert api.status_asked[0] is None
    assert set(api.status_asked[1:]) == {api.status_asked[1]} != {None}
    assert max(asked) == 1
    assert sum(asked[:5]) > sum(asked[-5:])


def test_complete_with_gaps_says_how_many_and_offers_the_owner_another_try(page: Page, api: ScriptedApi) -> None:
    dashboard = readers.finished(readers.library(24)).shareable()
    api.complete(dashboard, partial=2, failed=1)
    page.goto(f"{LIBRARY}#owner={TOKEN}")
    expect(page.locator("[data-end=gaps]")).to_contain_text("For 3 books a source did not answer")
    assert TOKEN not in page.url
    page.get_by_role("button", name="Try again for these").click()
    expect(page.locator(".progress-figure")).to_have_text("0 of 2 books")
    assert api.reprocessed_by == [f"Bearer {TOKEN}"]
    api.complete(dashboard)
    expect(page.locator("[data-end]")).to_have_count(0)


def test_only_the_owner_can_ask_again(page: Page, api: ScriptedApi) -> None:
    api.complete(readers.finished(readers.library(24)).shareable(), failed=1)
    page.goto(LIBRARY)
    expect(page.locator("[data-end=gaps]")).to_contain_text("with 1 gap")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)


@pytest.mark.parametrize(
    ("code", "heading", "safe"),
    [
        ("rejected", "This file could not be read as a library", "No book of it was looked up"),
        ("failed", "The dashboard could not be made", "The fault is ours"),
        ("not_received", "The file never arrived", "Nothing was stored"),
    ],
)
def test_a_failed_run_says_what_happened_and_what_is_safe(
    page: Page, api: ScriptedApi, witness: Witness, code: str, heading: str, safe: str
) -> None:
    witness.expected.append("404")
    api.error(code, "The columns Title and Author are missing.")
    page.goto(LIBRARY)
    end = page.locator(f"[data-end={code}]")
    expect(end.get_by_role("heading")).to_have_text(heading)
    expect(end).to_contain_text("The columns Title and Author are missing.")
    expect(end).to_contain_text(safe)
    expect(end.get_by_role("link", name="Start with a file")).to_have_attribute("href", "/")


def test_an_unknown_library_is_no_fault(page: Page, witness: Witness) -> None:
    witness.expected.append("404")
    page.goto(LIBRARY)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no library at this address")


def test_a_silent_server_is_waited_for(page: Page, api: ScriptedApi, witness: Witness) -> None:
    witness.expected.append("502")
    api.processing(24, enriched=1)
    page.goto(LIBRARY)
    expect(page.locator(".progress-figure")).to_be_visible()
    api.broken = True
    silence = page.locator(".progress .notice")
    expect(silence).to_contain_text("Your library is safe there")
    api.broken = False
    api.processing(24, enriched=9)
    expect(page.locator(".progress-figure")).to_have_text("9 of 24 books")
    expect(silence).to_be_hidden()


def test_a_library_is_not_for_search_engines(page: Page, api: ScriptedApi) -> None:
    api.complete(readers.finished(readers.library(4)).shareable())
    page.goto(LIBRARY)
    expect(page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")
