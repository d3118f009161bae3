"""Sharing and data: the links, the downloads, the report on the file, a newer one, another run, the end."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from domain.dashboard.schema import OwnersDashboardJson
from domain.exports.problems import ProblemKind
from domain.exports.report import ProblemJson
from tests.pages import readers
from tests.pages.conftest import Witness
from tests.pages.scripted_site import TOKEN, UUID, ScriptedApi

pytestmark = pytest.mark.browser

LIBRARY = f"/d/{UUID}"
BEARER = f"Bearer {TOKEN}"
CSV = b"Book Id,Title,Author\n1,Emma,Jane Austen\n"
NEWER: FilePayload = {"name": "newer.csv", "mimeType": "text/csv", "buffer": CSV}
MORE: list[ProblemJson] = [
    {"row": row, "column": "ISBN", "value": "1", "problem": "isbn_other", "action": "dropped"} for row in range(60)
]
PROBLEMS: list[ProblemJson] = [
    {"row": 3, "column": "ISBN", "value": "<b>978</b>", "problem": "isbn_other", "action": "dropped"},
    {"row": None, "column": None, "value": None, "problem": "windows_1252", "action": "read as Windows-1252"},
    *MORE,
]


@pytest.fixture(autouse=True)
def owners(api: ScriptedApi) -> OwnersDashboardJson:
    """A published library, and its owner's view with a report on the file."""
    made = readers.finished(readers.library(8))
    dashboard, owners = made.shareable(), made.owner()
    counts = {"isbn_other": 61, "windows_1252": 1, "date": 3}
    dashboard["metadata"]["csv_problems"] = owners["metadata"]["csv_problems"] = counts
    outcomes = {"enriched": 20, "partial": 1, "not_found": 3, "failed": 0}
    dashboard["metadata"]["outcomes"] = owners["metadata"]["outcomes"] = outcomes
    report = made.report.to_json()
    report["counts"], report["problems"] = counts, PROBLEMS
    owners["metadata"]["csv_report"] = report
    owners["books"][0]["my_review"] = '=cmd|" /C calc"!A0, and\nmore'
    api.complete(dashboard, owners=owners)
    return owners


def opened(page: Page, *, owner: bool = True) -> Locator:
    page.goto(f"{LIBRARY}#owner={TOKEN}" if owner else LIBRARY)
    keeping = page.locator(".keeping")
    expect(keeping).to_be_visible()
    return keeping


def headings(keeping: Locator) -> list[str]:
    return keeping.get_by_role("heading", level=3).all_inner_texts()


