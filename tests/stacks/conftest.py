"""The templates, synthesized once a session with small stand-ins for the bundles."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from stacks.functions import FUNCTIONS
from stacks.synthesis import REPOSITORY, context, node_executable
from tests.stacks.templates import Templates


@pytest.fixture(scope="session")
def stand_in_bundles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A zip for each function: the templates name bundles and hold nothing of them."""
    folder = tmp_path_factory.mktemp("bundles")
    for name in FUNCTIONS:
        with zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
            archive.writestr(f"lambdas/{name}/handler.py", "")
    return folder


@pytest.fixture(scope="session")
def templates(stand_in_bundles: Path, tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Every template of the configuration that cdk.json states."""
    os.environ.setdefault("JSII_NODE", str(node_executable()))
    from stacks.application import synthesize_application

    assembly = tmp_path_factory.mktemp("assembly")
    synthesize_application(
        REPOSITORY,
        context=context(REPOSITORY),
        outdir=str(assembly),
        bundles=stand_in_bundles,
        rules=False,
    )
    stacks = sorted(assembly.glob("*.template.json"))
    return Templates({path.name.split(".")[0].rpartition("-")[2]: json.loads(path.read_text()) for path in stacks})
