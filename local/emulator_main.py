"""Runs ministack in its own environment so that functions start quickly, and a stop is quick and always saves.

    python -I emulator_main.py FOLDER

Left to itself ministack unpacks a function's archive for every environment it starts, which costs more than the
function's imports; here each archive is unpacked once, into FOLDER, and Python keeps what it compiled there.
Its server waits three seconds for requests under way before it saves its state, copies that item by item, writes it
with the slow one of Python's JSON encoders, and afterwards stays as long as any function runs. A function that is cut
off is tried again after the next start, as on AWS.
"""

from __future__ import annotations

import copy
import hashlib
import importlib
import json
import os
import runpy
import shutil
import sys
import tempfile
import threading
import zipfile
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import IO, ClassVar, Protocol

PATIENCE_WITH_REQUESTS = 0.3  # seconds


class _Config(Protocol):
    graceful_timeout: float


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


def _leaving_at_once(
    serve: Callable[[object, _Config], Awaitable[None]],
) -> Callable[[object, _Config], Awaitable[None]]:
    async def serve_and_leave(app: object, config: _Config) -> None:
        config.graceful_timeout = PATIENCE_WITH_REQUESTS
        await serve(app, config)
        os._exit(0)  # serving ends with the state saved; an orderly exit would wait for the functions

    return serve_and_leave


def _dump_at_once(document: object, file: IO[str], *, default: Callable[[object], object] | None = None) -> None:
    """`json.dump`, through the encoder in C, which only `json.dumps` uses."""
    file.write(json.dumps(document, default=default))


def _without_copying(save: Callable[[object], None]) -> Callable[[object], None]:
    """Nothing is served any more when the state is saved, so it need not be copied to stay as it is."""

    def save_at_once(services: object) -> None:
        vars(copy)["deepcopy"] = lambda state: state
        save(services)

    return save_at_once


def main(unpacked: Path) -> None:
    """Serve until told to stop."""
    UnpackedOnce.folder = unpacked
    runtime = importlib.import_module("ministack.core.lambda_runtime")
    vars(runtime)["zipfile"] = SimpleNamespace(ZipFile=UnpackedOnce, BadZipFile=zipfile.BadZipFile)
    vars(json)["dump"] = _dump_at_once
    runpy.run_path(str(Path(__file__).with_name("emulator_feeding.py")))["feed_as_aws_does"]()
    application = importlib.import_module("ministack.app")
    vars(application)["save_all"] = _without_copying(application.save_all)
    server = importlib.import_module("hypercorn.asyncio")
    vars(server)["serve"] = _leaving_at_once(server.serve)
    sys.argv = ["ministack"]
    runpy.run_module("ministack", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
