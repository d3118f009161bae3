"""The arrows between the rooms, checked on the import statements of every file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

ROOMS = ("adapters", "benchmarks", "cli", "domain", "events", "lambdas", "local", "stacks", "tests")

MAY_IMPORT = {
    "domain": {"domain"},
    "events": {"events"},
    "adapters": {"adapters", "domain", "events"},
    "lambdas": {"lambdas", "adapters", "domain", "events"},
    "stacks": {"stacks"},
    "local": {"local", "adapters", "domain", "events", "stacks"},
    "cli": {"cli", "local", "adapters", "domain", "events", "stacks"},
}

ONLY_IN_ADAPTERS = {"boto3", "botocore", "pynamodb", "aiohttp"}
NOT_IN_DOMAIN = {
    "aws_lambda_powertools",
    "http",
    "httpx",
    "os",
    "random",
    "requests",
    "secrets",
    "socket",
    "subprocess",
    "time",
    "urllib",
}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "core", "base", "shared"}


def modules(room: str) -> list[Path]:
    return sorted((REPOSITORY / room).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, at its top or within functions, but for types alone."""
    tree = ast.parse(path.read_text())
    for node in _runtime_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""


def _runtime_nodes(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from _runtime_nodes(child)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    wrong = [
        f"{path.relative_to(REPOSITORY)} imports {name}"
        for path in modules(room)
        for name in imports(path)
        if (top := name.partition(".")[0]) in ROOMS and top not in MAY_IMPORT[room]
    ]
    assert wrong == []


def test_only_adapters_talk_to_aws_and_to_the_sources() -> None:
    wrong = [
        f"{path.relative_to(REPOSITORY)} imports {name}"
        for room in MAY_IMPORT
        if room != "adapters"
        for path in modules(room)
        for name in imports(path)
        if name.partition(".")[0] in ONLY_IN_ADAPTERS
    ]
    assert wrong == []


def test_the_domain_is_pure() -> None:
    wrong = [
        f"{path.relative_to(REPOSITORY)} imports {name}"
        for path in modules("domain")
        for name in imports(path)
        if name.partition(".")[0] in NOT_IN_DOMAIN
    ]
    assert wrong == []


def test_the_domain_has_no_clock_of_its_own() -> None:
    calls = ("datetime.now(", "dt.datetime.now(", "date.today(", "utcnow(", "monotonic(", "perf_counter(")
    wrong = [
        str(path.relative_to(REPOSITORY))
        for path in modules("domain")
        if any(call in path.read_text() for call in calls)
    ]
    assert wrong == []


def test_only_the_settings_read_the_environment_of_a_function() -> None:
    wrong = [
        str(path.relative_to(REPOSITORY))
        for room in ("adapters", "lambdas", "domain", "events")
        for path in modules(room)
        if path.name != "settings.py" and ("os.environ" in path.read_text() or "getenv" in path.read_text())
    ]
    assert wrong == []


def test_handlers_are_thin() -> None:
    for path in (REPOSITORY / "lambdas").glob("*/handler.py"):
        (handler,) = (
            node
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.FunctionDef) and node.name == "handler"
        )
        assert handler.end_lineno is not None
        assert handler.end_lineno - handler.lineno < 40, path


def test_rooms_are_named_after_what_is_in_them() -> None:
    wrong = [
        str(path.relative_to(REPOSITORY))
        for room in ROOMS
        for path in modules(room)
        if FORBIDDEN_NAMES & {part.removesuffix(".py") for part in path.relative_to(REPOSITORY).parts}
    ]
    assert wrong == []
