"""The start page: taking a file by every hand, and saying what is wrong with one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from domain.lifecycle.record import KEPT
from tests.pages import readers
from tests.pages.conftest import Witness
from tests.pages.scripted_site import TOKEN, UUID, ScriptedApi

pytestmark = pytest.mark.browser

CSV = b"Book Id,Title,Author,Exclusive Shelf\n1,Emma,Jane Austen,read\n"
DROP = """async ([name, text]) => {
  const transfer = new DataTransfer();
  for (const part of [text].flat()) transfer.items.add(new File([part], name, { type: "text/csv" }));
  const zone = document.querySelector("button.drop");
  for (const kind of ["dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }
}"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "goodreads_library_export.csv"
    file.write_bytes(CSV)
    return file


@pytest.fixture(autouse=True)
def taken(api: ScriptedApi) -> None:
    api.processing()


def choose(page: Page, file: Path) -> None:
    page.locator("input[type=file]").set_input_files(file)


def test_by_mouse(page: Page, api: ScriptedApi, export: Path) -> None:
    page.goto("/")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Drop your export here").click()
    chooser.value.set_files(export)
    page.wait_for_url(f"**/d/{UUID}")
    assert api.uploads == [CSV]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_by_keyboard(page: Page, api: ScriptedApi, export: Path, key: str) -> None:
    # Listening from the start: the browser must know before the key that the chooser is to be intercepted.
    page.on("filechooser", lambda chooser: chooser.set_files(export))
    page.goto("/")
    page.keyboard.press("Tab")  # the wordmark
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Drop your export here")).to_be_focused()
    page.keyboard.press(key)
    page.wait_for_url(f"**/d/{UUID}")
    assert api.uploads == [CSV]


def test_by_dropping(page: Page, api: ScriptedApi) -> None:
    page.goto("/")
    page.evaluate(DROP, ["export.csv", CSV.decode()])
    page.wait_for_url(f"**/d/{UUID}")
    assert api.uploads == [CSV]


def test_the_owner_s_token_stays_in_the_browser_and_out_of_the_address(page: Page, address: str, export: Path) -> None:
    page.goto("/")
    choose(page, export)
    link = page.locator(".owner").get_by_label("Your own link")
    expect(link).to_have_value(f"{address}/d/{UUID}#owner={TOKEN}")
    assert TOKEN not in page.url
    page.goto("/")
    expect(page.get_by_role("link", name="Open your library again")).to_have_attribute("href", f"/d/{UUID}")


def test_a_refused_file_is_answered_in_the_server_s_words(
    page: Page, api: ScriptedApi, witness: Witness, export: Path
) -> None:
    witness.expected.append("400")
    why = "This is not a library export: the columns Title and <b>Author</b> are missing."
    api.refusals["upload"] = (400, {"error": why, "code": "not_an_export"})
    page.goto("/")
    choose(page, export)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(why)
    expect(alert).to_contain_text("Nothing was stored.")
    expect(page.get_by_role("button", name="Drop your export here")).to_be_enabled()


def test_no_answer_says_that_the_file_is_safe(page: Page, witness: Witness, export: Path) -> None:
    witness.expected.append("ERR_FAILED")
    page.goto("/")
    page.route("**/api/upload", lambda route: route.abort())
    choose(page, export)
    expect(page.get_by_role("alert")).to_contain_text("It is unchanged on your computer")


@pytest.mark.parametrize(
    ("name", "content", "answer"),
    [
        ("empty.csv", b"", "The file is empty"),
        ("library.xlsx", b"PK\x03\x04rest", "a spreadsheet or an archive"),
        ("blank.csv", b"\xef\xbb\xbf \r\n,,\r\n", "The file is empty"),
        ("library.pdf", b"%PDF-1.7", "a picture or a document"),
        ("library.bin", bytes(range(1, 256)) * 4, "not a text file"),
        ("signin.csv", b"<!DOCTYPE html><html><body>Sign in</body></html>", "a web page"),
        ("prices.csv", b"Name;Title;<b>Price</b>\nx;y;1\n", "“Author” and “Book Id” are missing"),
    ],
)
def test_what_is_no_csv_is_not_sent(
    page: Page, api: ScriptedApi, tmp_path: Path, name: str, content: bytes, answer: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    page.goto("/")
    choose(page, file)
    expect(page.get_by_role("alert")).to_contain_text(answer)
    assert api.uploads == []


def test_a_file_above_50_mb_is_not_read(page: Page, api: ScriptedApi) -> None:
    page.goto("/")
    page.evaluate(
        """() => {
          Object.defineProperty(File.prototype, "size", { get: () => 50_000_001 });
          const transfer = new DataTransfer();
          transfer.items.add(new File(["Title,Author,Book Id"], "large.csv"));
          document.querySelector("button.drop").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer }));
        }"""
    )
    expect(page.get_by_role("alert")).to_contain_text("larger than 50 MB")
    assert (api.uploads, api.asked_size) == ([], None)


def test_a_file_dropped_beside_the_zone_does_not_replace_the_page(page: Page) -> None:
    page.goto("/")
    cancelled = page.evaluate(
        "['dragover', 'drop'].map((kind) => !document.querySelector('h1')"
        ".dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true })))"
    )
    assert cancelled == [True, True]


def test_two_files_at_once_are_one_too_many(page: Page, api: ScriptedApi) -> None:
    page.goto("/")
    page.evaluate(DROP, ["export.csv", ["a", "b"]])
    expect(page.get_by_role("alert")).to_contain_text("more than one file")
    assert api.uploads == []


def test_a_large_file_takes_the_other_route(page: Page, api: ScriptedApi, tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    file.write_bytes(CSV * 90_000)
    page.goto("/")
    choose(page, file)
    page.wait_for_url(f"**/d/{UUID}")
    assert api.uploads == []
    assert api.asked_size == file.stat().st_size
    assert api.stored == file.read_bytes()


def test_a_large_file_shows_how_much_has_left_and_can_be_stopped(page: Page, api: ScriptedApi, tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    file.write_bytes(CSV * 400_000)  # more than the system keeps of what the bucket does not read
    api.gate.clear()
    page.goto("/")
    choose(page, file)
    bar = page.get_by_role("progressbar", name="How much of the file has left")
    expect(page.get_by_text(re.compile(r"^[\d.]+.MB of 24\.4.MB$"))).to_be_visible()
    assert 0 < bar.evaluate("(bar) => bar.value") < 1
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Stopped. Nothing was stored")
    expect(page.get_by_role("button", name="Drop your export here")).to_be_focused()
    assert api.stored is None

    api.gate.set()
    asked, api.asked_size = api.asked_size, None
    choose(page, file)
    page.wait_for_url(f"**/d/{UUID}")
    assert (asked, api.asked_size) == (file.stat().st_size, None), "the address that was not used is used now"
    assert api.stored == file.read_bytes()


@pytest.mark.parametrize(
    ("where", "status", "error", "answer"),
    [
        ("bucket", 403, {"code": "AccessDenied"}, "good for 15 minutes and has expired"),
        ("bucket", 400, {"code": "EntityTooLarge"}, "has grown since it was chosen"),
        ("bucket", 500, {"code": "InternalError"}, "It is unchanged on your computer"),
        ("uploads", 429, {"message": "Too Many Requests"}, "try again in a minute"),
        ("uploads", 413, {"error": "The file is above 50 MB.", "code": "too_large"}, "The file is above 50 MB."),
    ],
)
def test_a_large_file_that_is_not_taken(
    page: Page, api: ScriptedApi, witness: Witness, where: str, status: int, error: dict[str, str], answer: str
) -> None:
    witness.expected.append(str(status))
    api.refusals[where] = (status, error)
    page.goto("/")
    page.evaluate(DROP, ["export.csv", CSV.decode() * 80_000])
    expect(page.get_by_role("alert")).to_contain_text(answer)
    expect(page.get_by_role("button", name="Drop your export here")).to_be_focused()


def test_how_long_it_stays_is_what_the_domain_says(page: Page) -> None:
    page.goto("/")
    assert KEPT.days == 365
    expect(page.get_by_text("everything else a year after the last upload")).to_be_visible()


def test_the_sample_is_a_link_where_there_is_one(page: Page, api: ScriptedApi) -> None:
    api.sample = UUID
    api.complete(readers.finished(readers.library(20)).shareable())
    page.goto("/")
    page.get_by_role("link", name="Try a sample library").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("this reader")


def test_no_sample_no_link(page: Page) -> None:
    page.goto("/")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Try a sample library")).to_be_hidden()


def test_an_address_that_leads_nowhere_says_so(page: Page, witness: Witness) -> None:
    page.goto("/d/not-a-uuid")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no library at this address")
