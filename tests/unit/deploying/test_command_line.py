"""Running the CDK's command line: what it is told, what it answers, and how its troubles are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stacks import command_line
from stacks.command_line import CommandLineFailedError, CommandLineMissingError

# Stands for the CDK: notes its arguments and leaves outputs as it does.
PROGRAM = """
const fs = require("fs");
const words = process.argv.slice(2);
fs.writeFileSync("called.json", JSON.stringify({ words, region: process.env.AWS_REGION }));
const at = words.indexOf("--outputs-file");
if (at > 0) {
  fs.writeFileSync(words[at + 1], JSON.stringify({ One: { SiteUrl: "https://a" }, Two: { ApiUrl: "https://b" } }));
}
process.exit(fs.existsSync("broken") ? 3 : 0);
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout whose command line is installed."""
    lock = tmp_path / "local" / "requirements" / "cdk" / "package-lock.json"
    program = tmp_path / ".tools" / "cdk" / "node_modules" / "aws-cdk" / "bin" / "cdk"
    for path, text in ((lock, "{}"), (tmp_path / ".tools" / "cdk" / "package-lock.json", "{}"), (program, PROGRAM)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "build").mkdir()
    return tmp_path


def test_all_stacks_are_deployed_and_all_outputs_told(root: Path) -> None:
    outputs = command_line.deploy(root / "build" / "aws", "eu-west-1", {"One:Deployment": "aws"}, root=root)
    assert outputs == {"SiteUrl": "https://a", "ApiUrl": "https://b"}
    called = json.loads((root / "called.json").read_text())
    assert called["region"] == "eu-west-1"
    words = " ".join(called["words"])
    assert words.startswith(f"deploy --all --app {root / 'build' / 'aws'} --require-approval never")
    assert "--parameters One:Deployment=aws" in words


def test_some_stacks_alone(root: Path) -> None:
    command_line.deploy(root / "build" / "aws", "eu-west-1", {}, ["One"], root=root)
    assert json.loads((root / "called.json").read_text())["words"][:2] == ["deploy", "One"]


def test_an_account_is_bootstrapped_by_its_number_and_region(root: Path) -> None:
    command_line.bootstrap("123456789012", "eu-west-1", root=root)
    assert json.loads((root / "called.json").read_text())["words"][:2] == ["bootstrap", "aws://123456789012/eu-west-1"]


def test_a_failure_is_an_error_with_its_status(root: Path) -> None:
    (root / "broken").touch()
    with pytest.raises(CommandLineFailedError, match="`cdk deploy` ended with status 3"):
        command_line.deploy(root / "build" / "aws", "eu-west-1", {}, root=root)


def test_a_changed_lock_is_installed_anew_and_a_failed_install_leaves_nothing(root: Path) -> None:
    (root / "local" / "requirements" / "cdk" / "package-lock.json").write_text("no lock")
    with pytest.raises(CommandLineMissingError, match="npm could not install"):
        command_line.install(root)
    assert not (root / ".tools" / "cdk").exists()
