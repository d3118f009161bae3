"""Fixtures that every layer of the suite may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# What shares something that takes long to make stays in one process of the suite.
TOGETHER = ("pages", "pipeline", "simulation", "stacks")

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True, scope="session")
def _dummy_credentials() -> None:
    """No test may ever find a real account: the chain ends at these."""
    os.environ.update(
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",
        AWS_DEFAULT_REGION="us-east-1",
        AWS_REGION="us-east-1",
        AWS_EC2_METADATA_DISABLED="true",
    )


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real exports and source answers; tests that want it skip where it is absent."""
    folder = Path(os.environ.get("SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no shared data at {folder} (set SHARED_DATA)")
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group the tests of a folder that shares something, and start with those folders: they take longest."""
    for item in items:
        folder = item.path.relative_to(REPOSITORY / "tests").parts[0]
        if folder in TOGETHER:
            item.add_marker(pytest.mark.xdist_group(folder))
    items.sort(key=lambda item: item.path.relative_to(REPOSITORY / "tests").parts[0] not in TOGETHER)
