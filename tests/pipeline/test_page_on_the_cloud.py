"""The page before the whole pipeline: a real file chosen in a real browser, its run watched, its dashboard drawn."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from local.cloud import LocalCloud
from tests.conftest import REPOSITORY

pytestmark = [pytest.mark.browser, pytest.mark.cloud, pytest.mark.timeout(240)]

SAMPLE = REPOSITORY / "local" / "sample" / "goodreads_library_export.csv"
SECONDS = 1000.0


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page that may reach the cloud alone: covers are not to be had."""
    chromium = shutil.which("chromium")
    if chromium is None:
        reason = "no chromium on the PATH (apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        made = browser.new_page()
        made.route(re.compile(r"^https://"), lambda route: route.abort())
        yield made
        browser.close()


def test_a_file_becomes_a_dashboard_that_can_be_opened_again(page: Page, cloud: LocalCloud) -> None:
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    page.goto(cloud.address, timeout=60 * SECONDS)
    page.locator("input[type=file]").set_input_files(SAMPLE)
    page.wait_for_url("**/d/*", timeout=60 * SECONDS)
    expect(page.get_by_role("heading", level=1)).to_contain_text("books", timeout=120 * SECONDS)
    expect(page.get_by_text("Fantasy", exact=True).first).to_be_visible(timeout=120 * SECONDS)
    page.reload()
    expect(page.get_by_text("Fantasy", exact=True).first).to_be_visible(timeout=60 * SECONDS)
    expect(page.locator("[role=alert]")).to_have_count(0)
    assert refused == []
