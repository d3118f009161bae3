"""A child process that dies with this one, whatever ends it, together with all that it started."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

KEEPER = Path(__file__).with_name("keeper.py")
GRACE = 4.2  # seconds from SIGTERM to SIGKILL; saving a large library's state takes about one


@dataclass(frozen=True, slots=True)
class Program:
    """A Python module or script to run: by which interpreter, with which arguments and environment."""

    python: Path
    what: str
    arguments: Sequence[str]
    environment: Mapping[str, str]


class KeptProcess:
    """The program and its keeper. `lock` stays held until both are gone; `pid_file` gets the program's id."""

    def __init__(self, program: Program, pid_file: Path, lock: int, output: IO[bytes] | int) -> None:
        keep = [sys.executable, "-I", str(KEEPER), "keep", str(GRACE), str(pid_file), str(lock)]
        self._keeper = subprocess.Popen(
            [*keep, str(program.python), program.what, *program.arguments],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT if output != subprocess.PIPE else None,
            env=program.environment,
            pass_fds=[lock],
            start_new_session=True,
        )

    def exit_status(self) -> int | None:
        """None while it runs."""
        return self._keeper.poll()

    def first_line(self) -> str:
        """The first line of its output, when that is a pipe; empty when it ended without one."""
        if self._keeper.stdout is None:
            return ""
        return self._keeper.stdout.readline().decode().strip()

    def let_go(self) -> None:
        """Ask for its end without waiting."""
        if self._keeper.stdin is not None:
            self._keeper.stdin.close()

    def stop(self) -> int:
        """End it; its exit status, once it and all that it started are gone."""
        self.let_go()
        status = self._keeper.wait()
        if self._keeper.stdout is not None:
            self._keeper.stdout.close()
        return status
