"""Keeps one Python program alive exactly as long as its own parent wants it.

Run as a script, with the standard library only:

    python -I keeper.py keep GRACE PIDFILE LOCK PYTHON WHAT [ARGUMENT …]

The parent holds the other end of this process's standard input. When it closes, by wish or because the parent
was killed, the program gets SIGTERM, GRACE seconds to save its state, and then SIGKILL together with every
process of its group. On Linux the kernel sends the program SIGTERM should this process itself be killed.
WHAT is a module, or a script whose name ends in `.py`. LOCK is the number of a descriptor that stays open in the
program, so a lock on it lasts until both are gone.
The exit status is the program's.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import runpy
import select
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def run(what: str, arguments: list[str]) -> None:
    """Run a module or script as Python does, to be told by SIGTERM when the parent dies (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    sys.argv = [what, *arguments]
    if what.endswith(".py"):
        runpy.run_path(what, run_name="__main__")
    else:
        runpy.run_module(what, run_name="__main__", alter_sys=True)


def _note(_signal: int, _frame: FrameType | None) -> None:
    """Nothing to do here: the wake-up descriptor has told the loop."""


def _wait_for_an_end(program: subprocess.Popen[bytes], wake: int) -> None:
    """Return when the parent has let go, this process was asked to stop, or the program has ended."""
    while program.poll() is None:
        readable, _, _ = select.select([0, wake], [], [])
        if 0 in readable and not os.read(0, 1):
            return
        if wake in readable and any(number != signal.SIGCHLD for number in os.read(wake, 64)):
            return


def _end(program: subprocess.Popen[bytes], grace: float) -> int:
    program.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        program.wait(grace)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
    return program.wait()


def keep(grace: float, pid_file: Path, lock: int, command: list[str]) -> int:
    """Keep `python what …` running until the parent lets go; its exit status, negative for a signal."""
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_write, False)
    signal.set_wakeup_fd(wake_write)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _note)
    program = subprocess.Popen(
        [command[0], "-I", __file__, "run", *command[1:]],
        stdin=subprocess.DEVNULL,
        process_group=0,
        pass_fds=[lock],
    )
    pid_file.write_text(str(program.pid))
    _wait_for_an_end(program, wake_read)
    return _end(program, grace)


def main(arguments: list[str]) -> int:
    """Do what the command line of this script says."""
    match arguments:
        case ["run", what, *rest]:
            run(what, rest)
            return 0
        case ["keep", grace, pid_file, lock, python, what, *rest]:
            return keep(float(grace), Path(pid_file), int(lock), [python, what, *rest])
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) & 0xFF)
