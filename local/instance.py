"""One cloud per state folder. Locks that die with their holders tell who runs it: no stale file can lie."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from local.folder import HOME_VARIABLE, StateFolder

LEFTOVER_PATIENCE = 8.0  # seconds; a keeper gives its program about half of that
KILL_PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class Running:
    """A cloud that runs: its owner's process id, the page's address, the emulator's, the sources it asks."""

    pid: int
    address: str
    endpoint: str
    sources: str


class AlreadyRunningError(Exception):
    """Another process runs the cloud of this state folder. `running` is None while it is still starting."""

    def __init__(self, running: Running | None) -> None:
        self.running = running
        where = f"at {running.address} (process {running.pid})" if running else "and is still starting"
        super().__init__(f"a local cloud already runs {where}")


class LeftoverProcessError(Exception):
    """A child process of an earlier cloud still holds the state folder and could not be ended."""

    def __init__(self, pids: list[int]) -> None:
        self.pids = pids
        named = ", ".join(map(str, pids)) or "unknown"
        super().__init__(f"an earlier cloud's process ({named}) still uses the state folder; end it first")


def _try_lock(path: Path) -> int | None:
    """A descriptor that holds the lock, or None when someone else does. Children do not inherit it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def find_running(folder: StateFolder) -> Running | None:
    """The cloud that runs on this folder, or None: nothing runs, or it is only starting."""
    if not folder.owner_lock.exists():
        return None
    descriptor = _try_lock(folder.owner_lock)
    if descriptor is not None:
        os.close(descriptor)
        return None
    return _read_running(folder)


def _read_running(folder: StateFolder) -> Running | None:
    try:
        return Running(**json.loads(folder.running.read_text()))
    except FileNotFoundError:
        return None


class Instance:
    """The right to run the cloud of one state folder, from `claim` to `release` or the process's end."""

    def __init__(self, folder: StateFolder, owner: int, children: int) -> None:
        self._folder = folder
        self._owner = owner
        self.children_lock = children

    @classmethod
    def claim(cls, folder: StateFolder) -> Instance:
        """Take both locks, ending child processes that outlived their owner.

        Raises AlreadyRunningError and LeftoverProcessError.
        """
        folder.root.mkdir(parents=True, exist_ok=True)
        owner = _try_lock(folder.owner_lock)
        if owner is None:
            raise AlreadyRunningError(_read_running(folder))
        folder.running.unlink(missing_ok=True)
        try:
            children = _take_from_leftovers(folder)
        except LeftoverProcessError:
            os.close(owner)
            raise
        return cls(folder, owner, children)

    def announce(self, running: Running) -> None:
        """Tell later starts where this one answers; written in one step."""
        draft = self._folder.running.with_suffix(".draft")
        draft.write_text(json.dumps(asdict(running)))
        draft.replace(self._folder.running)

    def release(self) -> None:
        """Let the next start have the folder. Call it when the child processes have ended."""
        self._folder.running.unlink(missing_ok=True)
        os.close(self.children_lock)
        os.close(self._owner)


def _take_from_leftovers(folder: StateFolder) -> int:
    """The children's lock. Holders without an owner are ending already; those that do not are killed."""
    deadline = time.monotonic() + LEFTOVER_PATIENCE
    killed = False
    while (descriptor := _try_lock(folder.children_lock)) is None:
        if time.monotonic() > deadline:
            if killed:
                raise LeftoverProcessError(_recorded_pids(folder))
            _kill_recorded(folder)
            killed, deadline = True, time.monotonic() + KILL_PATIENCE
        time.sleep(0.05)
    return descriptor


def _recorded_pids(folder: StateFolder) -> list[int]:
    texts = [path.read_text() for path in sorted(folder.root.glob("*.pid"))]
    return [int(text) for text in texts if text.isdigit()]


def _kill_recorded(folder: StateFolder) -> None:
    """Kill the recorded processes' groups, as far as those numbers are still these processes'."""
    for pid in _recorded_pids(folder):
        if _uses_folder(pid, folder):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)


def _uses_folder(pid: int, folder: StateFolder) -> bool:
    """Whether the process was started for this folder; without /proc the held lock has to be proof enough."""
    if not Path("/proc/self").exists():
        return True
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        return False
    return f"{HOME_VARIABLE}={folder.root}".encode() in environment.split(b"\0")
