"""A browser before the one-machine site and an API with one library: what it transfers and when it has drawn."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from domain.dashboard import Dashboard, to_gzip
from local.site import build_site
from local.web_server import WebServer, listen

WEB = Path(__file__).resolve().parents[1] / "web"
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
LIBRARY = f"/d/{UUID}"

# Says when the room has been painted with every chart in it: a frame after the one in which the last was drawn.
WATCH = """
  window.drawn = new Promise((resolve) => {
    const whole = () => {
      const drawings = [...document.querySelectorAll('.dashboard .drawing')];
      const room = drawings.length ? drawings.every((it) => it.querySelector('svg')) && document.querySelector('.wall')
        : document.querySelector('.books tbody th');
      requestAnimationFrame(room ? () => setTimeout(() => resolve(performance.now())) : whole);
    };
    whole();
  });
"""
SINCE_DATA = """
  async () => {
    const drawn = await window.drawn;
    const [data] = performance.getEntriesByType('resource').filter((it) => it.name.includes('/api/data/'));
    return drawn - data.responseEnd;
  }
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit: bytes received with their headers, milliseconds from the data to the drawing, elements on the page."""

    received: int
    drawn_ms: float
    nodes: int


class BrowserMissingError(Exception):
    """There is no browser on the PATH."""

    def __init__(self) -> None:
        super().__init__("no chromium on the PATH (apt-get install chromium-headless-shell)")


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's chromium: without its windows, which takes half the processor time, where that is installed."""
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if path is None:
        raise BrowserMissingError
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@contextlib.contextmanager
def site(dashboard: Dashboard | None = None) -> Iterator[str]:
    """The address of the site before an API that has published this dashboard."""
    api = WebServer(_api(dashboard), listen(0))
    api.start()
    with tempfile.TemporaryDirectory() as folder:
        page = WebServer(build_site(WEB, api.address, api.address, Path(folder) / "sample.json"), listen(0))
        page.start()
        yield page.address
        page.stop()
    api.stop()


def visit(running: Browser, address: str, *, draws: bool) -> Visit:
    """A first visit of a browser that has nothing stored; covers are not fetched."""
    context = running.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.route("https://**", lambda route: route.abort())
    page.add_init_script(WATCH)
    received = _received(page)
    page.goto(address)
    drawn = page.evaluate(SINCE_DATA) if draws else 0.0
    page.wait_for_load_state("networkidle")
    nodes = page.evaluate("document.querySelectorAll('*').length")
    context.close()
    return Visit(sum(received.values()), drawn, nodes)


def _received(page: Page) -> dict[str, int]:
    """Fills with the bytes of every answer, headers and encoded body, by the browser's own count."""
    received: dict[str, int] = {}
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")

    def finished(event: dict[str, object]) -> None:
        received[str(event["requestId"])] = int(str(event["encodedDataLength"]).split(".")[0])

    client.on("Network.loadingFinished", finished)
    return received


def _api(dashboard: Dashboard | None) -> Starlette:
    stored = b"" if dashboard is None else to_gzip(dashboard.shareable())
    etag = f'"{hashlib.sha256(stored).hexdigest()[:32]}"'
    total = 0 if dashboard is None else len(dashboard.rows)
    counts = {"processed_books": total, "enriched": total, "partial": 0, "not_found": 0, "failed": 0}
    progress = {"total_books": total, "percent_complete": 100, **counts}

    def status(_request: Request) -> Response:
        return JSONResponse({"uuid": UUID, "status": "complete", "run": 1, "gaps": 0, "progress": progress})

    def data(request: Request) -> Response:
        headers = {"ETag": etag, "Cache-Control": "no-cache"}
        if request.headers.get("If-None-Match") == etag:
            return Response(status_code=304, headers=headers)
        return Response(stored, media_type="application/json", headers={**headers, "Content-Encoding": "gzip"})

    return Starlette(routes=[Route("/api/status/{uuid}", status), Route("/api/data/{uuid}", data)])
