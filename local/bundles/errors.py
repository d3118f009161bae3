"""Why a bundle could not be built."""

from __future__ import annotations

from pathlib import Path


class BundleError(Exception):
    """A bundle could not be built; the text says why."""


class UvMissingError(BundleError):
    """There is no uv to install dependencies with."""

    def __init__(self) -> None:
        super().__init__("uv was not found: run `make setup`, or name it in the environment variable UV")


class UvFailedError(BundleError):
    """uv ended with an error; `said` is what it wrote."""

    def __init__(self, command: str, status: int, said: str) -> None:
        self.said = said
        super().__init__(f"`{command}` ended with status {status}:\n{said}")


class ModuleMissingError(BundleError):
    """A file that a function carries imports a module of the project that does not exist."""

    def __init__(self, importer: Path, module: str) -> None:
        self.importer = importer
        self.module = module
        super().__init__(f"{importer} imports {module}, which does not exist")
