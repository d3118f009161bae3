"""A function's archive is unpacked once, however many environments it gets."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import pytest

from local.emulator_main import UnpackedOnce


@pytest.fixture(autouse=True)
def unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "functions"
    folder.mkdir()
    monkeypatch.setattr(UnpackedOnce, "folder", folder, raising=False)
    return folder


def archive(path: Path, text: str) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("package/handler.py", text)
    return path


def environment(home: Path, file: Path, function: str = "enrich") -> Path:
    """The code folder of a new environment, as the emulator makes it."""
    code = Path(tempfile.mkdtemp(prefix=f"ministack-lambda-{function}-", dir=home)) / "code"
    code.mkdir()
    with UnpackedOnce(file) as opened:
        opened.extractall(code)
    return code


def test_environments_share_one_folder(tmp_path: Path, unpacked: Path) -> None:
    file = archive(tmp_path / "code.zip", "first = 1\n")
    first, second = environment(tmp_path, file), environment(tmp_path, file)
    assert (first / "package/handler.py").read_text() == "first = 1\n"
    assert first.resolve() == second.resolve()
    assert first.resolve().parent == unpacked / "enrich"


def test_new_code_replaces_the_functions_old_and_nothing_elses(tmp_path: Path, unpacked: Path) -> None:
    old = archive(tmp_path / "old.zip", "first = 1\n")
    environment(tmp_path, old)
    other = environment(tmp_path, old, "relay")
    new = environment(tmp_path, archive(tmp_path / "new.zip", "first = 2\n"))
    assert (new / "package/handler.py").read_text() == "first = 2\n"
    assert len(list((unpacked / "enrich").iterdir())) == 1
    assert (other / "package/handler.py").read_text() == "first = 1\n"


def test_parts_of_an_archive_are_not_asked_for(tmp_path: Path) -> None:
    file = archive(tmp_path / "code.zip", "")
    with UnpackedOnce(file) as opened, pytest.raises(NotImplementedError):
        opened.extractall(tmp_path, members=["package/handler.py"])
