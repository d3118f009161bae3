"""HTTP connections that an answer may end or reset in its middle, which no ASGI message can ask for."""

from __future__ import annotations

import asyncio

from starlette.types import Receive, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol


class BreakableProtocol(H11Protocol):
    """uvicorn's HTTP protocol, which lets an answer get at its own connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("only stream transports carry HTTP")
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


async def reset(scope: Scope, receive: Receive) -> None:
    """Drops the connection at once, with whatever of the answer was still to be sent."""
    _transport(scope).abort()
    await _gone(receive)


async def end(scope: Scope, receive: Receive) -> None:
    """Ends the connection after what was sent so far."""
    _transport(scope).close()
    await _gone(receive)


def _transport(scope: Scope) -> asyncio.Transport:
    transport = scope["state"]["transport"]
    if not isinstance(transport, asyncio.Transport):
        raise TypeError("served without BreakableProtocol")
    return transport


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
