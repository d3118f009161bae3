"""What a start finds after the cloud was killed, in every way it can be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from local.client import ApiError, LibraryClient
from local.folder import HOME_VARIABLE, StateFolder
from local.instance import Running, find_running
from local.starter import SAMPLE_LIBRARY

pytestmark = [
    pytest.mark.slow,
    pytest.mark.cloud,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc to find processes"),
]

COMMAND = str(Path(sys.executable).with_name("goodreads-stats"))


class Up:
    """`goodreads-stats up` over one state folder, in a process of its own, again and again."""

    def __init__(self, folder: StateFolder) -> None:
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Running:
        environment = os.environ | {HOME_VARIABLE: str(self.folder.root)}
        command = [COMMAND, "up", "--sources", "none", "--port", "0", "--emulator-port", "0"]
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        while (running := find_running(self.folder)) is None:
            assert self.process.poll() is None, "it did not start"
            time.sleep(0.1)
        return running

    def processes(self) -> set[int]:
        """Every process that works on the folder."""
        mark = f"{HOME_VARIABLE}={self.folder.root}".encode()
        return {int(place.name) for place in Path("/proc").glob("[0-9]*") if mark in _environment(place)}

    def wait_until_gone(self, seconds: float) -> None:
        if self.process is not None:
            self.process.wait(seconds)
        deadline = time.monotonic() + seconds
        while left := self.processes():
            assert time.monotonic() < deadline, f"still there: {left}"
            time.sleep(0.05)

    def stop(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        self.wait_until_gone(20)

    def kill_owner(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.wait_until_gone(20)

    def kill_everything(self) -> None:
        """Like a power cut: nobody gets to save anything."""
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        self.wait_until_gone(20)


def _environment(process: Path) -> list[bytes]:
    try:
        return (process / "environ").read_bytes().split(b"\0")
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        return []


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    handled = Up(StateFolder(tmp_path / "state"))
    yield handled
    handled.kill_everything()


def finish(running: Running, uuid: str) -> None:
    with LibraryClient(running.address) as client:
        status = client.wait(uuid, lambda _status: None)
        assert status.state == "complete"
        assert client.dashboard(uuid)


@pytest.mark.parametrize("end", [Up.stop, Up.kill_owner, Up.kill_everything])
def test_a_run_that_was_cut_short_is_finished_by_the_next_start(up: Up, end: Callable[[Up], None]) -> None:
    running = up.start()
    with LibraryClient(running.address) as client:
        upload = client.upload(SAMPLE_LIBRARY)
    end(up)
    finish(up.start(), upload.uuid)
    up.stop()


@pytest.mark.parametrize("end", [Up.stop, Up.kill_owner])
def test_a_finished_library_is_there_after_the_next_start(up: Up, end: Callable[[Up], None]) -> None:
    running = up.start()
    with LibraryClient(running.address) as client:
        upload = client.upload(SAMPLE_LIBRARY)
        client.wait(upload.uuid, lambda _status: None)
        dashboard = client.dashboard(upload.uuid)
    end(up)
    with LibraryClient(up.start().address) as client:
        assert client.dashboard(upload.uuid) == dashboard
    up.stop()


def test_a_deleted_library_stays_deleted_after_a_power_cut(up: Up) -> None:
    running = up.start()
    with LibraryClient(running.address) as client:
        upload = client.upload(SAMPLE_LIBRARY)
        client.wait(upload.uuid, lambda _status: None)
    up.stop()  # the row is saved
    running = up.start()
    owner = {"Authorization": f"Bearer {upload.owner_token}"}
    assert httpx.delete(f"{running.address}/api/data/{upload.uuid}", headers=owner, timeout=60).is_success
    up.kill_everything()  # its tombstone is in the bucket only
    with LibraryClient(up.start().address) as client, pytest.raises(ApiError, match="not found"):
        client.status(upload.uuid)
    up.stop()


def test_a_second_start_says_where_the_first_is(up: Up) -> None:
    running = up.start()
    environment = os.environ | {HOME_VARIABLE: str(up.folder.root)}
    again = subprocess.run([COMMAND, "up"], env=environment, capture_output=True, text=True, check=False)
    assert again.returncode == 0
    assert running.address in again.stdout
    other = [COMMAND, "up", "--sources", "live"]
    assert subprocess.run(other, env=environment, capture_output=True, check=False).returncode == 2
    up.stop()
