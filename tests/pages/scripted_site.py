"""The page's own files with the headers that ship, before an API that does what a test says."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from multipart import MultipartParser, parse_options_header
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.dashboard import Dashboard
from domain.dashboard.schema import DashboardJson, EvidenceFileJson, OwnersDashboardJson
from stacks.page_headers import content_security_policy

WEB = Path(__file__).resolve().parents[2] / "web"
HEADERS = {
    "Content-Security-Policy": content_security_policy("http://127.0.0.1:9"),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
KEPT = "public, max-age=31536000, immutable"
COUNTS = ("enriched", "partial", "not_found", "failed")
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
TOKEN = "a-token-of-the-owner"


def opened() -> threading.Event:
    """A gate that is open."""
    gate = threading.Event()
    gate.set()
    return gate


@dataclass
class ScriptedApi:
    """What the API answers next. A test sets the fields while the page runs.

    `refusals` are by the last word of a route (`owner`, `upload`, `reprocess`, `delete`, `bucket`); `asked` are the
    owner's requests: that word, the Authorization, and what was sent. The bucket reads
    nothing while `gate` is shut, and takes nothing that had to wait.
    """

    uploads: list[bytes] = field(default_factory=list)
    asked_size: int | None = None
    stored: bytes | None = None
    gate: threading.Event = field(default_factory=opened)
    sample: str | None = None
    status: dict[str, object] | None = None
    preview: DashboardJson | None = None
    published: DashboardJson | None = None
    owners: OwnersDashboardJson | None = None
    evidence: EvidenceFileJson | None = None
    refusals: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    newer: list[bytes] = field(default_factory=list)
    status_asked: list[str | None] = field(default_factory=list)
    broken: bool = False

    def processing(self, total: int = 0, run: int = 1, **counts: int) -> None:
        """A run under way with these outcomes so far."""
        self.status = self._status("processing", total, counts) | {"run": run}

    def complete(
        self, dashboard: DashboardJson, *, partial: int = 0, failed: int = 0, owners: OwnersDashboardJson | None = None
    ) -> None:
        """A published run, with the owner's view where a test asks for it."""
        self.owners = owners
        total = dashboard["summary"]["read_books"]
        counts = {"enriched": total - partial - failed, "partial": partial, "failed": failed}
        self.status = self._status("complete", total, counts) | {"gaps": partial + failed}
        self.status["run"] = dashboard["metadata"]["run"]
        self.published = dashboard

    def publish(self, dashboard: Dashboard) -> None:
        """A published run with its evidence and its owner's view."""
        self.complete(dashboard.shareable())
        self.owners = dashboard.owner()
        self.evidence = dashboard.evidence()

    def error(self, code: str, message: str) -> None:
        """A run that ended without a dashboard."""
        self.status = self._status("error", 0, {}) | {"error_code": code, "error_message": message}

    def _status(self, word: str, total: int, counts: dict[str, int]) -> dict[str, object]:
        done = sum(counts.values())
        progress = {
            "total_books": total,
            "processed_books": done,
            "percent_complete": 100 * done // total if total else 0,
            **{name: counts.get(name, 0) for name in COUNTS},
        }
        return {"uuid": UUID, "status": word, "run": 1, "message": word, "progress": progress}

    # Routes

    async def upload(self, request: Request) -> Response:
        self.uploads.append((await form_of(request))["csv"])
        return self.refused("upload") or JSONResponse({"uuid": UUID, "status": "processing", "owner_token": TOKEN})

    async def upload_place(self, request: Request) -> Response:
        self.asked_size = (await request.json())["size"]
        return self.refused("uploads") or JSONResponse({"uuid": UUID, "owner_token": TOKEN, **self.place(request)})

    async def upload_newer(self, request: Request) -> Response:
        announced = request.headers["Content-Type"] == "application/json"
        self.note("newer", request, await request.body() if announced else b"")
        if refused := self.refused("newer"):
            return refused
        if announced:
            return JSONResponse({"uuid": UUID, "run": 2, **self.place(request)})
        self.newer.append((await form_of(request))["csv"])
        self.processing(2, run=2)
        return JSONResponse({"uuid": UUID, "status": "processing", "run": 2})

    def place(self, request: Request) -> dict[str, object]:
        return {"upload": {"url": str(request.url_for("store")), "fields": {"key": "uploads/raw.csv"}}}

    async def store(self, request: Request) -> Response:
        if not self.gate.is_set():
            await asyncio.to_thread(self.gate.wait, 10)
            return Response(status_code=400)
        form = await form_of(request)
        assert form["key"] == b"uploads/raw.csv"
        if "bucket" in self.refusals:
            status, error = self.refusals["bucket"]
            return Response(f"<Error><Code>{error['code']}</Code></Error>", status, media_type="application/xml")
        self.stored = form["file"]
        return Response(status_code=204)

    def note(self, word: str, request: Request, body: bytes) -> None:
        self.asked.append((word, request.headers.get("Authorization", ""), body.decode()))

    def refused(self, word: str) -> Response | None:
        if word not in self.refusals:
            return None
        status, body = self.refusals[word]
        return JSONResponse(body, status)

    async def read_status(self, request: Request) -> Response:
        if self.broken:
            return Response("<html>Bad gateway</html>", 502, media_type="text/html")
        if self.status is None:
            return JSONResponse({"error": "UUID not found", "code": "not_found"}, 404)
        etag = f'"{hash(json.dumps(self.status, sort_keys=True))}"'
        asked = request.headers.get("If-None-Match")
        self.status_asked.append(asked)
        if asked == etag:
            return Response(status_code=304, headers={"ETag": etag})
        return JSONResponse(self.status, headers={"ETag": etag})

    async def read_data(self, _request: Request) -> Response:
        if self.published:
            return JSONResponse(self.published)
        if self.status and self.status["status"] == "processing":
            body = {"status": "processing", "progress": self.status["progress"], "preview": self.preview}
            return JSONResponse(body, 202, headers={"Retry-After": "1"})
        return JSONResponse({"error": "Data not found", "code": "not_found"}, 404)

    async def read_book(self, request: Request) -> Response:
        book_id = request.path_params["book_id"]
        books = {book["book_id"]: book for book in self.published["books"]} if self.published else {}
        if self.evidence is None or book_id not in books:
            return JSONResponse({"error": "This library has no such book.", "code": "book_not_found"}, 404)
        return JSONResponse({**books[book_id], "evidence": self.evidence["books"].get(book_id)})

    async def read_owner(self, request: Request) -> Response:
        self.note("owner", request, b"")
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return JSONResponse({"error": "Send the owner's token.", "code": "owner_token_wrong"}, 403)
        return self.refused("owner") or JSONResponse(self.owners)

    async def reprocess(self, request: Request) -> Response:
        self.note("reprocess", request, await request.body())
        if refused := self.refused("reprocess"):
            return refused
        self.processing(2, run=2)
        return JSONResponse({"uuid": UUID, "run": 2}, 202)

    async def delete(self, request: Request) -> Response:
        self.note("delete", request, b"")
        if refused := self.refused("delete"):
            return refused
        self.status = self.published = self.preview = None
        return JSONResponse({"message": "Data deleted successfully", "deleted_files": ["a", "b", "c"]})

    async def read_sample(self, _request: Request) -> Response:
        return JSONResponse({"uuid": self.sample})

    def application(self) -> Starlette:
        """The site in front of this API."""

        async def page(_request: Request) -> Response:
            return FileResponse(WEB / "index.html")

        routes = [
            Route("/api/upload", self.upload, methods=["POST"]),
            Route("/api/uploads", self.upload_place, methods=["POST"]),
            Route("/bucket", self.store, methods=["POST"], name="store"),
            Route("/api/status/{uuid}", self.read_status),
            Route("/api/data/{uuid}", self.read_data, methods=["GET"]),
            Route("/api/data/{uuid}", self.delete, methods=["DELETE"]),
            Route("/api/data/{uuid}/owner", self.read_owner),
            Route("/api/data/{uuid}/books/{book_id}", self.read_book),
            Route("/api/data/{uuid}/upload", self.upload_newer, methods=["POST"]),
            Route("/api/data/{uuid}/reprocess", self.reprocess, methods=["POST"]),
            Route("/sample.json", self.read_sample),
            Route("/d/{rest:path}", page),
            Mount("/", StaticFiles(directory=WEB, html=True)),
        ]
        site = Starlette(routes=routes)
        site.add_middleware(SecurityHeaders)
        return site


class SwitchedSite:
    """A site whose API is another one for each test, at one address: browsers know its files again."""

    def __init__(self) -> None:
        self.show(ScriptedApi())

    def show(self, api: ScriptedApi) -> None:
        """Answer as this API from now on."""
        self._application: ASGIApp = api.application()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._application(scope, receive, send)


async def form_of(request: Request) -> dict[str, bytes]:
    """The parts of a multipart form."""
    _, options = parse_options_header(request.headers["Content-Type"])
    parser = MultipartParser(BytesIO(await request.body()), options["boundary"])
    form = {}
    for part in parser:
        form[part.name] = part.raw
        part.close()
    return form


class SecurityHeaders:
    """Sends every answer with the headers that CloudFront and the site server send."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kept = {"Cache-Control": KEPT} if scope.get("path", "").endswith((".js", ".css", ".svg")) else {}
        added = [(name.lower().encode(), value.encode()) for name, value in (HEADERS | kept).items()]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._app(scope, receive, send_with_headers)
