"""Synthesis is done again when something it depends on changed, and not otherwise."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from stacks.synthesis import SynthesisError, context, synthesize

# Stands for the real app: counts its runs and writes down the context it was given.
APP = """
import json, os, pathlib
runs = pathlib.Path("runs.txt")
runs.write_text(runs.read_text() + "x" if runs.exists() else "x")
out = pathlib.Path(os.environ["CDK_OUTDIR"])
out.mkdir(parents=True)
(out / "manifest.json").write_text(os.environ["CDK_CONTEXT_JSON"])
(out / "rules").write_text(os.environ["CDK_VALIDATION"])
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with an app that stands for the real one."""
    for folder in ("stacks", "web", "build/functions/host"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "cdk.json").write_text(json.dumps({"context": {"stage": "dev", "platform": "aws"}}))
    (tmp_path / "uv.lock").write_text("one")
    (tmp_path / "stacks" / "a.py").write_text("")
    (tmp_path / "build/functions/host/manifest.json").write_text("{}")
    return tmp_path


def runs(project: Path) -> int:
    """How often the app ran."""
    return len((project / "runs.txt").read_text())


def test_the_second_time_nothing_runs(project: Path) -> None:
    first = synthesize("host", root=project)
    assert synthesize("host", root=project) == first
    assert runs(project) == 1
    assert json.loads((first / "manifest.json").read_text()) == {"stage": "dev", "platform": "host"}


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("app.py", APP + "\n"),
        ("stacks/a.py", "x = 1"),
        ("stacks/edge/b.js", "x"),
        ("uv.lock", "two"),
        ("web/new.html", ""),
        ("build/functions/host/manifest.json", '{"a": 1}'),
        ("cdk.json", '{"context": {"stage": "prod"}}'),
    ],
)
def test_whatever_it_depends_on_makes_it_run_again(project: Path, file: str, content: str) -> None:
    synthesize("host", root=project)
    (project / file).parent.mkdir(exist_ok=True)
    (project / file).write_text(content)
    synthesize("host", root=project)
    assert runs(project) == 2


def test_overrides_are_part_of_what_it_depends_on(project: Path) -> None:
    synthesize("host", root=project)
    folder = synthesize("host", root=project, overrides={"stage": "test"})
    assert json.loads((folder / "manifest.json").read_text())["stage"] == "test"


def test_rules_passed_once_count_for_both_ways(project: Path) -> None:
    synthesize("host", root=project)
    folder = synthesize("host", root=project, rules=True)
    assert (folder / "rules").read_text() == "true"
    synthesize("host", root=project)
    synthesize("host", root=project, rules=True)
    assert runs(project) == 2


def test_a_failed_run_leaves_the_last_assembly_and_says_why(project: Path) -> None:
    folder = synthesize("host", root=project)
    (project / "app.py").write_text("raise SystemExit('the stage is unknown')")
    with pytest.raises(SynthesisError, match="the stage is unknown"):
        synthesize("host", root=project)
    assert (folder / "manifest.json").is_file()


def test_bundles_come_first(project: Path) -> None:
    shutil.rmtree(project / "build/functions")
    with pytest.raises(SynthesisError, match=r"python -m local\.bundles --platform host"):
        synthesize("host", root=project)


@pytest.mark.parametrize("content", ["{", "{}", '{"context": 3}'])
def test_a_cdk_json_that_cannot_be_read_is_named(project: Path, content: str) -> None:
    (project / "cdk.json").write_text(content)
    with pytest.raises(SynthesisError, match=r"cdk\.json"):
        context(project)
