"""The keeper: what it starts lives exactly as long as the one who asked for it."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from local.kept import KEEPER

PROGRAM = """
import os, signal, subprocess, sys, time
from pathlib import Path
here = Path(os.environ["PROGRAM_HOME"])
def leave(*_):
    (here / "saved").write_text("yes")
    sys.exit(7)
if not (here / "stubborn").exists():
    signal.signal(signal.SIGTERM, leave)
else:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
(here / "worker").write_text(str(worker.pid))
(here / "ready").write_text("yes")
time.sleep(60)
"""


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.01)


def alive(pid: int) -> bool:
    """Whether the process runs; one that has ended but was not collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


class Kept:
    """A keeper with the program above."""

    def __init__(self, home: Path, grace: float) -> None:
        (home / "site").mkdir()
        (home / "site" / "program.py").write_text(PROGRAM)
        self.home = home
        self.lock = os.open(home / "lock", os.O_RDWR | os.O_CREAT)
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        # The keeper isolates the interpreter (-I); dropping that lets PYTHONPATH lead to the module above.
        python = home / "python"
        python.write_text(f'#!/bin/sh\nshift\nexec {sys.executable} "$@"\n')
        python.chmod(0o755)
        self.keeper = subprocess.Popen(
            [
                sys.executable,
                "-I",
                KEEPER,
                "keep",
                str(grace),
                home / "pid",
                str(self.lock),
                python,
                "program",
            ],
            stdin=subprocess.PIPE,
            env={"PATH": os.environ["PATH"], "PROGRAM_HOME": str(home), "PYTHONPATH": str(home / "site")},
            pass_fds=[self.lock],
            start_new_session=True,
        )
        os.close(self.lock)
        wait_for((home / "ready").exists)
        self.program = int((home / "pid").read_text())
        self.worker = int((home / "worker").read_text())

    def lock_is_free(self) -> bool:
        descriptor = os.open(self.home / "lock", os.O_RDWR)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(descriptor)
        return True

    def let_go(self) -> None:
        assert self.keeper.stdin is not None
        self.keeper.stdin.close()


@pytest.fixture
def keep(tmp_path: Path) -> Iterator[Callable[[float], Kept]]:
    started: list[Kept] = []

    def start(grace: float) -> Kept:
        started.append(Kept(tmp_path, grace))
        return started[-1]

    yield start
    for kept in started:
        kept.let_go()
        kept.keeper.kill()
        kept.keeper.wait()
        for pid in (kept.program, kept.worker):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def test_ends_the_program_and_its_workers_when_the_parent_lets_go(keep: Callable[[float], Kept]) -> None:
    kept = keep(10)
    assert alive(kept.program)
    assert alive(kept.worker)
    kept.let_go()
    assert kept.keeper.wait(10) == 7
    assert (kept.home / "saved").exists()
    assert not alive(kept.program)
    wait_for(lambda: not alive(kept.worker))


def test_kills_a_program_that_ignores_the_request(keep: Callable[[float], Kept], tmp_path: Path) -> None:
    (tmp_path / "stubborn").touch()
    kept = keep(0.1)
    kept.let_go()
    assert kept.keeper.wait(10) == 256 - signal.SIGKILL
    assert not alive(kept.program)
    wait_for(lambda: not alive(kept.worker))


def test_reports_a_program_that_ends_by_itself(keep: Callable[[float], Kept]) -> None:
    kept = keep(10)
    os.kill(kept.program, signal.SIGKILL)
    assert kept.keeper.wait(10) == 256 - signal.SIGKILL
    wait_for(lambda: not alive(kept.worker))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_the_program_saves_and_ends_when_the_keeper_is_killed(keep: Callable[[float], Kept]) -> None:
    kept = keep(10)
    kept.keeper.kill()
    wait_for(lambda: not alive(kept.program))
    assert (kept.home / "saved").exists()


def test_the_lock_is_held_until_the_program_is_gone(keep: Callable[[float], Kept]) -> None:
    kept = keep(10)
    assert not kept.lock_is_free()
    kept.let_go()
    kept.keeper.wait(10)
    assert kept.lock_is_free()
