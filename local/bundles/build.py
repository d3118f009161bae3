"""Building every function's bundle, only where its content changed."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from local.bundles.archive import write_archive
from local.bundles.dependencies import installed
from local.bundles.sources import function_sources, tree_digest
from stacks.functions import FUNCTIONS

REPOSITORY: Final = Path(__file__).resolve().parents[2]
_BUNDLER: Final = Path(__file__).resolve().parent


class Platform(StrEnum):
    """What a bundle runs on: this machine and its Python, or Lambda's (arm64, Python 3.13)."""

    HOST = "host"
    AWS = "aws"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A built function: its unpacked `folder`, its `archive` (zip), and a digest of what is in it."""

    folder: Path
    archive: Path
    digest: str


def build_bundles(
    platform: Platform, *, names: Iterable[str] | None = None, root: Path = REPOSITORY
) -> dict[str, Bundle]:
    """Build the bundles of `names` (default: all) into `{root}/build/functions/{platform}/`.

    Nothing is done for functions whose content did not change. `manifest.json` beside the bundles lists
    their digests. Raises `BundleError` where dependencies cannot be installed, `KeyError` for an unknown name.
    """
    wanted = sorted(FUNCTIONS) if names is None else sorted(set(names))
    output = root / "build" / "functions" / platform
    output.mkdir(parents=True, exist_ok=True)
    with _locked(output / ".lock"):
        manifest = _read_manifest(output / "manifest.json")
        state = _state(root)
        for name in wanted:
            if manifest.get(name, {}).get("state") != state or not (output / f"{name}.zip").is_file():
                manifest[name] = _refresh(root, output, name, platform, manifest.get(name, {})) | {"state": state}
        _write_manifest(output / "manifest.json", manifest)
    return {name: Bundle(output / name, output / f"{name}.zip", manifest[name]["digest"]) for name in wanted}


def _state(root: Path) -> str:
    """What every bundle depends on at most: equal states need no further look."""
    digest = hashlib.sha256(tree_digest(root).encode())
    for path in (root / "uv.lock", root / "pyproject.toml", *sorted(_BUNDLER.glob("*.py"))):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update(repr(sorted((spec.name, spec.group) for spec in FUNCTIONS.values())).encode())
    return digest.hexdigest()


def _refresh(root: Path, output: Path, name: str, platform: Platform, known: dict[str, str]) -> dict[str, str]:
    packages = installed(root, root / "build" / "dependencies", FUNCTIONS[name].group, platform)
    sources = function_sources(root, name)
    digest = _content_digest(root, packages, sources)
    archive = output / f"{name}.zip"
    if known.get("digest") != digest or not archive.is_file():
        files = {path.relative_to(packages).as_posix(): path for path in packages.rglob("*") if path.is_file()}
        files |= {source.as_posix(): root / source for source in sources}
        _unpack(output / name, files, packages)
        write_archive(archive, files, compress=platform is Platform.AWS)
    return {"digest": digest}


def _content_digest(root: Path, packages: Path, sources: Iterable[Path]) -> str:
    """The packages' folder is named by its content, so only the sources and the way of packing are read."""
    digest = hashlib.sha256(packages.name.encode())
    for path in (_BUNDLER / "archive.py", *(root / source for source in sources)):
        digest.update(
            str(path.relative_to(root) if path.is_relative_to(root) else path.name).encode()
            + b"\0"
            + hashlib.sha256(path.read_bytes()).digest()
        )
    return digest.hexdigest()


def _unpack(folder: Path, files: dict[str, Path], packages: Path) -> None:
    """Lay the bundle out as a folder. Packages are links to the one installed copy, sources are copies."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, path in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_relative_to(packages):
            os.link(path, target)
        else:
            shutil.copyfile(path, target)


def _read_manifest(path: Path) -> dict[str, dict[str, str]]:
    manifest: dict[str, dict[str, str]] = json.loads(path.read_text()) if path.is_file() else {}
    return manifest


def _write_manifest(path: Path, manifest: dict[str, dict[str, str]]) -> None:
    text = json.dumps(manifest, indent=1, sort_keys=True)
    if not path.is_file() or path.read_text() != text:
        partial = path.with_suffix(".partial")
        partial.write_text(text)
        partial.replace(path)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Only one process builds at a time; the others wait."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
