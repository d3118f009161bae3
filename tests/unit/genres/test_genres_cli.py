"""`goodreads-stats genres`: one library in, one line a book out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cli.genres import genres

LINES = [
    (
        '{"goodreads_id": "1", "title": "One (Saga, #1)", "author": "A", "publication_year": 2001, '
        '"subjects": ["Fantasy fiction"]}'
    ),
    "",
    (
        '{"goodreads_id": 2, "title": "Two (Saga, #2)", "author": "A", "publication_year": null, '
        '"subjects": ["Fiction", "Dünger"]}'
    ),
    (
        '{"goodreads_id": "3", "title": "Three\u2028", "author": "B", '
        '"subjects": ["Dünger", "Kochen", "Magie", "In library"]}'
    ),
]


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.command()(genres)
    return app


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "library.jsonl"
    path.write_text("\ufeff" + "\n".join(LINES), encoding="utf-8")
    return path


def test_a_line_for_each_book_in_the_same_order(app: typer.Typer, file: Path) -> None:
    result = CliRunner().invoke(app, [str(file)])
    assert result.exit_code == 0
    first, second, third = (json.loads(line) for line in result.stdout.split("\n") if line)
    assert first == {
        "goodreads_id": "1",
        "form": "Fiction",
        "genres": ["Fantasy"],
        "inferred": False,
        "audience": None,
        "because": {"Fantasy": ["Fantasy fiction"], "Fiction": ["Fantasy fiction"]},
    }
    assert (second["goodreads_id"], second["genres"], second["inferred"]) == ("2", ["Fantasy"], True)
    assert (third["goodreads_id"], third["form"]) == ("3", "Nonfiction")


def test_standard_input_is_read_when_no_file_is_named(app: typer.Typer, file: Path) -> None:
    from_file = CliRunner().invoke(app, [str(file)])
    from_input = CliRunner().invoke(app, [], input="\n".join(LINES))
    assert from_input.stdout == from_file.stdout != ""


def test_unmapped_headings_by_the_books_that_have_them(app: typer.Typer, file: Path) -> None:
    result = CliRunner().invoke(app, [str(file), "--unmapped"])
    assert result.stdout == "2\tDünger\n"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "line 1: not JSON"),
        ("[]", "line 1: not a JSON object"),
        ('{"title": "T", "author": "A"}', "goodreads_id is missing"),
        ('{"goodreads_id": "1", "title": "T", "author": "A", "subjects": "Fiction"}', "subjects is no list"),
        ('{"goodreads_id": "1", "title": "T", "author": "A", "publication_year": "x"}', "publication_year"),
    ],
)
def test_a_line_that_is_no_book_is_refused(app: typer.Typer, line: str, reason: str) -> None:
    result = CliRunner().invoke(app, [], input=line)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert result.stdout == ""
