from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from cli.inspect import inspect
from tests.exports_made import EARTHSEA, csv_text

ROWS = [
    EARTHSEA,
    {**EARTHSEA, "Book Id": "7", "Exclusive Shelf": "to-read", "ISBN": "", "ISBN13": ""},
    {**EARTHSEA, "Book Id": "8", "Date Read": "", "My Rating": "[bold]9"},
    EARTHSEA,
]


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(inspect)
    return CliRunner().invoke(app, arguments)


@pytest.fixture
def export(tmp_path: Path) -> str:
    path = tmp_path / "library.csv"
    path.write_text(csv_text(ROWS) + "cut,off", "utf-8")
    return str(path)


def test_json_is_the_report(export: str) -> None:
    result = run(export, "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert report.pop("seconds") > 0
    assert report.pop("problems") == [
        {
            "row": 3,
            "column": "My Rating",
            "value": "[bold]9",
            "problem": "rating",
            "action": "dropped; the book is unrated",
        },
        {
            "row": 4,
            "column": "Book Id",
            "value": "13642",
            "problem": "duplicate",
            "action": "left out; the first row of the book counts",
        },
        {
            "row": 5,
            "column": None,
            "value": "2 fields for 24 columns",
            "problem": "cut_off",
            "action": "row left out; its text is not kept",
        },
    ]
    assert report == {
        "format": "goodreads",
        "generation": 24,
        "encoding": "utf-8",
        "rows": 5,
        "books": 3,
        "read": 2,
        "undated_read": 1,
        "unread_by_shelf": {"to-read": 1},
        "without_isbn": 1,
        "duplicates": 1,
        "rejected": 1,
    }


def test_people_get_a_table(export: str) -> None:
    result = run(export)
    assert result.exit_code == 0
    assert "5: 3 books, 1 duplicates, 1 rejected" in result.stdout
    assert "[bold]9" in result.stdout


def test_what_is_no_export_ends_with_4(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("name,isbn\nx,1\n", "utf-8")
    result = run(str(path), "--json")
    assert result.exit_code == 4
    assert json.loads(result.stdout)["code"] == "missing_columns"
    assert "Title" in result.stderr


@pytest.mark.parametrize("arguments", [(), ("/no/such/file.csv",), ("/",), ("--nonsense",)])
def test_a_wrong_command_line_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2
