"""A library that attacks: nothing in it runs, and nothing breaks the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Page, ViewportSize, expect

from tests.pages import readers
from tests.pages.conftest import PHONE, WIDE, Witness
from tests.pages.scripted_site import UUID, ScriptedApi

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_a_hostile_library_runs_nothing_and_breaks_no_layout(
    page: Page, api: ScriptedApi, viewport: ViewportSize, witness: Witness
) -> None:
    dialogs: list[Dialog] = []

    def opened(dialog: Dialog) -> None:
        dialogs.append(dialog)
        dialog.dismiss()

    page.on("dialog", opened)
    api.complete(readers.hostile().shareable())
    page.goto(f"/d/{UUID}")
    expect(page.locator(".wall li")).to_have_count(16)
    page.evaluate("document.querySelectorAll('details').forEach((twin) => { twin.open = true; })")
    page.wait_for_load_state("networkidle")
    assert dialogs == []
    assert page.locator("main script, main [onerror], main iframe").count() == 0
    assert page.evaluate("[...document.links].every((link) => /^https?:$/.test(link.protocol))")
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    assert page.locator(".cover-title").first.inner_text() == readers.HOSTILE[0]
    tallest = page.locator(".cover").evaluate_all("covers => covers.map((it) => it.offsetHeight / it.offsetWidth)")
    assert tallest == pytest.approx([1.5] * 16, rel=0.02)
    assert witness.covers == []


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
