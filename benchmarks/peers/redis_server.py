"""Debian's Redis on a free loopback port, gone afterwards."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator

PATIENCE_SECONDS = 10.0


class RedisMissingError(Exception):
    """Redis is not installed."""

    def __init__(self) -> None:
        super().__init__("redis-server is not installed: `apt-get install redis-server`, and run this again")


@contextlib.contextmanager
def redis_server() -> Iterator[str]:
    """The address of a Redis of its own, with Debian's own snapshots (`save 3600 1 300 100 60 10000`).

    Raises RedisMissingError.
    """
    program = shutil.which("redis-server")
    if program is None:
        raise RedisMissingError
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        options = ("--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--loglevel", "warning")
        snapshots = ("--save", "3600 1 300 100 60 10000")
        server = subprocess.Popen([program, *options, *snapshots], stdout=subprocess.DEVNULL)
        try:
            _wait_until_it_listens(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE_SECONDS)


def _wait_until_it_listens(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
