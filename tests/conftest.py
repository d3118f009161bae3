"""Fixtures that every layer of the suite may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# What shares something that takes long to make stays in one process of the suite: the longest first.
TOGETHER = ("pipeline", "simulation", "stacks")

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
    """Start with what takes longest."""
    order = {folder: place for place, folder in enumerate((*TOGETHER, "pages"))}
    items.sort(key=lambda item: order.get(_folder(item.nodeid), len(order)))


class Together(LoadScopeScheduling):  # type: ignore[misc] # xdist has no types
    """Gives the tests of a file to one process, and so those of a folder in TOGETHER, in the order of collection."""

    def _split_scope(self, nodeid: str) -> str:
        folder = _folder(nodeid)
        return folder if folder in TOGETHER else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """How `-n` hands out the tests, whatever `--dist` says."""
    config.option.loadscopereorder = False
    return Together(config, log)


def _folder(nodeid: str) -> str:
    return nodeid.split("/")[1]
