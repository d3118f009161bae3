"""One cloud per state folder."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from local.folder import StateFolder
from local.instance import AlreadyRunningError, Instance, LeftoverProcessError, Running, find_running

RUNNING = Running(pid=os.getpid(), address="http://127.0.0.1:8000", endpoint="http://127.0.0.1:4566", sources="none")

CLAIM_AND_DIE = """
import os, sys
from pathlib import Path
from local.folder import StateFolder
from local.instance import Instance, Running
instance = Instance.claim(StateFolder(Path(sys.argv[1])))
instance.announce(Running(os.getpid(), "http://127.0.0.1:1", "http://127.0.0.1:2", "live"))
os._exit(9)
"""


@pytest.fixture
def folder(tmp_path: Path) -> StateFolder:
    return StateFolder(tmp_path / "state")


def test_the_folder_follows_the_environment(tmp_path: Path) -> None:
    assert StateFolder.locate({"GOODREADS_STATS_HOME": str(tmp_path)}).root == tmp_path
    assert StateFolder.locate({}).root.name == ".local-cloud"


def test_preparing_empties_the_temporary_folder_only(folder: StateFolder) -> None:
    folder.prepare()
    (folder.temporary / "unpacked").touch()
    (folder.objects / "kept").touch()
    folder.prepare()
    assert list(folder.temporary.iterdir()) == []
    assert [path.name for path in folder.objects.iterdir()] == ["kept"]
    assert folder.root.stat().st_mode & 0o077 == 0


def test_nothing_runs_on_a_new_folder(folder: StateFolder) -> None:
    assert find_running(folder) is None


def test_a_second_claim_learns_of_the_first(folder: StateFolder) -> None:
    first = Instance.claim(folder)
    with pytest.raises(AlreadyRunningError, match="still starting") as starting:
        Instance.claim(folder)
    assert starting.value.running is None
    first.announce(RUNNING)
    assert find_running(folder) == RUNNING
    with pytest.raises(AlreadyRunningError, match=r"at http://127\.0\.0\.1:8000") as running:
        Instance.claim(folder)
    assert running.value.running == RUNNING
    first.release()
    assert find_running(folder) is None
    Instance.claim(folder).release()


def test_a_file_left_by_a_dead_owner_does_not_count(folder: StateFolder) -> None:
    died = subprocess.run([sys.executable, "-c", CLAIM_AND_DIE, folder.root], check=False)
    assert died.returncode == 9
    assert folder.running.exists()
    assert find_running(folder) is None
    Instance.claim(folder).release()
    assert not folder.running.exists()


def holder_without_owner(folder: StateFolder) -> subprocess.Popen[bytes]:
    """A process that holds the children's lock and was started for this folder, in a group of its own."""
    folder.root.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder.children_lock, os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    process = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"],
        env={"GOODREADS_STATS_HOME": str(folder.root)},
        pass_fds=[lock],
        process_group=0,
    )
    os.close(lock)
    folder.pid_file("emulator").write_text(str(process.pid))
    return process


def test_an_emulator_without_an_owner_is_ended(folder: StateFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local.instance.LEFTOVER_PATIENCE", 0.1)
    leftover = holder_without_owner(folder)
    Instance.claim(folder).release()
    assert leftover.wait(5) == -9


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc to tell processes apart")
def test_a_process_that_only_has_the_recorded_number_is_left_alone(
    folder: StateFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("local.instance.LEFTOVER_PATIENCE", 0.1)
    monkeypatch.setattr("local.instance.KILL_PATIENCE", 0.1)
    leftover = holder_without_owner(folder)
    folder.pid_file("emulator").write_text(str(os.getpid()))
    with pytest.raises(LeftoverProcessError, match=str(os.getpid())):
        Instance.claim(folder)
    assert leftover.poll() is None
    leftover.kill()
    leftover.wait()
    Instance.claim(folder).release()
