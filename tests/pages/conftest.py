"""A real browser before the page and a scripted API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, ViewportSize

from domain.dashboard import Dashboard
from local.web_server import WebServer, listen
from tests.chromium import chromium
from tests.pages.scripted_site import UUID, ScriptedApi

COVER_HOSTS = ("https://covers.openlibrary.org/", "https://books.google.com/", "https://archive.org/")
WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}


@dataclass
class Witness:
    """What a page complained about and where it went; `expected` are the complaints a test asks for."""

    complaints: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    covers: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def unexpected(self) -> list[str]:
        """The complaints that no test asked for."""
        return [line for line in self.complaints if not any(text in line for text in self.expected)]


@dataclass
class Desk:
    """A page with the library of its API open; `go` moves within it as a reader does."""

    page: Page
    api: ScriptedApi
    witness: Witness

    def open(self, dashboard: Dashboard, path: str = "", *, token: str = "") -> Page:
        """Load a library anew, at `path` below its address; with a token as its owner."""
        self.api.publish(dashboard)
        if self.page.url != "about:blank":
            self.page.evaluate("localStorage.clear()")
            self.page.goto("about:blank")
        self.page.goto(f"/d/{UUID}{path}{f'#owner={token}' if token else ''}")
        self.page.wait_for_selector("h1")
        return self.page

    def go(self, path: str = "") -> Page:
        """Move to `path` below the library's address without loading it."""
        self.page.evaluate("(to) => import('/scripts/navigation.js').then(({ go }) => go(to))", f"/d/{UUID}{path}")
        return self.page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module's tests."""
    with chromium() as running:
        yield running


@pytest.fixture
def api() -> ScriptedApi:
    return ScriptedApi()


@pytest.fixture
def address(api: ScriptedApi) -> Iterator[str]:
    """Where the page is."""
    server = WebServer(api.application(), listen(0))
    server.start()
    yield server.address
    server.stop()


@pytest.fixture
def viewport() -> ViewportSize:
    return WIDE


@pytest.fixture
def witness() -> Witness:
    return Witness()


@pytest.fixture
def page(browser: Browser, address: str, viewport: ViewportSize, witness: Witness) -> Iterator[Page]:
    """A fresh browser profile. In the end nothing has complained and nothing but covers was asked for elsewhere."""
    with watched_page(browser, address, viewport, witness) as page:
        yield page


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Desk]:
    """A page that all tests of a module share: loading it anew is what takes long."""
    api, witness = ScriptedApi(), Witness()
    server = WebServer(api.application(), listen(0))
    server.start()
    with watched_page(browser, server.address, WIDE, witness) as page:
        yield Desk(page, api, witness)
    server.stop()


@contextmanager
def watched_page(browser: Browser, address: str, viewport: ViewportSize, witness: Witness) -> Iterator[Page]:
    """A page whose complaints and requests go to `witness`, and fail the test in the end."""
    context = browser.new_context(base_url=address, viewport=viewport)
    page = context.new_page()
    page.set_default_timeout(10_000)

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            witness.complaints.append(message.text)

    def route(route: Route) -> None:
        url = route.request.url
        (witness.covers if url.startswith(COVER_HOSTS) else witness.outside).append(url)
        route.fulfill(status=200, content_type="image/gif", body=ONE_PIXEL)

    page.on("console", note)
    page.on("pageerror", lambda error: witness.complaints.append(f"uncaught: {error}"))
    # Requests of the site itself need not pass through here.
    page.route(lambda url: not url.startswith((address, "data:", "blob:")), route)
    yield page
    context.close()
    assert witness.unexpected() == []
    assert witness.outside == []


# What Open Library sends for a cover it does not have.
ONE_PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b")
