"""The simulated sources as a child process of the one-machine cloud."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx

from local.folder import HOME_VARIABLE, StateFolder
from local.kept import KeptProcess, Program


class SourcesFailedError(Exception):
    """The simulated sources did not start; what they wrote is on standard error."""

    def __init__(self, catalogue: Path, status: int) -> None:
        super().__init__(f"the simulated sources did not start with {catalogue} (status {status})")


class SourcesProcess:
    """Open Library and Google Books on one loopback address, answering from a catalogue file without limits."""

    def __init__(self, folder: StateFolder, catalogue: Path, lock: int) -> None:
        environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", HOME_VARIABLE: str(folder.root)}
        program = Program(Path(sys.executable), "local.sources", ("--catalogue", str(catalogue)), environment)
        self._catalogue = catalogue
        self._address = ""
        self._process = KeptProcess(program, folder.pid_file("sources"), lock, subprocess.PIPE)

    def wait_for_address(self) -> str:
        """The address, once it serves. Raises SourcesFailedError."""
        if self._address:
            return self._address
        address = self._process.first_line()
        if not address:
            raise SourcesFailedError(self._catalogue, self._process.stop())
        limits = {"identified_per_second": 0, "unidentified_per_second": 0}  # 0: none
        httpx.post(f"{address}/_control", json=limits, trust_env=False).raise_for_status()
        self._address = address
        return address

    def let_go(self) -> None:
        """Ask for its end without waiting."""
        self._process.let_go()

    def stop(self) -> None:
        """End it."""
        self._process.stop()
