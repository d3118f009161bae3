"""What a handler does not need at once, it does not import at once: its cold start is a reader's wait."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from benchmarks.imports import LIMITS
from stacks.functions import FUNCTIONS
from tests.conftest import REPOSITORY

# Never before the first invocation: the sources' clients and the SDK's.
LATER = {"aiohttp", "stamina", "boto3", "boto3.session"}
NOT_OF = {
    "library_api": {"domain.exports", "domain.genres", "domain.pipeline.aggregate", "rapidfuzz", "multipart"},
    "relay": {"domain.exports", "domain.genres", "rapidfuzz", "multipart"},
    "give_up": {"domain.exports", "domain.genres", "rapidfuzz", "multipart"},
    "eraser": {"domain.exports", "domain.genres", "rapidfuzz", "multipart"},
    "enrich": {"domain.exports.reader", "multipart"},
}


def imported(name: str) -> set[str]:
    """The modules that a fresh process has after importing a handler."""
    code = f"import sys, {FUNCTIONS[name].handler.rpartition('.')[0]}; print(*sys.modules)"
    environment = {"PATH": os.environ["PATH"], "AWS_REGION": "us-east-1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_handler_imports_only_what_it_needs_at_once(name: str) -> None:
    assert imported(name) & (LATER | NOT_OF.get(name, set())) == set()


def test_every_function_has_a_limit() -> None:
    assert LIMITS.keys() == FUNCTIONS.keys()
    assert (LIMITS["library_api"], LIMITS["enrich"]) == (1.4, 2.1)
    assert {limit for name, limit in LIMITS.items() if name not in ("library_api", "enrich")} == {1.8}
