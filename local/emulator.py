"""The emulator (ministack) as a child process: started clean, on loopback, ended with all that it started."""

from __future__ import annotations

import http
import http.client
import socket
import time
from pathlib import Path

from local.folder import CHECKOUT, HOME_VARIABLE, StateFolder
from local.kept import KeptProcess, Program
from local.saved_state import repair

REGION = "us-east-1"
PYTHON = CHECKOUT / ".tools" / "emulator" / "bin" / "python"
SCRIPT = Path(__file__).with_name("emulator_main.py")
START_PATIENCE = 30.0


class EmulatorMissingError(Exception):
    """The emulator's own environment has not been made."""

    def __init__(self, python: Path) -> None:
        super().__init__(f"the emulator is not installed at {python}: run `make setup`")


class EmulatorFailedError(Exception):
    """The emulator ended or did not answer; its log says why."""

    def __init__(self, log: Path, status: int | None) -> None:
        self.log = log
        said = "did not answer in time" if status is None else f"ended with status {status}"
        super().__init__(f"the emulator {said}; see {log}")


def free_port(preferred: int) -> int:
    """The preferred loopback port, or any free one when it is taken (0 prefers none)."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on 127.0.0.1")


class Emulator:
    """The emulator on one port, over one state folder."""

    def __init__(self, folder: StateFolder, port: int, lock: int, python: Path) -> None:
        self._folder = folder
        self._lock = lock
        self._python = python
        self.port = port
        self._process = self._launch()

    @property
    def endpoint(self) -> str:
        """The address of every AWS service."""
        return f"http://127.0.0.1:{self.port}"

    @classmethod
    def start(cls, folder: StateFolder, port: int, lock: int, python: Path = PYTHON) -> Emulator:
        """Start it on this port and wait until it answers. The caller has claimed and prepared the folder.

        Raises EmulatorMissingError and EmulatorFailedError.
        """
        if not python.exists():
            raise EmulatorMissingError(python)
        emulator = cls(folder, port, lock, python)
        emulator._wait_until_ready()
        return emulator

    def restart(self) -> None:
        """Save its state, and go on from there. Raises EmulatorFailedError."""
        self.stop()
        self._process = self._launch()
        self._wait_until_ready()

    def exit_status(self) -> int | None:
        """None while it runs."""
        return self._process.exit_status()

    def let_go(self) -> None:
        """Ask for its end without waiting."""
        self._process.let_go()

    def stop(self) -> None:
        """Save its state and end it with every process it started. Returns when they are gone."""
        self._process.stop()

    def _launch(self) -> KeptProcess:
        repair(self._folder.emulator_state, self.port, time.time())
        arguments = (str(self._folder.unpacked),)
        program = Program(self._python, str(SCRIPT), arguments, self._environment())
        with self._folder.emulator_log.open("wb") as log:
            return KeptProcess(program, self._folder.pid_file("emulator"), self._lock, log)

    def _environment(self) -> dict[str, str]:
        return _environment(self._folder, self.port)

    def _wait_until_ready(self) -> None:
        """The health address alone could be another instance's: the child has to be alive after it too."""
        deadline = time.monotonic() + START_PATIENCE
        while self.exit_status() is None and time.monotonic() < deadline:
            if self._answers() and self.exit_status() is None:
                return
            time.sleep(0.02)
        status = self.exit_status()
        self.stop()
        raise EmulatorFailedError(self._folder.emulator_log, status)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)
        try:
            connection.request("GET", "/_ministack/health")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()


def _environment(folder: StateFolder, port: int) -> dict[str, str]:
    """All that the emulator sees. Whatever is here, every function sees too."""
    home = folder.root / "emulator"
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "TMPDIR": str(folder.temporary),
        "LANG": "C.UTF-8",
        HOME_VARIABLE: str(folder.root),
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        "DOCKER_HOST": f"unix://{home}/no-docker.sock",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(folder.emulator_state),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(folder.objects),
        "LOG_LEVEL": "WARNING",
    }
