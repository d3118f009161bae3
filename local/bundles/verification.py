"""Whether a built bundle would start: its size, what its modules import, and on this machine the import itself."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from local.bundles.build import REPOSITORY, Bundle, Platform
from local.bundles.sources import function_sources, third_party_imports
from stacks.functions import FUNCTIONS

# Well below Lambda's 50 MB: what is larger starts late.
LARGEST_ARCHIVE: Final = 12_000_000
# What Lambda's Python brings besides the standard library.
RUNTIME_MODULES: Final = ("boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3")
_ARCHITECTURE: Final = "aarch64"
# The head of an ELF file: its magic, and at byte 18 the processor, in two bytes (183: aarch64; System V ABI).
_ELF: Final = b"\x7fELF"
_MACHINE: Final = slice(18, 20)
_AARCH64: Final = (183).to_bytes(2, "little")


def problems_of(name: str, bundle: Bundle, platform: Platform, root: Path = REPOSITORY) -> Iterator[str]:
    """What is wrong with the function `name`'s bundle, a sentence each."""
    size = bundle.archive.stat().st_size
    if platform is Platform.AWS and size > LARGEST_ARCHIVE:
        yield f"{name}: the archive is {size / 1e6:.1f} MB, above {LARGEST_ARCHIVE / 1e6:.0f} MB"
    with zipfile.ZipFile(bundle.archive) as archive:
        names = archive.namelist()
        foreign = [each for each in names if _is_foreign(archive, each)]
    yield from _missing_imports(name, names, root)
    if platform is Platform.AWS:
        yield from (f"{name}: {each} is not built for {_ARCHITECTURE}" for each in foreign)
    else:
        yield from _failed_import(name, bundle)


def _missing_imports(name: str, names: list[str], root: Path) -> Iterator[str]:
    present = {each.partition("/")[0].partition(".")[0] for each in names}
    wanted = third_party_imports(root, function_sources(root, name))
    for module in sorted(wanted - present - set(RUNTIME_MODULES) - set(sys.stdlib_module_names)):
        yield f"{name}: its modules import {module}, which its dependency group does not bring"


def _is_foreign(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a file is a program or library for another processor, whatever it is called."""
    with archive.open(name) as file:
        head = file.read(_MACHINE.stop)
    return head.startswith(_ELF) and head[_MACHINE] != _AARCH64


def _failed_import(name: str, bundle: Bundle) -> Iterator[str]:
    """Import the handler in a fresh interpreter that sees the bundle, the standard library and the SDK only."""
    with tempfile.TemporaryDirectory() as scratch:
        runtime = Path(scratch)
        for module in RUNTIME_MODULES:
            found = importlib.util.find_spec(module)
            if found is not None and found.origin is not None:
                origin = Path(found.origin)
                source = origin.parent if origin.name == "__init__.py" else origin
                (runtime / source.name).symlink_to(source)
        module = FUNCTIONS[name].handler.rpartition(".")[0]
        code = f"import sys; sys.path[:0] = [{str(bundle.folder)!r}, {scratch!r}]; import {module}"
        # Isolated and without `site`: no packages of this machine, and no caches written into the bundle.
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-B", "-c", code], capture_output=True, text=True, check=False
        )
    if done.returncode != 0:
        yield f"{name}: its handler does not import: {done.stderr.strip().splitlines()[-1]}"
