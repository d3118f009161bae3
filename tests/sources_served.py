"""What the tests of the book sources' clients share: canned answers over loopback, a pace, a budget, a library."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

CONTACT = "GoodreadsStats/1.0 (+mailto:reader@example.org)"

DUNE = {
    "title": "Dune",
    "authors": ["Frank Herbert"],
    "isbns": ["9780441172719", "0441172717"],
    "subjects": ["Science fiction", "Dune (Imaginary place)"],
    "categories": ["Fiction / Science Fiction / General", "Fiction / Classics"],
    "cover_i": 11481354,
    "pages": 604,
    "first_publish_year": 1965,
    "ddc": ["813.54"],
    "lcc": ["PS-3558.00000000.E63"],
    "ratings_average": 4.28,
    "ratings_count": 312,
    "work_id": "OL893414W",
    "edition_id": "OL26242482M",
    "volume_id": "B1hSG45JCX4C",
}
GOD_EMPEROR = {
    "title": "God Emperor of Dune",
    "authors": ["Frank Herbert"],
    "isbns": ["9780441294671"],
    "subjects": ["Science fiction"],
    "work_id": "OL893515W",
}
EMMA = {
    "title": "Emma",
    "authors": ["Jane Austen"],
    "isbns": ["9780141439587"],
    "subjects": ["Young women", "England, fiction"],
    "categories": ["Fiction / Classics"],
    "work_id": "OL66562W",
}
LIBRARY: Sequence[Mapping[str, object]] = (DUNE, GOD_EMPEROR, EMMA)


@dataclass(slots=True)
class OpenPace:
    """Every turn is now, until a pause; then the source stays paused."""

    turns: int = 0
    pauses: list[float] = field(default_factory=list)

    async def wait(self) -> float | None:
        if self.pauses:
            return self.pauses[-1]
        self.turns += 1
        return None

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


@dataclass(slots=True)
class Purse:
    """A daily budget in memory."""

    left: int = 1000
    spent: int = 0

    async def spend(self) -> bool:
        if self.left == 0:
            return False
        self.left -= 1
        self.spent += 1
        return True

    async def exhaust(self) -> None:
        self.left = 0


@dataclass(frozen=True, slots=True)
class Canned:
    """One answer, byte for byte. `length` states another length than the body's; `reset` answers nothing."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    reset: bool = False
    pause: float = 0.0


@dataclass(slots=True)
class CannedServer:
    """Serves canned answers in their order, the last one again and again, and notes what was asked."""

    answers: Sequence[Canned]
    url: str = ""
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    connections: set[asyncio.Task[None]] = field(default_factory=set)

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serves one connection in a task that the server knows of."""
        self.connections.add(asyncio.create_task(self._serve(reader, writer)))

    async def stop(self) -> None:
        """Ends what is still being served."""
        for connection in self.connections:
            connection.cancel()
        await asyncio.gather(*self.connections, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._answer(reader, writer)
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        target = urlsplit(head.split(" ", 2)[1])
        self.requests.append((target.path, dict(parse_qsl(target.query))))
        answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
        if answer.reset:
            writer.transport.abort()
            return
        length = len(answer.body) if answer.length is None else answer.length
        headers = {"Content-Length": str(length), "Connection": "close", **answer.headers}
        lines = [f"HTTP/1.1 {answer.status} Status", *(f"{name}: {value}" for name, value in headers.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        await writer.drain()
        await asyncio.sleep(answer.pause)
        writer.write(answer.body)
        await writer.drain()


@asynccontextmanager
async def canned(*answers: Canned) -> AsyncIterator[CannedServer]:
    """A server of these answers for as long as the context lasts."""
    served = CannedServer(answers)
    server = await asyncio.start_server(served.accept, "127.0.0.1", 0)
    async with server:
        served.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield served
        finally:
            await served.stop()
