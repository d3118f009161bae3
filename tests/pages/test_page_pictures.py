"""Pictures of every room, made for eyes: `build/pictures/` after the run, looked at one by one."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from domain.dashboard import Dashboard
from local.web_server import WebServer, listen
from tests.conftest import REPOSITORY
from tests.pages import readers
from tests.pages.conftest import PHONE, WIDE, Witness, watched_page
from tests.pages.sample import sample
from tests.pages.scripted_site import TOKEN, UUID, ScriptedApi

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOLDER = REPOSITORY / "build" / "pictures"
LIBRARY = f"/d/{UUID}"
HAMLET = "1420"

# Name, address, sign that it is drawn, width, theme.
PICTURES = [
    ("start", "/", ".explained", "wide", "light"),
    ("dashboard-light", LIBRARY, ".figure.years .mark", "wide", "light"),
    ("dashboard-dark", LIBRARY, ".figure.years .mark", "wide", "dark"),
    ("dashboard-phone", LIBRARY, ".figure.years .mark", "phone", "light"),
    ("year", f"{LIBRARY}?year=2025", ".figure.months .mark", "wide", "light"),
    ("books", f"{LIBRARY}/books", ".books td", "wide", "light"),
    ("books-phone", f"{LIBRARY}/books", ".books td", "phone", "dark"),
    ("covers", f"{LIBRARY}/books?view=covers", ".grid-link", "wide", "dark"),
    ("book", f"{LIBRARY}/books/{HAMLET}#owner={TOKEN}", ".review", "wide", "light"),
    ("progress", f"{LIBRARY}#progress", ".progress-figure", "wide", "light"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "at", "sign", "width", "scheme"), PICTURES, ids=[row[0] for row in PICTURES])
def test_picture(browser: Browser, name: str, at: str, sign: str, width: str, scheme: Literal["light", "dark"]) -> None:
    viewport = PHONE if width == "phone" else WIDE
    server = WebServer(_api(name, sample()).application(), listen(0))
    server.start()
    context = browser.new_context(base_url=server.address, viewport=viewport)
    with watched_page(context, server.address, Witness()) as page:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.goto(at)
        expect(page.locator(sign).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
        FOLDER.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=FOLDER / f"{name}.png", full_page=name not in {"books", "books-phone", "covers"})
    context.close()
    server.stop()
    assert (FOLDER / f"{name}.png").stat().st_size > 10_000


def _api(name: str, dashboard: Dashboard) -> ScriptedApi:
    api = ScriptedApi(sample=UUID)
    if name == "progress":
        api.processing(342, enriched=187, not_found=4, failed=2)
        api.preview = readers.preview(readers.library()).shareable()
    else:
        api.publish(dashboard)
    return api
