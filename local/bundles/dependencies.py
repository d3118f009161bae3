"""A function's third-party packages: one installed, trimmed folder for each dependency group and platform."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from local.bundles.errors import UvFailedError, UvMissingError

# Lambda's Python runtimes carry the SDK; what only it brings goes with it.
_IN_THE_RUNTIME: Final = ("boto3", "botocore")
# Python 3.13 on Lambda is Amazon Linux 2023, whose glibc is 2.34.
_AWS_ARGUMENTS: Final = ("--python-platform", "aarch64-manylinux_2_28", "--python-version", "3.13")
# Nothing imports these: caches, build inputs, type stubs, suites, and records of how and when a wheel was installed.
_SPARE_FOLDERS: Final = frozenset({"__pycache__", "bin", "tests", "test"})
_SPARE_SUFFIXES: Final = frozenset({".c", ".cpp", ".h", ".hash", ".pxd", ".pyc", ".pyi", ".pyx"})
_SPARE_RECORDS: Final = frozenset(
    {"INSTALLER", "RECORD", "REQUESTED", "WHEEL", "direct_url.json", "top_level.txt", "uv_cache.json"}
)


def installed(root: Path, cache: Path, group: str, platform: str) -> Path:
    """The folder of the group's packages for `platform` (`host` or `aws`), installed at most once per content.

    The versions and hashes are those of uv.lock, and only wheels are taken.
    """
    requirements = _requirements(root, cache, group)
    version = f"{sys.version_info.major}.{sys.version_info.minor}" if platform == "host" else "3.13"
    key = hashlib.sha256(f"{platform} {version}\n{requirements}".encode()).hexdigest()[:16]
    folder = cache / f"{group}-{platform}-{key}"
    if not folder.is_dir():
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            target = Path(scratch) / "site"
            _install(requirements, target, Path(scratch) / "requirements.txt", platform)
            _trim(target)
            target.replace(folder)
    return folder


def _requirements(root: Path, cache: Path, group: str) -> str:
    """The group's locked requirements; asked of uv once for each state of the lock and the project file."""
    state = hashlib.sha256((root / "uv.lock").read_bytes() + (root / "pyproject.toml").read_bytes())
    kept = cache / f"{group}-{state.hexdigest()[:16]}.txt"
    if not kept.is_file():
        prune = [word for package in _IN_THE_RUNTIME for word in ("--prune", package)]
        text = _run_uv(
            [
                "export",
                "--frozen",
                "--no-emit-project",
                "--no-annotate",
                "--no-header",
                "--only-group",
                group,
                *prune,
            ],
            folder=root,
        )
        cache.mkdir(parents=True, exist_ok=True)
        kept.write_text(text)
    return kept.read_text()


def _install(requirements: str, target: Path, listing: Path, platform: str) -> None:
    listing.write_text(requirements)
    where = ("--python", sys.executable) if platform == "host" else _AWS_ARGUMENTS
    _run_uv(
        [
            *("pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:"),
            *("--no-compile-bytecode", "--link-mode", "copy", "--target", str(target), *where),
            *("--requirements", str(listing)),
        ],
        folder=listing.parent,
    )


def _trim(target: Path) -> None:
    for path in sorted(target.rglob("*"), reverse=True):
        if path.is_dir():
            if path.name in _SPARE_FOLDERS or not any(path.iterdir()):
                shutil.rmtree(path)
        elif path.suffix in _SPARE_SUFFIXES or path.name in _SPARE_RECORDS or path.name == ".lock":
            path.unlink()


def _run_uv(arguments: list[str], *, folder: Path) -> str:
    command = [str(_uv()), *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise UvFailedError(" ".join(command), done.returncode, done.stderr.strip())
    return done.stdout


def _uv() -> Path:
    """The uv to use: $UV, the project's tools environment, or the one on PATH."""
    for candidate in _uv_places():
        if candidate.is_file():
            return candidate
    raise UvMissingError


def _uv_places() -> Iterator[Path]:
    if named := os.environ.get("UV"):
        yield Path(named)
    yield Path(__file__).resolve().parents[2] / ".tools" / "bin" / "uv"
    if on_path := shutil.which("uv"):
        yield Path(on_path)
