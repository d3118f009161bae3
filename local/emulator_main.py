"""Runs ministack in its own environment so that a stop is quick and always saves. Run as a script.

Left to itself the server waits three seconds for requests under way before it saves its state, writes that with
the slow one of Python's JSON encoders, and afterwards stays as long as any function runs. A function that is cut
off is tried again after the next start, as on AWS.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
from collections.abc import Awaitable, Callable
from typing import IO, Protocol

PATIENCE_WITH_REQUESTS = 0.3  # seconds


class _Config(Protocol):
    graceful_timeout: float


def _leaving_at_once(
    serve: Callable[[object, _Config], Awaitable[None]],
) -> Callable[[object, _Config], Awaitable[None]]:
    async def serve_and_leave(app: object, config: _Config) -> None:
        config.graceful_timeout = PATIENCE_WITH_REQUESTS
        await serve(app, config)
        os._exit(0)  # serving ends with the state saved; an orderly exit would wait for the functions

    return serve_and_leave


def _dump_at_once(document: object, file: IO[str], *, default: Callable[[object], object] | None = None) -> None:
    """`json.dump`, through the encoder in C, which only `json.dumps` uses."""
    file.write(json.dumps(document, default=default))


def main() -> None:
    """Serve until told to stop."""
    vars(json)["dump"] = _dump_at_once
    server = importlib.import_module("hypercorn.asyncio")
    vars(server)["serve"] = _leaving_at_once(server.serve)
    runpy.run_module("ministack", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
