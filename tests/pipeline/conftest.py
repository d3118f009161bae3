"""A whole one-machine cloud, with simulated sources, for the tests of the pipeline."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from local.client import LibraryClient
from local.cloud import LocalCloud
from local.emulator import EmulatorMissingError
from local.folder import StateFolder
from local.options import CloudOptions, Sources


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """One cloud a session, on free ports, over a state folder of its own. The starter catalogue is loaded."""
    options = CloudOptions(
        folder=StateFolder(tmp_path_factory.mktemp("cloud")),
        sources=Sources.SIMULATED,
        port=0,
        emulator_port=0,
        sample=False,
    )
    try:
        started = LocalCloud.start(options)
    except EmulatorMissingError as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))
    with started:
        yield started


@pytest.fixture
def client(cloud: LocalCloud) -> Iterator[LibraryClient]:
    """The API as the page uses it."""
    with LibraryClient(cloud.address) as reader:
        yield reader


@pytest.fixture(autouse=True)
def _own_tables(request: pytest.FixtureRequest) -> None:
    """Other files run clouds of their own between: a process's tables are those of one cloud at a time."""
    if "cloud" in request.fixturenames:
        running: LocalCloud = request.getfixturevalue("cloud")
        running.deployment.bind_tables()
