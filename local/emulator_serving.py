"""Serves ministack with uvicorn on httptools and uvloop, which takes a quarter off the emulator's processor time.

Its own server is written in Python down to each header. `emulator_main.py` runs this file, in ministack's own
environment.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import os
from typing import Any, Protocol

PATIENCE_WITH_REQUESTS = 0.3  # seconds, at a stop


class _Config(Protocol):
    bind: list[str]
    keep_alive_timeout: float
    certfile: str | None
    keyfile: str | None


async def serve_and_leave(app: object, config: _Config) -> None:
    """Stands in for `hypercorn.asyncio.serve`: serve until told to stop, have the state saved, and end the process.

    An orderly exit would wait for every function that runs. A function that is cut off is tried again after the next
    start, as on AWS.
    """
    host, _, port = config.bind[0].rpartition(":")
    uvicorn: Any = importlib.import_module("uvicorn")
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=int(port),
            http="httptools",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            ssl_certfile=config.certfile,
            ssl_keyfile=config.keyfile,
            server_header=False,
            date_header=False,
            timeout_keep_alive=round(config.keep_alive_timeout),
            timeout_graceful_shutdown=PATIENCE_WITH_REQUESTS,
        )
    )
    # uvicorn leaves so when it cannot start, and raises the signal again that it stopped for.
    with contextlib.suppress(SystemExit, KeyboardInterrupt):
        await server.serve()
    os._exit(0 if server.started and not server.lifespan.error_occurred else 1)


def serve_quickly() -> None:
    """Change the server; before ministack's `main` takes it by name."""
    loops: Any = importlib.import_module("uvloop")
    asyncio.set_event_loop_policy(loops.EventLoopPolicy())
    vars(importlib.import_module("hypercorn.asyncio"))["serve"] = serve_and_leave
