"""What the emulator is started with, and the repair of its saved state."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from local.emulator import (
    Emulator,
    EmulatorFailedError,
    EmulatorMissingError,
    empty_stream_positions,
    free_port,
)
from local.folder import StateFolder
from local.instance import Instance


def test_a_taken_port_gives_way_to_a_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert free_port(port) != port
    assert free_port(port) == port


def test_saved_stream_positions_are_forgotten_and_nothing_else(tmp_path: Path) -> None:
    empty_stream_positions(tmp_path)
    assert list(tmp_path.iterdir()) == []
    functions = {"data": {"a": {"code_blob_ref": "x"}}}
    positions = {"__account_region_scoped__": True, "data": {"key": 812}}
    payload = {"functions": functions, "dynamodb_stream_positions": positions}
    saved = {"__ministack_format__": 2, "payload": payload}
    (tmp_path / "lambda.json").write_text(json.dumps(saved))
    empty_stream_positions(tmp_path)
    repaired = json.loads((tmp_path / "lambda.json").read_text())
    assert repaired == {
        "__ministack_format__": 2,
        "payload": {
            "functions": functions,
            "dynamodb_stream_positions": {"__account_region_scoped__": True, "data": {}},
        },
    }


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
