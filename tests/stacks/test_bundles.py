"""Bundles: what is in them, that they are the same every time, and that nothing is done twice."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest

from local.bundles import BundleError, Platform, build_bundles
from local.bundles.sources import function_sources, third_party_imports, tree_digest
from stacks.functions import FUNCTIONS

# Stands for uv: `export` prints a requirement named after the group, `pip install` lays out a package with what
# installers leave behind; each call is a line in calls.txt.
UV = """#!{python}
import pathlib, sys
arguments = sys.argv[1:]
with open("{calls}", "a") as calls:
    calls.write(" ".join(arguments) + "\\n")
if arguments[0] == "export":
    print("package==1 # " + arguments[arguments.index("--only-group") + 1])
    sys.exit(0)
if pathlib.Path("{calls}").with_name("broken").exists():
    sys.exit("no wheel for package")
target = pathlib.Path(arguments[arguments.index("--target") + 1])
for name in ("package/__init__.py", "package/fast.so", "package/__init__.pyi", "package/tests/test_it.py",
             "package/__pycache__/x.pyc", "bin/tool", ".lock",
             "package-1.dist-info/METADATA", "package-1.dist-info/RECORD", "package-1.dist-info/INSTALLER"):
    path = target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(name)
"""
HANDLER = """
from typing import TYPE_CHECKING
from domain.words import longest
if TYPE_CHECKING:
    from domain.types import Word
