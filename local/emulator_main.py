"""Runs ministack in its own environment so that functions start quickly, and a stop is quick and always saves.

    python -I emulator_main.py FOLDER

Left to itself ministack unpacks a function's archive for every environment it starts, which costs more than the
function's imports; here each archive is unpacked once, into FOLDER, and Python keeps what it compiled there.
At a stop it copies its state item by item, and writes it with the slow one of Python's JSON encoders. It names all that
it makes by bits from the kernel, a twentieth of its processor time in a run.
"""

from __future__ import annotations

import copy
import hashlib
import importlib
import json
import os
import random
import runpy
import shutil
import sys
import tempfile
import threading
import uuid
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, ClassVar


class UnpackedOnce(zipfile.ZipFile):
    """An archive whose unpacking makes a link to the one folder that holds its content.

    The link's parent is a function's temporary folder, `ministack-lambda-{function}-{random}`; of each function only
    the newest content is kept.
    """

    folder: ClassVar[Path]
    _one_at_a_time: ClassVar[threading.Lock] = threading.Lock()

    def extractall(
        self,
        path: str | os.PathLike[str] | None = None,
        members: Iterable[str | zipfile.ZipInfo] | None = None,
        pwd: bytes | None = None,
    ) -> None:
        """Make `path`, an empty folder, a link to the unpacked archive."""
        if path is None or members is not None or pwd is not None:
            raise NotImplementedError("only whole archives are unpacked, into a named folder")
        link = Path(path)
        function = link.parent.name.removeprefix("ministack-lambda-").rpartition("-")[0]
        with self._one_at_a_time:
            unpacked = self.folder / function / self._digest()
            if not unpacked.is_dir():
                shutil.rmtree(unpacked.parent, ignore_errors=True)
                unpacked.parent.mkdir(parents=True)
                partial = tempfile.mkdtemp(dir=self.folder)
                super().extractall(partial)
                Path(partial).rename(unpacked)
        link.rmdir()
        link.symlink_to(unpacked)

    def _digest(self) -> str:
        contents = [(entry.filename, entry.CRC, entry.file_size) for entry in self.infolist()]
        return hashlib.sha256(repr(contents).encode()).hexdigest()[:16]


def _dump_at_once(document: object, file: IO[str], *, default: Callable[[object], object] | None = None) -> None:
    """`json.dump`, through the encoder in C, which only `json.dumps` uses."""
    file.write(json.dumps(document, default=default))


def _without_copying(save: Callable[[object], None]) -> Callable[[object], None]:
    """Nothing is served any more when the state is saved, so it need not be copied to stay as it is."""

    def save_at_once(services: object) -> None:
        vars(copy)["deepcopy"] = lambda state: state
        save(services)

    return save_at_once


def _random_uuid() -> str:
    """A version 4 UUID; the kernel is not asked for each one's bits, as `uuid.uuid4` does."""
    return str(uuid.UUID(int=random.getrandbits(128), version=4))


def _beside(script: str) -> dict[str, Any]:
    return runpy.run_path(str(Path(__file__).with_name(script)))


def main(unpacked: Path) -> None:
    """Serve until told to stop."""
    UnpackedOnce.folder = unpacked
    runtime = importlib.import_module("ministack.core.lambda_runtime")
    vars(runtime)["zipfile"] = SimpleNamespace(ZipFile=UnpackedOnce, BadZipFile=zipfile.BadZipFile)
    vars(json)["dump"] = _dump_at_once
    vars(importlib.import_module("ministack.core.responses"))["new_uuid"] = _random_uuid
    _beside("emulator_feeding.py")["feed_as_aws_does"]()
    _beside("emulator_serving.py")["serve_quickly"]()
    application = importlib.import_module("ministack.app")
    vars(application)["save_all"] = _without_copying(application.save_all)
    sys.argv = ["ministack"]
    runpy.run_module("ministack", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
