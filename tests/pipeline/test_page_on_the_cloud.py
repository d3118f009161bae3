"""The page before the whole pipeline: a real file chosen in a real browser, its run watched, its dashboard drawn."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from local.cloud import LocalCloud
from tests.chromium import chromium
from tests.conftest import REPOSITORY

pytestmark = [pytest.mark.browser, pytest.mark.cloud, pytest.mark.timeout(240)]

SAMPLE = REPOSITORY / "local" / "sample" / "goodreads_library_export.csv"
SECONDS = 1000.0


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page that may reach the cloud alone: covers are not to be had."""
    with chromium() as browser:
        made = browser.new_page()
        made.route(re.compile(r"^https://"), lambda route: route.abort())
        yield made


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
    expect(page.locator("[role=alert]:not(:empty)")).to_have_count(0)
    assert refused == []


def test_a_library_from_its_first_file_to_its_end(page: Page, cloud: LocalCloud, tmp_path: Path) -> None:
    """Upload, progress, dashboard, a newer export by form and by address, another run, both downloads, delete."""
    rows = SAMPLE.read_bytes().splitlines(keepends=True)
    first, large = tmp_path / "first.csv", tmp_path / "large.csv"
    first.write_bytes(b"".join(rows[:9]))
    large.write_bytes(b"".join(rows[:13]) + (b"," * 43 + b"\n") * 100_000)  # nothing, but it takes the other way
    figures = page.locator(".sum dd:not(.note)")
    done = page.locator("[data-end=complete]")

    page.goto(cloud.address, timeout=60 * SECONDS)
    page.locator("input[type=file]").set_input_files(first)
    page.wait_for_url("**/d/*", timeout=60 * SECONDS)
    expect(done).to_be_visible(timeout=120 * SECONDS)
    books = int(figures.first.inner_text())
    uuid = page.url.rpartition("/")[2]

    page.locator(".keeping input[type=file]").set_input_files(large)
    expect(page.locator(".progress")).to_be_visible(timeout=60 * SECONDS)
    expect(page.locator("[data-end]")).to_be_visible(timeout=120 * SECONDS)
    expect(done).to_be_visible()
    expect(page.get_by_text("run 2")).to_be_visible()
    assert int(figures.first.inner_text()) > books

    page.get_by_role("button", name="Decide genres anew").click()
    expect(page.get_by_text("run 3")).to_be_visible(timeout=120 * SECONDS)

    with page.expect_download(timeout=60 * SECONDS) as download:
        page.get_by_role("button", name="Spreadsheet (CSV)").click()
    table = list(csv.DictReader(io.StringIO(download.value.path().read_bytes().decode("utf-8-sig"), newline="")))
    assert len(table) == 12
    with page.expect_download(timeout=60 * SECONDS) as download:
        page.get_by_role("button", name="Data (JSON)").click()
    library = json.loads(download.value.path().read_bytes())
    assert (library["export_id"], library["metadata"]["run"]) == (uuid, 3)
    assert "bookshelves" in library["books"][0], "the owner's own view"

    page.get_by_role("button", name="Delete this library").click()
    page.get_by_role("button", name="Delete it for good").click()
    expect(page.get_by_role("heading", name="Your library is deleted")).to_be_visible(timeout=60 * SECONDS)
    page.reload()
    expect(page.get_by_role("heading", name="There is no library")).to_be_visible(timeout=60 * SECONDS)
