"""What the emulator is started with, and the repair of its saved state."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from local.emulator import (
    Emulator,
    EmulatorFailedError,
    EmulatorMissingError,
    free_port,
)
from local.folder import StateFolder
from local.instance import Instance


def test_a_taken_port_gives_way_to_a_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert free_port(port) != port
    assert free_port(port) == port


def test_a_missing_emulator_says_how_to_get_it(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path)
    instance = Instance.claim(folder)
    folder.prepare()
    with pytest.raises(EmulatorMissingError, match="make setup"):
        Emulator.start(folder, 0, instance.children_lock, tmp_path / "python")
    instance.release()


def test_an_emulator_that_ends_at_once_is_reported_with_its_log(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path)
    instance = Instance.claim(folder)
    folder.prepare()
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho no such module\nexit 3\n")
    python.chmod(0o755)
    with pytest.raises(EmulatorFailedError, match="status 3") as failed:
        Emulator.start(folder, free_port(0), instance.children_lock, python)
    assert failed.value.log.read_text() == "no such module\n"
    instance.release()
