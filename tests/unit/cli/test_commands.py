"""What the commands print, and what they end with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from local.instance import Running
from tests.unit.cli.conftest import UUID, ScriptedApi

KEYS = ["uuid", "owner_token", "status", "total_books", "enriched", "partial", "not_found", "failed", "seconds"]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "export.csv"
    file.write_text("Book Id,Title\n1,Dune\n")
    return file


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_complete_library_is_one_json_object_and_a_file(api: ScriptedApi, export: Path) -> None:
    api.will_say("processing", "Looking up books", processed_books=1)
    api.will_say("complete")
    status, out, _ = run("process", export, "--json")
    assert status == 0
    said = json.loads(out)
    assert list(said) == [*KEYS, "data_path"]
    assert said["status"] == "complete"
    assert (said["total_books"], said["enriched"], said["not_found"]) == (4, 2, 2)
    assert said["owner_token"] == "secret"
    assert json.loads(Path(said["data_path"]).read_text()) == {"export_id": UUID}
    assert b"1,Dune" in api.uploads[0]


def test_without_json_the_page_is_named(api: ScriptedApi, export: Path) -> None:
    api.will_say("complete")
    status, out, _ = run("process", export)
    assert status == 0
    assert f"{api.address}/d/{UUID}#owner=secret" in out


@pytest.mark.parametrize(("counts", "expected"), [({}, 0), ({"partial": 1}, 3), ({"failed": 1}, 3)])
def test_gaps_are_a_status_of_their_own(api: ScriptedApi, export: Path, counts: dict[str, int], expected: int) -> None:
    api.will_say("complete", message="", **counts)
    assert run("process", export)[0] == expected


@pytest.mark.parametrize(
    ("http_status", "word", "expected"),
    [(400, "rejected", 4), (413, "rejected", 4), (429, "failed", 5), (500, "failed", 5)],
)
def test_a_refused_upload_says_why(api: ScriptedApi, export: Path, http_status: int, word: str, expected: int) -> None:
    api.upload = (http_status, {"error": "These columns are missing: Title.", "code": "missing_columns"})
    status, out, _ = run("process", export, "--json")
    assert status == expected
    said = json.loads(out)
    assert said["status"] == word
    assert said["error"] == "These columns are missing: Title."
    assert said["uuid"] is None
    assert said["data_path"] is None
    status, out, err = run("process", export)
    assert (status, out) == (expected, "")
    assert "These columns are missing" in err


@pytest.mark.parametrize(
    ("code", "word", "expected"), [("rejected", "rejected", 4), ("failed", "failed", 5), ("not_received", "failed", 5)]
)
def test_a_run_that_ends_in_an_error_says_which(
    api: ScriptedApi, export: Path, code: str, word: str, expected: int
) -> None:
    api.will_say("error", error_code=code, error_message="Too many books.")
    status, out, _ = run("process", export, "--json")
    said = json.loads(out)
    assert (status, said["status"], said["uuid"]) == (expected, word, UUID)
    assert run("status", UUID)[0] == expected


@pytest.mark.parametrize(
    "arguments",
    [
        ["process"],
        ["process", "no-such-file.csv"],
        ["process", ".", "--json"],
        ["process", __file__, "--sources", "dreams"],
        ["status", "no-uuid"],
        ["data"],
        ["up", "--port", "70000"],
        ["fly"],
    ],
)
def test_a_wrong_command_line_ends_with_2(arguments: list[str]) -> None:
    assert run(*arguments)[0] == 2


def test_status_shows_the_counts(api: ScriptedApi) -> None:
    api.will_say("processing", "Looking up books: 1 of 4", processed_books=1)
    status, out, _ = run("status", UUID)
    assert status == 0
    assert "Looking up books: 1 of 4" in out
    assert "1 of 4" in out


def test_an_unknown_export_ends_with_1(api: ScriptedApi) -> None:
    status, out, err = run("status", UUID)
    assert (status, out) == (1, "")
    assert "UUID not found" in err


def test_data_prints_the_dashboard_or_writes_it(api: ScriptedApi, tmp_path: Path) -> None:
    status, out, _ = run("data", UUID)
    assert (status, json.loads(out)) == (0, {"export_id": UUID})
    written = tmp_path / "dashboard.json"
    status, out, _ = run("data", UUID, "--output", written)
    assert (status, out) == (0, "")
    assert json.loads(written.read_text()) == {"export_id": UUID}


def test_data_that_is_not_there_yet_ends_with_1(api: ScriptedApi) -> None:
    api.dashboard = (202, {"status": "processing"})
    assert run("data", UUID)[0] == 1


def test_a_second_start_says_where_the_first_is(running_cloud: Running) -> None:
    status, out, _ = run("up")
    assert status == 0
    assert running_cloud.address in out


@pytest.mark.parametrize("command", ["up", "process"])
def test_other_sources_than_the_running_clouds_are_a_usage_error(
    running_cloud: Running, export: Path, command: str
) -> None:
    arguments = [command, *([export] if command == "process" else []), "--sources", "live"]
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert "--sources simulated" in err


def test_a_cloud_that_has_gone_is_a_failure(running_cloud: Running, export: Path) -> None:
    status, _, err = run("process", export)
    assert status == 5
    assert running_cloud.address in err