def handler(event, context):
    from adapters import store
    return store.put(longest(event))
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with one handler for every function, and a stand-in for uv."""
    files = {
        "uv.lock": "version = 1",
        "pyproject.toml": "",
        "lambdas/__init__.py": "",
        "domain/__init__.py": "",
        "domain/words/__init__.py": "from domain.words.lengths import longest\n",
        "domain/words/lengths.py": "import json\nlongest = max\n",
        "domain/words/words.json": "[]",
        "domain/types.py": "Word = str\n",
        "domain/unused.py": "import nothing_of_this\n",
        "adapters/__init__.py": "",
        "adapters/store.py": "import boto3\nfrom . import keys\n",
        "adapters/keys.py": "",
        "adapters/other.py": "",
        "events/__init__.py": "",
        "events/schemas/BookQueued/v1.json": "{}",
        "events/examples/BookQueued.json": "{}",
    }
    files |= {f"lambdas/{name}/__init__.py": "" for name in FUNCTIONS}
    files |= {f"lambdas/{name}/handler.py": HANDLER for name in FUNCTIONS}
    for name, content in files.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    uv = tmp_path / "uv"
    uv.write_text(UV.format(python=sys.executable, calls=tmp_path / "calls.txt"))
    uv.chmod(0o755)
    monkeypatch.setenv("UV", str(uv))
    return tmp_path / "project"


def calls(project: Path, word: str) -> list[str]:
    """The calls of uv that begin with `word`."""
    file = project.parent / "calls.txt"
    return [line for line in file.read_text().splitlines() if line.startswith(word)] if file.exists() else []


def names_in(archive: Path) -> list[str]:
    """The names in a zip, in its order."""
    with zipfile.ZipFile(archive) as opened:
        return opened.namelist()


def test_a_bundle_holds_the_handlers_import_closure_and_trimmed_packages(project: Path) -> None:
    bundle = build_bundles(Platform.HOST, root=project)["upload"]
    assert names_in(bundle.archive) == [
        "adapters/__init__.py",
        "adapters/keys.py",
        "adapters/store.py",
        "domain/__init__.py",
        "domain/words/__init__.py",
        "domain/words/lengths.py",
        "domain/words/words.json",
        "events/__init__.py",
        "events/schemas/BookQueued/v1.json",
        "lambdas/__init__.py",
        "lambdas/upload/__init__.py",
        "lambdas/upload/handler.py",
        "package-1.dist-info/METADATA",
        "package/__init__.py",
        "package/fast.so",
    ]
    unpacked = {str(path.relative_to(bundle.folder)) for path in bundle.folder.rglob("*") if path.is_file()}
    assert unpacked == set(names_in(bundle.archive))


@pytest.mark.parametrize("platform", Platform)
def test_two_builds_are_the_same_bytes(project: Path, platform: Platform) -> None:
    first = {name: each.archive.read_bytes() for name, each in build_bundles(platform, root=project).items()}
    (project / "build").rename(project / "build-of-before")
    for path in project.rglob("*.py"):
        os.utime(path, (1, 1))
    second = {name: each.archive.read_bytes() for name, each in build_bundles(platform, root=project).items()}
    assert first == second


def test_packages_are_installed_once_for_each_group(project: Path) -> None:
    build_bundles(Platform.HOST, root=project)
    groups = {spec.group for spec in FUNCTIONS.values()}
    assert len(calls(project, "pip install")) == len(groups)
    (project / "domain/words/lengths.py").write_text("longest = min\n")
    build_bundles(Platform.HOST, root=project)
    assert len(calls(project, "pip install")) == len(groups)


def test_what_did_not_change_is_not_touched(project: Path) -> None:
    before = {
        name: each.archive.stat().st_mtime_ns for name, each in build_bundles(Platform.HOST, root=project).items()
    }
    (project / "lambdas/upload/handler.py").write_text("def handler(event, context): ...\n")
    after = {name: each.archive.stat().st_mtime_ns for name, each in build_bundles(Platform.HOST, root=project).items()}
    assert {name for name in FUNCTIONS if before[name] != after[name]} == {"upload"}


def test_a_changed_module_changes_the_functions_that_carry_it(project: Path) -> None:
    before = {name: each.digest for name, each in build_bundles(Platform.HOST, root=project).items()}
    (project / "domain/unused.py").write_text("x = 1\n")
    assert {name: each.digest for name, each in build_bundles(Platform.HOST, root=project).items()} == before
    (project / "domain/words/words.json").write_text('["a"]')
    after = {name: each.digest for name, each in build_bundles(Platform.HOST, root=project).items()}
    assert not set(before.values()) & set(after.values())


def test_only_wheels_of_the_lock_are_taken_and_the_sdk_is_left_to_the_runtime(project: Path) -> None:
    build_bundles(Platform.AWS, names=["upload"], root=project)
    (export,) = calls(project, "export")
    (install,) = calls(project, "pip install")
    for word in ("--frozen", "--no-emit-project", "--only-group fn-upload", "--prune boto3", "--prune botocore"):
        assert word in export
    for word in ("--require-hashes", "--no-deps", "--only-binary :all:", "aarch64-manylinux_2_28", "3.13"):
        assert word in install


def test_a_failed_install_says_what_uv_said_and_leaves_nothing(project: Path) -> None:
    (project.parent / "broken").touch()
    with pytest.raises(BundleError, match="no wheel for package"):
        build_bundles(Platform.HOST, root=project)
    assert not list((project / "build/dependencies").glob("*/"))


def test_one_function_can_be_built_alone(project: Path) -> None:
    assert list(build_bundles(Platform.HOST, names=["relay"], root=project)) == ["relay"]
    assert not (project / "build/functions/host/upload.zip").exists()


def test_imports_for_type_checking_are_not_carried_and_relative_ones_are(project: Path) -> None:
    sources = function_sources(project, "upload")
    assert Path("domain/types.py") not in sources
    assert Path("adapters/keys.py") in sources
    assert third_party_imports(project, sources) == {"boto3", "json", "typing"}


def test_a_module_of_the_project_that_is_missing_is_named_with_its_importer(project: Path) -> None:
    (project / "adapters/keys.py").unlink()
    (project / "adapters/store.py").write_text("import adapters.keys\n")
    with pytest.raises(BundleError, match=r"adapters/store\.py imports adapters\.keys, which does not exist"):
        build_bundles(Platform.HOST, root=project)


def test_the_tree_digest_sees_names_and_contents(project: Path) -> None:
    digests = {tree_digest(project)}
    (project / "domain/more.py").write_text("")
    digests.add(tree_digest(project))
    (project / "domain/more.py").write_text("x")
    digests.add(tree_digest(project))
    (project / "domain/more.py").rename(project / "domain/other.py")
    digests.add(tree_digest(project))
    assert len(digests) == 4
