"""What the documents say of commands, routes and files is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from cli.main import app
from tests.conftest import REPOSITORY

DOCUMENTS = sorted([REPOSITORY / "README.md", REPOSITORY / "CHANGELOG.md", *(REPOSITORY / "docs").glob("*.md")])
README = (REPOSITORY / "README.md").read_text()
MAKEFILE = (REPOSITORY / "Makefile").read_text()
COMMANDS = get_command(app)


def commands() -> set[str]:
    listed = getattr(COMMANDS, "commands", {})
    assert listed
    return set(listed)


def test_the_readme_lists_every_command_of_the_command_line() -> None:
    assert set(re.findall(r"^\| `([a-z]+)", README, re.MULTILINE)) == commands()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_documents_name_commands_that_exist(document: Path) -> None:
    text = document.read_text()
    assert set(re.findall(r"goodreads-stats ([a-z]+)", text)) <= commands()
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE)) <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_documents_link_to_what_exists(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)|(?:src|srcset)=\"([^\"]+)\"", document.read_text())
    missing = [link for pair in links for link in pair if link and not (document.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_documents_name_files_that_exist(document: Path) -> None:
    rooms = "adapters|benchmarks|cli|docs|domain|events|lambdas|local|stacks|tests|web"
    named = re.findall(rf"`((?:{rooms})/[\w./-]+)`", document.read_text())
    missing = [name for name in named if not (REPOSITORY / name.rstrip("/")).exists()]
    assert missing == []


def test_every_benchmark_that_is_named_exists() -> None:
    for document in DOCUMENTS:
        for name in re.findall(r"python -m benchmarks\.(\w+)", document.read_text()):
            assert (REPOSITORY / "benchmarks" / f"{name}.py").exists(), f"{document.name} names {name}"
