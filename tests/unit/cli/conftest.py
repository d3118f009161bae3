"""A scripted API, and commands that reach it instead of a cloud."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cli.cloud import Reached
from local.folder import StateFolder
from local.instance import Instance, Running
from local.options import Sources
from local.web_server import WebServer, listen

UUID = "0b5f3a8e-6f0e-4a44-9d3e-6a1c0a6f2f10"
COUNTS = {"total_books": 4, "processed_books": 4, "enriched": 2, "partial": 0, "not_found": 2, "failed": 0}


@dataclass
class ScriptedApi:
    """Answers the API's routes as it is told: an upload, then one status after the other, then the dashboard."""

    folder: StateFolder
    upload: tuple[int, dict[str, str]] = (200, {"uuid": UUID, "owner_token": "secret"})
    statuses: list[dict[str, object]] = field(default_factory=list)
    dashboard: tuple[int, dict[str, str]] = (200, {"export_id": UUID})
    uploads: list[bytes] = field(default_factory=list)
    address: str = ""

    def will_say(self, state: str, message: str = "", **more: object) -> None:
        """Add one status; the last one stays."""
        counts = COUNTS | {name: value for name, value in more.items() if name in COUNTS}
        rest = {name: value for name, value in more.items() if name not in COUNTS}
        said = {"uuid": UUID, "status": state, "message": message, "progress": counts}
        self.statuses.append(said | rest)

    async def take_upload(self, request: Request) -> Response:
        """POST /api/upload."""
        self.uploads.append(await request.body())
        status, answer = self.upload
        return JSONResponse(answer, status)

    async def tell_status(self, _request: Request) -> Response:
        """GET /api/status/{uuid}."""
        if not self.statuses:
            return JSONResponse({"error": "UUID not found", "code": "not_found"}, 404)
        return JSONResponse(self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0])

    async def give_dashboard(self, _request: Request) -> Response:
        """GET /api/data/{uuid}."""
        status, answer = self.dashboard
        return Response(json.dumps(answer), status, media_type="application/json")

    def application(self) -> Starlette:
        """The routes."""
        return Starlette(
            routes=[
                Route("/api/upload", self.take_upload, methods=["POST"]),
                Route("/api/status/{uuid}", self.tell_status),
                Route("/api/data/{uuid}", self.give_dashboard),
            ]
        )


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedApi]:
    """The scripted API as the cloud that the commands reach."""
    monkeypatch.setattr("local.client.POLL_INTERVAL", 0.001)
    scripted = ScriptedApi(StateFolder(tmp_path / "state"))
    scripted.folder.prepare()
    server = WebServer(scripted.application(), listen(0))
    server.start()
    scripted.address = server.address

    @contextmanager
    def reach(sources: Sources | None = None) -> Iterator[Reached]:
        yield Reached(scripted.address, scripted.folder, for_this_call=False)

    monkeypatch.setattr("cli.process.reach", reach)
    monkeypatch.setattr("cli.exports.reach", reach)
    yield scripted
    server.stop()


@pytest.fixture
def running_cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A cloud that another process seems to run, with simulated sources."""
    monkeypatch.setenv("GOODREADS_STATS_HOME", str(tmp_path))
    instance = Instance.claim(StateFolder(tmp_path))
    running = Running(4711, "http://127.0.0.1:8123", "http://127.0.0.1:4599", "simulated")
    instance.announce(running)
    yield running
    instance.release()
