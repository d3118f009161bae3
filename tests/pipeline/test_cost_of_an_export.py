"""`goodreads-stats cost` on the one-machine cloud: the bill of one export, and of all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from adapters.chance import now
from benchmarks.cloud import settled_work_since
from benchmarks.made_library import made_entries, made_export
from cli.main import app
from local.client import LibraryClient
from local.cloud import LocalCloud
from local.folder import HOME_VARIABLE

pytestmark = [pytest.mark.cloud, pytest.mark.timeout(300)]

BOOKS = 40


def bill(cloud: LocalCloud, *arguments: str) -> dict[str, Any]:
    """What the command prints."""
    ran = CliRunner().invoke(app, ["cost", *arguments, "--json"], env={HOME_VARIABLE: str(cloud.options.folder.root)})
    assert ran.exit_code == 0, ran.output
    printed: dict[str, Any] = json.loads(ran.output)
    return printed


def test_an_export_pays_for_its_own_books(client: LibraryClient, cloud: LocalCloud, tmp_path: Path) -> None:
    began = now()
    cloud.deployment.catalogue().put_many(made_entries(BOOKS, began))
    file = tmp_path / "library.csv"
    file.write_bytes(made_export(BOOKS))
    upload = client.upload(file)
    assert client.wait(upload.uuid, lambda _status: None).state == "complete"
    settled_work_since(cloud, began)
    own, everything = bill(cloud, upload.uuid), bill(cloud)
    used = own["quantities"]
    assert 3 * BOOKS <= used["write_units"] / 1000 <= 3 * BOOKS + 40
    assert 2 * BOOKS <= used["events"] <= 2 * BOOKS + 5
    assert used["object_puts"] <= 8
    assert used["api_requests"] >= 1
    assert 0 < own["dollars"] <= everything["dollars"]
    assert own["dollars"] == pytest.approx(sum(own["lines"].values()), abs=1e-6)
