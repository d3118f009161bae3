"""A run as the page shows it: progress in books, the preview, and the ends."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from tests.pages import readers
from tests.pages.conftest import Witness
from tests.pages.scripted_site import TOKEN, UUID, ScriptedApi

pytestmark = pytest.mark.browser

LIBRARY = f"/d/{UUID}"
CSV = b"Book Id,Title,Author\n1,Emma,Jane Austen\n"


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
    expect(page.locator("[data-end=complete]")).to_contain_text("All 24 books have been looked up.")
    page.reload()
    expect(page.get_by_role("heading", name="is in")).to_be_visible()
    expect(page.locator("[data-end]")).to_have_count(0)


def test_something_is_on_the_screen_before_the_first_answer(clocked: Page, api: ScriptedApi) -> None:
    clocked.clock.install()
    clocked.route("**/api/**", lambda route: None)
    clocked.goto(LIBRARY)
    opening = clocked.locator(".opening [role=status]")
    expect(opening).to_have_text("Opening the library …")
    clocked.clock.run_for(5000)
    expect(opening).to_contain_text("takes a moment")
    clocked.unroute("**/api/**")


def test_an_estimate_is_by_the_server_s_clock(clocked: Page, api: ScriptedApi) -> None:
    clocked.clock.install(time=0)
    api.processing(240, enriched=20)
    assert api.status is not None
    api.status["estimated_completion"] = time.time() + 600
    clocked.goto(LIBRARY)
    expect(clocked.locator(".progress-left")).to_have_text("about 10 minutes left")


def test_a_hidden_page_asks_nothing_and_a_shown_one_at_once(clocked: Page, api: ScriptedApi) -> None:
    clocked.add_init_script("Object.defineProperty(document, 'hidden', { get: () => window.unseen === true })")
    api.processing(24, enriched=1)
    clocked.clock.install()
    clocked.goto(LIBRARY)
    expect(clocked.locator(".progress-figure")).to_be_visible()
    clocked.evaluate("window.unseen = true")
    clocked.clock.run_for(1000)
    clocked.wait_for_timeout(100)
    before = len(api.status_asked)
    clocked.clock.run_for(60_000)
    clocked.wait_for_timeout(100)
    assert len(api.status_asked) == before
    api.processing(24, enriched=9)
    clocked.evaluate("window.unseen = false; document.dispatchEvent(new Event('visibilitychange'))")
    expect(clocked.locator(".progress-figure")).to_have_text("9 of 24 books")


def test_a_run_is_spoken_of_in_quarters(page: Page, api: ScriptedApi) -> None:
    api.processing(40, enriched=1)
    page.goto(LIBRARY)
    spoken = page.locator(".progress [role=status]")
    expect(spoken).to_have_text("Looking up the books. 1 of 40 books")
    api.processing(40, enriched=9)
    expect(page.locator(".progress-figure")).to_have_text("9 of 40 books")
    expect(spoken).to_have_text("Looking up the books. 1 of 40 books")
    api.processing(40, enriched=10)
    expect(spoken).to_have_text("Looking up the books. 10 of 40 books")


def test_what_the_file_says_is_drawn_while_the_run_goes(page: Page, api: ScriptedApi) -> None:
    api.processing(24, enriched=1)
    api.preview = readers.preview(readers.library(24)).shareable()
    page.goto(LIBRARY)
    expect(page.locator(".figure.years .mark").first).to_be_visible()
    expect(page.locator(".figure.genres")).to_contain_text("when the books have been looked up")
    assert page.locator("img").count() == 0


def test_an_unchanged_status_costs_nothing_and_is_asked_for_less_often(clocked: Page, api: ScriptedApi) -> None:
    api.processing(24, enriched=1)
    clocked.clock.install()
    clocked.goto(LIBRARY)
    expect(clocked.locator(".progress-figure")).to_be_visible()
    asked = []
    for _ in range(30):
        before = len(api.status_asked)
        clocked.clock.run_for(1000)
        clocked.wait_for_timeout(30)
        asked.append(len(api.status_asked) - before)
    assert api.status_asked[0] is None
    assert set(api.status_asked[1:]) == {api.status_asked[1]} != {None}
    assert max(asked) == 1
    assert sum(asked[:5]) > sum(asked[-5:])


def test_complete_with_gaps_says_how_many_and_offers_the_owner_another_try(page: Page, api: ScriptedApi) -> None:
    dashboard = readers.finished(readers.library(24)).shareable()
    dashboard["metadata"]["source_outcomes"] = {"open_library": {"unavailable": 3, "hit": 21}}
    api.complete(dashboard, partial=2, failed=1)
    page.goto(f"{LIBRARY}#owner={TOKEN}")
    end = page.locator("[data-end=gaps]")
    expect(end).to_contain_text("For 1 book no source answered")
    expect(end).to_contain_text("For 2 books one source did not answer")
    expect(end.get_by_role("listitem")).to_have_text("Open Library was not available for 3 books.")
    assert TOKEN not in page.url
    page.get_by_role("button", name="Try again for these").click()
    expect(page.locator(".progress-figure")).to_have_text("0 of 2 books")
    expect(page.get_by_role("heading", name="Looking up the books")).to_be_focused()
    assert api.asked == [("reprocess", f"Bearer {TOKEN}", '{"from":"sources"}')]
    api.complete(dashboard)
    expect(page.locator("[data-end=complete]")).to_be_visible()


def test_only_the_owner_can_ask_again(page: Page, api: ScriptedApi) -> None:
    api.complete(readers.finished(readers.library(24)).shareable(), failed=1)
    page.goto(LIBRARY)
    expect(page.locator("[data-end=gaps]")).to_contain_text("with 1 gap")
    expect(page.locator("[data-end=gaps]")).to_contain_text("The owner of this library can ask for them again")
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
    expect(page.locator(".keeping")).to_have_count(0)


@pytest.mark.parametrize(("code", "then"), [("rejected", "the link stays the same"), ("not_received", "the same file")])
def test_the_owner_of_a_failed_run_can_drop_another_file_there(
    page: Page, api: ScriptedApi, witness: Witness, code: str, then: str
) -> None:
    witness.expected.append("404")
    api.error(code, "The columns Title and Author are missing.")
    page.goto(f"{LIBRARY}#owner={TOKEN}")
    expect(page.locator(f"[data-end={code}]")).to_contain_text(then)
    page.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": CSV})
    expect(page.locator(".progress-figure")).to_have_text("0 of 2 books")
    assert api.newer == [CSV]


def test_the_owner_of_a_run_that_failed_by_our_fault_can_make_it_again(
    page: Page, api: ScriptedApi, witness: Witness
) -> None:
    witness.expected.append("404")
    api.error("failed", "Something on our side went wrong.")
    page.goto(f"{LIBRARY}#owner={TOKEN}")
    page.get_by_role("button", name="Make it again").click()
    expect(page.locator(".progress-figure")).to_have_text("0 of 2 books")


def test_a_failed_later_run_leaves_the_dashboard_before_it(page: Page, api: ScriptedApi) -> None:
    api.complete(readers.finished(readers.library(4)).shareable())
    api.error("not_received", "The file did not arrive in time.")
    page.goto(LIBRARY)
    expect(page.locator("[data-end=not_received]")).to_contain_text("What you see below is the dashboard from before")
    expect(page.locator(".wall")).to_be_visible()


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
    expect(silence).to_be_hidden()
    api.processing(24, enriched=9)
    expect(page.locator(".progress-figure")).to_have_text("9 of 24 books")


def test_a_first_answer_that_never_comes_can_be_asked_for_again(page: Page, api: ScriptedApi, witness: Witness) -> None:
    witness.expected += ["502", "ERR_FAILED"]
    api.complete(readers.finished(readers.library(4)).shareable())
    page.route("**/api/data/**", lambda route: route.abort())
    page.goto(LIBRARY)
    expect(page.get_by_role("alert")).to_contain_text("It is safe on the server")
    page.unroute("**/api/data/**")
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".wall")).to_be_visible()


def test_without_a_connection_the_run_goes_on(page: Page, api: ScriptedApi, witness: Witness) -> None:
    witness.expected.append("ERR_INTERNET_DISCONNECTED")
    api.processing(24, enriched=1)
    page.goto(LIBRARY)
    expect(page.locator(".progress-figure")).to_be_visible()
    page.context.set_offline(True)
    expect(page.locator(".progress .notice")).to_contain_text("not connected to the internet")
    api.processing(24, enriched=9)
    page.context.set_offline(False)
    expect(page.locator(".progress-figure")).to_have_text("9 of 24 books")


def test_a_library_is_not_for_search_engines(page: Page, api: ScriptedApi) -> None:
    api.complete(readers.finished(readers.library(4)).shareable())
    page.goto(LIBRARY)
    expect(page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")
