"""The simulated sources running: in a thread of this process, or as a process of their own."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
import uvicorn

from local.sources.app import application
from local.sources.catalogue import Catalogue
from local.sources.connections import BreakableProtocol
from local.sources.request_log import LoggedRequest
from local.sources.settings import Settings
from local.sources.state import State

LOOPBACK = "127.0.0.1"
# Where `python -m local.sources` finds its package, whatever folder the parent works in.
_PROJECT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60.0
_STOP_SECONDS = 5.0


class SimulatedSources:
    """Both sources on loopback for as long as the context lasts.

    `catalogue` is a file or rows in its format. `port` 0 takes a free one. A `process` of their own needs a
    file and leaves this process's interpreter lock free: it is what the one-machine cloud uses.
    """

    def __init__(
        self,
        catalogue: Path | Iterable[Mapping[str, object]],
        settings: Settings | None = None,
        *,
        port: int = 0,
        process: bool = False,
    ) -> None:
        self._catalogue = catalogue
        self._settings = settings or Settings()
        self._port = port
        self._runner: _Thread | _Process | None = None
        self._in_process = process

    def __enter__(self) -> Self:
        if self._in_process:
            if not isinstance(self._catalogue, Path):
                raise TypeError("a process of their own needs a catalogue file")
            self._runner = _Process(self._catalogue, self._port)
        else:
            given = self._catalogue
            catalogue = Catalogue.read(given) if isinstance(given, Path) else Catalogue.of(given)
            self._runner = _Thread(State(catalogue, self._settings), self._port)
        self._port = self._runner.port
        if self._in_process and self._settings != Settings():
            self.configure(**asdict(self._settings))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            self._runner.stop()
            self._runner = None

    @property
    def url(self) -> str:
        """Where both sources are served."""
        return f"http://{LOOPBACK}:{self._port}"

    @property
    def open_library_url(self) -> str:
        """The base of Open Library's addresses."""
        return self.url

    @property
    def google_books_url(self) -> str:
        """The base of Google Books' addresses, `/books/v1/volumes` under it."""
        return self.url

    def log(self, source: str | None = None) -> list[LoggedRequest]:
        """The requests that came in since the start or `clear_log`, of both sources or of one."""
        answer = httpx.get(f"{self.url}/_log").raise_for_status()
        entries = [LoggedRequest.from_json(entry) for entry in answer.json()]
        return [entry for entry in entries if source in (None, entry.source)]

    def clear_log(self) -> None:
        """Forgets the requests so far."""
        httpx.delete(f"{self.url}/_log").raise_for_status()

    def configure(self, **changes: object) -> None:
        """Changes settings by name; limits and counted faults start afresh. Raises `HTTPStatusError`."""
        faults = changes.get("faults")
        if isinstance(faults, list | tuple):
            changes["faults"] = [fault if isinstance(fault, Mapping) else asdict(fault) for fault in faults]
        httpx.post(f"{self.url}/_control", json=changes).raise_for_status()


def serve(catalogue: Path, port: int, *, until_input_ends: bool = False) -> None:
    """Serves until the process is told to stop. The first line on stdout is the address.

    `until_input_ends` also stops it when standard input closes, as it does when the process that holds the
    other end is gone, however that ended.
    """
    state = State(Catalogue.read(catalogue), Settings())
    listening = _listen(port)
    sys.stdout.write(f"http://{LOOPBACK}:{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    server = uvicorn.Server(_config(state))
    if until_input_ends:
        threading.Thread(target=_stop_at_end_of_input, args=(server,), daemon=True).start()
    server.run(sockets=[listening])


def _stop_at_end_of_input(server: uvicorn.Server) -> None:
    sys.stdin.read()
    server.should_exit = True


class _Thread:
    def __init__(self, state: State, port: int) -> None:
        listening = _listen(port)
        self.port: int = listening.getsockname()[1]
        self._server = uvicorn.Server(_config(state))
        self._thread = threading.Thread(target=self._run, args=(listening,), name="simulated-sources", daemon=True)
        self._thread.start()

    def _run(self, listening: socket.socket) -> None:
        asyncio.run(self._server.serve(sockets=[listening]))
        listening.close()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(_STOP_SECONDS)


class _Process:
    def __init__(self, catalogue: Path, port: int) -> None:
        command = [sys.executable, "-m", "local.sources", "--port", str(port), "--catalogue", str(catalogue.resolve())]
        self._child = subprocess.Popen(
            [*command, "--until-input-ends"],
            cwd=_PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        address = self._child.stdout.readline().strip() if self._child.stdout else ""
        if not address:
            raise RuntimeError(f"the simulated sources did not start (exit {self._child.wait(_STOP_SECONDS)})")
        self.port = int(address.rpartition(":")[2])
        httpx.get(f"{address}/_health", timeout=_START_SECONDS).raise_for_status()

    def stop(self) -> None:
        self._child.terminate()
        try:
            self._child.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        for stream in (self._child.stdin, self._child.stdout):
            if stream is not None:
                stream.close()


def _listen(port: int) -> socket.socket:
    # asyncio sets TCP_NODELAY only on sockets that state their protocol; else an answer takes 40 ms more.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((LOOPBACK, port))
    listening.listen(512)
    return listening


def _config(state: State) -> uvicorn.Config:
    return uvicorn.Config(
        application(state),
        http=BreakableProtocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_level="critical",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
