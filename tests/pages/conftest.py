"""A real browser before the page and a scripted API."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize

from domain.dashboard import Dashboard
from local.web_server import WebServer, listen
from tests.chromium import chromium
from tests.pages.scripted_site import UUID, ScriptedApi, SwitchedSite

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


@pytest.fixture(scope="module")
def profiles(browser: Browser) -> Iterator[Profiles]:
    """A module's site, and the browser's profiles that have its files already."""
    site = SwitchedSite()
    server = WebServer(site, listen(0))
    server.start()
    made = Profiles(browser, site, server.address)
    yield made
    made.close()
    server.stop()


@pytest.fixture
def api(profiles: Profiles) -> ScriptedApi:
    """What the site answers to this test."""
    api = ScriptedApi()
    profiles.site.show(api)
    return api


@pytest.fixture
def address(api: ScriptedApi, profiles: Profiles) -> str:
    """Where the page is."""
    return profiles.address


@pytest.fixture
def viewport() -> ViewportSize:
    return WIDE


@pytest.fixture
def witness() -> Witness:
    return Witness()


@pytest.fixture
def page(api: ScriptedApi, profiles: Profiles, viewport: ViewportSize, witness: Witness) -> Iterator[Page]:
    """A page in an empty profile. In the end nothing has complained and nothing but covers was asked for elsewhere."""
    with profiles.page(viewport, witness) as page:
        yield page


@pytest.fixture
def clocked(browser: Browser, address: str, viewport: ViewportSize, witness: Witness) -> Iterator[Page]:
    """A page whose clock a test may set: it cannot be taken from a profile again, so the profile is its own."""
    context = browser.new_context(base_url=address, viewport=viewport)
    with watched_page(context, address, witness) as page:
        yield page
    context.close()


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Desk]:
    """A page that all tests of a module share: loading it anew is what takes long."""
    api, witness = ScriptedApi(), Witness()
    server = WebServer(api.application(), listen(0))
    server.start()
    context = browser.new_context(base_url=server.address, viewport=WIDE)
    with watched_page(context, server.address, witness) as page:
        yield Desk(page, api, witness)
    context.close()
    server.stop()


class Profiles:
    """One browser profile for each size of window: the next test's page finds the site's files and nothing else."""

    def __init__(self, browser: Browser, site: SwitchedSite, address: str) -> None:
        self.site = site
        self.address = address
        self._browser = browser
        self._contexts: dict[tuple[int, int], BrowserContext] = {}

    @contextmanager
    def page(self, viewport: ViewportSize, witness: Witness) -> Iterator[Page]:
        """A watched page in a profile that has kept nothing of the pages before it but the site's files."""
        size = (viewport["width"], viewport["height"])
        if size not in self._contexts:
            self._contexts[size] = self._browser.new_context(base_url=self.address, viewport=viewport)
        context = self._contexts[size]
        context.set_offline(False)
        context.clear_permissions()
        for left in context.pages:
            left.close()
        with watched_page(context, self.address, witness) as page:
            storage = {"origin": self.address, "storageTypes": "all"}
            context.new_cdp_session(page).send("Storage.clearDataForOrigin", storage)
            yield page

    def close(self) -> None:
        """Let the profiles go."""
        for context in self._contexts.values():
            context.close()


@contextmanager
def watched_page(context: BrowserContext, address: str, witness: Witness) -> Iterator[Page]:
    """A page whose complaints and requests go to `witness`, and fail the test in the end."""
    page = context.new_page()
    page.set_default_timeout(10_000)

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            witness.complaints.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            (witness.covers if request.url.startswith(COVER_HOSTS) else witness.outside).append(request.url)

    page.on("console", note)
    page.on("pageerror", lambda error: witness.complaints.append(f"uncaught: {error}"))
    page.on("request", asked)
    # Not `page.route`: with it every request of the site passes through here, and no file is kept for the next page.
    session = context.new_cdp_session(page)

    def cover(paused: dict[str, str]) -> None:
        session.send("Fetch.fulfillRequest", _cover(paused["requestId"]))

    session.on("Fetch.requestPaused", cover)
    session.send("Fetch.enable", {"patterns": [{"urlPattern": "https://*"}]})
    yield page
    page.close()
    assert witness.unexpected() == []
    assert witness.outside == []


def _cover(request_id: str) -> dict[str, object]:
    headers = [{"name": "Content-Type", "value": "image/gif"}]
    body = base64.b64encode(ONE_PIXEL).decode()
    return {"requestId": request_id, "responseCode": 200, "responseHeaders": headers, "body": body}


# What Open Library sends for a cover it does not have.
ONE_PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b")