def saved(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def test_others_may_share_and_take_away_and_nothing_else(page: Page, api: ScriptedApi) -> None:
    keeping = opened(page, owner=False)
    assert headings(keeping) == ["A link to share", "Downloads"]
    link = keeping.get_by_role("link", name="4 books without a full answer")
    expect(link).to_have_attribute("href", f"/api/data/{UUID}/unmatched.csv")
    assert api.asked == []


def test_the_link_to_share_is_not_the_owner_s(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    keeping = opened(page)
    for copy, link in (("Copy the link", ""), ("Copy your own link", f"#owner={TOKEN}")):
        keeping.get_by_role("button", name=copy).click()
        expect(keeping.get_by_text("Copied.").last).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == f"{address}{LIBRARY}{link}"


def test_where_the_browser_does_not_copy_the_link_is_selected(page: Page, address: str) -> None:
    page.add_init_script(
        "navigator.clipboard.writeText = async () => { throw new DOMException('', 'NotAllowedError') }"
    )
    keeping = opened(page, owner=False)
    keeping.get_by_role("button", name="Copy the link").click()
    expect(keeping.get_by_text("press Ctrl+C")).to_be_visible()
    assert page.evaluate("document.getSelection().toString()") == f"{address}{LIBRARY}"


def test_the_spreadsheet_of_others_holds_what_the_link_shows(page: Page, api: ScriptedApi, tmp_path: Path) -> None:
    opened(page, owner=False)
    text = saved(page, "Spreadsheet (CSV)", tmp_path).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert api.published is not None
    assert [row["Title"] for row in rows] == [book["title"] for book in api.published["books"]]
    assert [row["Genres"] for row in rows] == [", ".join(book["genres"] or []) for book in api.published["books"]]
    assert not {"My Review", "Bookshelves", "Exclusive Shelf"} & set(rows[0])


def test_the_owner_s_files_hold_what_only_the_owner_sees(
    page: Page, api: ScriptedApi, owners: OwnersDashboardJson, tmp_path: Path
) -> None:
    opened(page)
    text = saved(page, "Spreadsheet (CSV)", tmp_path).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["Date Read"] for row in rows] == [book["date_read"] or "" for book in owners["books"]]
    assert rows[0]["My Review"] == "'" + (owners["books"][0]["my_review"] or "")
    assert json.loads(saved(page, "Data (JSON)", tmp_path).read_bytes()) == owners
    assert api.asked == [("owner", BEARER, "")], "it is asked for once"


def test_the_report_is_shown_problem_by_problem(page: Page, api: ScriptedApi) -> None:
    keeping = opened(page)
    expect(keeping).to_contain_text("65 cells or rows could not be used as they stood")
    assert api.asked == []
    keeping.get_by_role("button", name="Show them one by one").click()
    report = keeping.locator(".report")
    expect(report.get_by_role("heading").first).to_be_focused()
    table = report.get_by_role("region", name="ISBN is no ISBN: 61")
    assert table.locator("tbody tr").first.locator("th, td").all_inner_texts() == ["3", "ISBN", "<b>978</b>"]
    expect(report).to_contain_text("What was done: read as Windows-1252.")
    expect(report).to_contain_text("3 more are counted and not listed.")
    expect(table.locator("tbody tr")).to_have_count(50)
    report.get_by_role("button", name="Show 11 more").click()
    expect(table.locator("tbody tr")).to_have_count(61)


def test_every_kind_of_problem_has_words(page: Page) -> None:
    page.goto("/")
    call = """async (kinds) => {
      const { report } = await import("/scripts/words.js");
      return kinds.map((kind) => report.kind(kind, 1));
    }"""
    kinds = [kind.value for kind in ProblemKind]
    said = page.evaluate(call, kinds)
    assert [kind for kind, words in zip(kinds, said, strict=True) if words.startswith(f"{kind}:")] == []


def test_a_newer_export_keeps_the_library(page: Page, api: ScriptedApi, address: str) -> None:
    opened(page).locator("input[type=file]").set_input_files(NEWER)
    expect(page.locator(".progress-figure")).to_have_text("0 of 2 books")
    assert (api.newer, api.asked) == ([CSV], [("newer", BEARER, "")])
    expect(page.locator(".wall")).to_be_visible()
    expect(page.locator(".keeping")).to_contain_text("This is possible again when it has ended")
    assert page.url == f"{address}{LIBRARY}"
    again = readers.finished(readers.library(9)).shareable()
    again["metadata"]["run"] = 2
    api.complete(again)
    expect(page.locator(".sum dd").first).to_have_text("9", timeout=20_000)


def test_a_newer_large_export_goes_to_the_bucket_and_its_address_is_used_until_it_is_spent(
    page: Page, api: ScriptedApi, witness: Witness
) -> None:
    witness.expected.append("400")
    api.refusals["bucket"] = (400, {"code": "EntityTooLarge"})
    drop = opened(page).locator("input[type=file]")
    large: FilePayload = {**NEWER, "buffer": CSV * 110_000}
    drop.set_input_files(large)
    expect(page.get_by_role("alert").filter(has_text="has grown since it was chosen")).to_be_visible()
    api.refusals.clear()
    drop.set_input_files(NEWER)
    page.wait_for_function("() => !document.querySelector('.sending')")
    assert api.asked == [("newer", BEARER, json.dumps({"size": len(large["buffer"])}).replace(" ", ""))]
    assert (api.newer, api.stored) == ([], CSV)


@pytest.mark.parametrize(
    ("button", "start"), [("Ask the sources again", "sources"), ("Decide genres anew", "normalise")]
)
def test_another_run(page: Page, api: ScriptedApi, button: str, start: str) -> None:
    opened(page).get_by_role("button", name=button).press("Enter")
    expect(page.locator(".progress-figure")).to_have_text("0 of 2 books")
    assert api.asked == [("reprocess", BEARER, json.dumps({"from": start}).replace(" ", ""))]


def test_a_run_that_somebody_else_began_is_followed(page: Page, api: ScriptedApi, witness: Witness) -> None:
    witness.expected.append("409")
    keeping = opened(page)
    api.processing(2, run=2)
    api.refusals["reprocess"] = (409, {"error": "This library is being processed.", "code": "run_going"})
    keeping.get_by_role("button", name="Ask the sources again").click()
    expect(page.locator(".progress-figure")).to_have_text("0 of 2 books")


def ask(page: Page, keeping: Locator, word: str) -> None:
    """Do what leads to the route of this word."""
    if word == "owner":
        keeping.get_by_role("button", name="Data (JSON)").click()
    elif word == "newer":
        keeping.locator("input[type=file]").set_input_files(NEWER)
    elif word == "reprocess":
        keeping.get_by_role("button", name="Decide genres anew").click()
    else:
        if not page.get_by_role("dialog").is_visible():
            keeping.get_by_role("button", name="Delete this library").click()
        page.get_by_role("button", name="Delete it for good").click()


OWN_WORDS = "in the server's own <b>words</b>"
TOKEN_REFUSED = [
    (401, "owner_token_missing", "Open your own link once more"),
    (403, "owner_token_wrong", "Open your own link once more"),
]
GONE = (404, "not_found", "It may have been deleted in the meantime")
THROTTLED = (429, "throttled", "try again in a minute")
REFUSALS = {
    "owner": [*TOKEN_REFUSED, GONE, THROTTLED],
    "newer": [
        *TOKEN_REFUSED,
        GONE,
        THROTTLED,
        (409, "run_going", "Wait until it has ended"),
        (429, "daily_budget", OWN_WORDS),
        (400, "missing_columns", OWN_WORDS),
    ],
    "reprocess": [*TOKEN_REFUSED, GONE, THROTTLED, (409, "nothing_to_reprocess", "Drop the export once more")],
    "delete": [*TOKEN_REFUSED, THROTTLED],
}
UNSURE = {
    "owner": "Nothing has changed",
    "newer": "It is unchanged on your computer",
    "reprocess": "load the page to see it",
    "delete": "to delete twice does no harm",
}


@pytest.mark.parametrize("word", REFUSALS)
def test_what_does_not_work_says_why_and_what_to_do(page: Page, api: ScriptedApi, witness: Witness, word: str) -> None:
    witness.expected += ["Failed to load resource"]
    keeping = opened(page)
    for status, code, answer in [*REFUSALS[word], (500, "", UNSURE[word])]:
        body = {"error": OWN_WORDS, "code": code} if code else {"message": "Internal Server Error"}
        api.refusals[word] = (status, body)
        ask(page, keeping, word)
        expect(page.get_by_role("alert").filter(has_text=answer)).to_have_count(1)
        assert api.asked[-1][0] == word
        page.locator(".keeping [role=alert]").evaluate_all("alerts => alerts.forEach((it) => it.replaceChildren())")
    page.context.set_offline(True)
    ask(page, keeping, word)
    expect(page.get_by_role("alert").filter(has_text="not connected to the internet")).to_have_count(1)
    page.context.set_offline(False)
    expect(page.locator(".wall")).to_be_visible()


def test_deleting_asks_first_and_says_what_goes(page: Page, api: ScriptedApi) -> None:
    opened(page).get_by_role("button", name="Delete this library").press("Enter")
    question = page.get_by_role("dialog", name="Delete this library?")
    expect(question).to_contain_text("the file you uploaded")
    expect(question.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(page.get_by_role("button", name="Delete this library")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(question).to_be_hidden()
    assert api.asked == [], "the answer that Enter gives is no"


def test_a_deleted_library_is_gone_from_the_page_and_the_browser(
    page: Page, api: ScriptedApi, witness: Witness
) -> None:
    witness.expected.append("404")
    opened(page)
    ask(page, page.locator(".keeping"), "delete")
    expect(page.get_by_role("heading", name="Your library is deleted")).to_be_focused()
    expect(page.locator("[data-end=deleted]")).to_contain_text("3 files were removed")
    assert api.asked == [("delete", BEARER, "")]
    assert page.evaluate("Object.keys(localStorage)") == []
    expect(page.locator(".wall")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no library at this address")
    page.goto("/")
    expect(page.get_by_text("Open your library again")).to_have_count(0)


def test_what_was_deleted_before_is_gone_as_well(page: Page, api: ScriptedApi, witness: Witness) -> None:
    witness.expected.append("404")
    opened(page)
    api.refusals["delete"] = (404, {"error": "Data not found", "code": "not_found"})
    ask(page, page.locator(".keeping"), "delete")
    expect(page.locator("[data-end=deleted]")).to_contain_text("It was gone before this page asked")
