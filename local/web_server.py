"""Runs an ASGI application on a loopback port in a thread of its own."""

from __future__ import annotations

import socket
import threading
import time

import uvicorn
from starlette.types import ASGIApp

START_PATIENCE = 10.0
STOP_PATIENCE = 2  # seconds for answers under way


class PortTakenError(Exception):
    """Something else listens on the port that was asked for."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(f"port {port} is in use by another program; choose another one")


class WebServer:
    """One application on a listening socket, which it closes in the end."""

    def __init__(self, app: ASGIApp, listener: socket.socket) -> None:
        self._socket = listener
        self.port = int(listener.getsockname()[1])
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_config=None,
                ws="none",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=STOP_PATIENCE,
            )
        )
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name=f"web-{self.port}", daemon=True
        )

    @property
    def address(self) -> str:
        """The origin it answers on."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Return when it accepts connections."""
        self._thread.start()
        deadline = time.monotonic() + START_PATIENCE
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError(f"the web server on port {self.port} did not start")
            time.sleep(0.005)

    def stop(self) -> None:
        """Finish the answers under way, at most STOP_PATIENCE seconds, and close the port."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()


def listen(port: int) -> socket.socket:
    """A socket that listens on this loopback port (0: any free one). Raises PortTakenError."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        # Until it listens, another socket may bind the same port: SO_REUSEADDR allows that on Linux.
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PortTakenError(port) from error
    return listener
