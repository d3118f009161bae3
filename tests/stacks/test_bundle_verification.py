"""What is looked at in a bundle before it is deployed: size, processor, what it imports."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from local.bundles import Platform, build_bundles
from local.bundles.build import Bundle
from local.bundles.verification import LARGEST_ARCHIVE, problems_of

Make = Callable[..., Bundle]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with one handler."""
    for name, text in {
        "lambdas/__init__.py": "",
        "lambdas/relay/__init__.py": "",
        "lambdas/relay/handler.py": "import boto3\nimport fast\n",
        "events/__init__.py": "",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


@pytest.fixture
def bundle(root: Path) -> Make:
    def make(**files: bytes) -> Bundle:
        archive = root / "relay.zip"
        with zipfile.ZipFile(archive, "w") as opened:
            for name, content in files.items():
                opened.writestr(name.replace("__dot__", ".").replace("__slash__", "/"), content)
        return Bundle(root / "relay", archive, "")

    return make


def told(root: Path, bundle: Bundle) -> list[str]:
    return list(problems_of("relay", bundle, Platform.AWS, root))


def elf(machine: int) -> bytes:
    """The head of an ELF file for a processor: 183 is aarch64, 62 x86-64."""
    return b"\x7fELF\x02\x01\x01" + bytes(11) + machine.to_bytes(2, "little") + bytes(44)


def library(name: str) -> str:
    return f"fast__slash__{name}".replace(".", "__dot__")


@pytest.mark.parametrize("name", ["_fast.cpython-313-aarch64-linux-gnu.so", "_fast.abi3.so", "__init__.py"])
def test_a_whole_bundle_for_the_right_processor_has_no_problem(root: Path, bundle: Make, name: str) -> None:
    assert told(root, bundle(**{library(name): elf(183)})) == []


@pytest.mark.parametrize("name", ["_fast.cpython-313-x86_64-linux-gnu.so", "_fast.abi3.so", "tool"])
def test_a_library_for_another_processor_is_named(root: Path, bundle: Make, name: str) -> None:
    (problem,) = told(root, bundle(**{library(name): elf(62)}))
    assert problem == f"relay: fast/{name} is not built for aarch64"


def test_a_missing_package_is_named(root: Path, bundle: Make) -> None:
    (problem,) = told(root, bundle(lambdas__dot__py=b""))
    assert "import fast, which its dependency group does not bring" in problem


def test_an_archive_above_the_limit_is_named(root: Path, bundle: Make) -> None:
    noise = random.Random(1).randbytes(LARGEST_ARCHIVE)
    (problem,) = told(root, bundle(**{library("__init__.py"): b"", library("data.bin"): noise}))
    assert "the archive is 12.0 MB, above 12 MB" in problem


@pytest.mark.slow
def test_two_real_builds_are_the_same_bytes_and_within_their_limits() -> None:
    """With the wheels of the lock file, as they are deployed."""
    first = build_bundles(Platform.AWS)
    before = {name: each.archive.read_bytes() for name, each in first.items()}
    for each in first.values():
        each.archive.unlink()
        (each.archive.parent / "manifest.json").unlink(missing_ok=True)
    second = build_bundles(Platform.AWS)
    assert {name: each.archive.read_bytes() for name, each in second.items()} == before
    for name, each in second.items():
        assert list(problems_of(name, each, Platform.AWS)) == []
