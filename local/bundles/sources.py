"""Which of the project's own files a function needs: the import closure of its handler."""

from __future__ import annotations

import ast
import functools
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from local.bundles.errors import ModuleMissingError

# The packages a function may carry; tests enforce that lambdas import nothing else of the project.
PACKAGES: Final = ("adapters", "domain", "events", "lambdas")
# The contracts are read as package data, which no import shows, by every producer and consumer.
_ALWAYS: Final = "events"
_NOT_AT_RUN_TIME: Final = frozenset({"examples"})


def tree_digest(root: Path) -> str:
    """A digest of every file of the packages: equal digests mean that no function's sources changed."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        for path in _files(root / package):
            digest.update(str(path.relative_to(root)).encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def function_sources(root: Path, name: str) -> list[Path]:
    """The project's files that `lambdas/{name}/handler.py` needs, relative to `root`, sorted.

    They are the modules it imports, directly or not (inside functions too, but not for type checking only),
    the packages around them, and the data files beside any of these.
    """
    modules: set[Path] = set()
    waiting = [root / "lambdas" / name / "handler.py", root / _ALWAYS / "__init__.py"]
    while waiting:
        path = waiting.pop()
        if path in modules:
            continue
        modules.add(path)
        waiting.extend(_parents(root, path))
        for found in _imports(path, _package_of(root, path)):
            waiting.extend(_resolve(root, path, found))
    files = set(modules)
    for folder in {path.parent for path in modules}:
        files.update(_data_files(folder))
    return sorted(path.relative_to(root) for path in files)


def third_party_imports(root: Path, sources: Iterable[Path]) -> set[str]:
    """The top-level modules that these files import from outside the project, the standard library included."""
    found = set[str]()
    for source in sources:
        if source.suffix == ".py":
            path = root / source
            found.update(each.name.partition(".")[0] for each in _imports(path, _package_of(root, path)))
    return found.difference(PACKAGES)


@dataclass(frozen=True, slots=True)
class _Import:
    """An absolute name that a file imports; one after `from … import` may be a module or something in one."""

    name: str
    is_module: bool


@functools.cache
def _imports(path: Path, package: str) -> frozenset[_Import]:
    """All that a file imports when it runs."""
    return frozenset(_imported(ast.parse(path.read_bytes()), package))


def _imported(node: ast.AST, package: str) -> Iterator[_Import]:
    match node:
        case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
            for other in node.orelse:
                yield from _imported(other, package)
        case ast.Import():
            yield from (_Import(alias.name, is_module=True) for alias in node.names)
        case ast.ImportFrom():
            origin = _origin(node, package)
            yield _Import(origin, is_module=True)
            yield from (_Import(f"{origin}.{alias.name}", is_module=False) for alias in node.names)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _imported(child, package)


def _origin(node: ast.ImportFrom, package: str) -> str:
    if node.level == 0:
        return node.module or ""
    parent = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1])
    return f"{parent}.{node.module}" if node.module else parent


def _resolve(root: Path, importer: Path, found: _Import) -> list[Path]:
    if found.name.partition(".")[0] not in PACKAGES:
        return []
    place = root.joinpath(*found.name.split("."))
    files = [path for path in (place.with_name(f"{place.name}.py"), place / "__init__.py") if path.is_file()]
    if found.is_module and not files and not place.is_dir():
        raise ModuleMissingError(importer.relative_to(root), found.name)
    return files


def _package_of(root: Path, path: Path) -> str:
    return ".".join(path.parent.relative_to(root).parts)


def _parents(root: Path, path: Path) -> Iterator[Path]:
    for folder in path.relative_to(root).parents:
        initial = root / folder / "__init__.py"
        if folder.parts and initial.is_file():
            yield initial


def _data_files(folder: Path) -> Iterator[Path]:
    """The files beside a module that are not modules, in folders that are not packages of their own too."""
    for path in folder.iterdir():
        if path.is_dir():
            if path.name not in _NOT_AT_RUN_TIME and not _is_package(path):
                yield from _data_files(path)
        elif path.suffix not in (".py", ".pyc"):
            yield path


def _is_package(folder: Path) -> bool:
    return folder.name == "__pycache__" or any(folder.glob("*.py"))


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path
