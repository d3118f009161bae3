"""Deterministic zips: equal files give equal bytes, whenever and wherever they are packed."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

# The zip format's first instant, so no clock shows; Unix permissions that Lambda's user can read.
_INSTANT: Final = (1980, 1, 1, 0, 0, 0)
_FILE_MODE: Final = 0o100644
_LIBRARY_MODE: Final = 0o100755
_UNIX: Final = 3


def write_archive(archive: Path, files: Mapping[str, Path], *, compress: bool) -> None:
    """Write `files` (name within the zip → file) in the order of their names; replaces `archive` at once."""
    partial = archive.with_suffix(".partial")
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(partial, "w") as target:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _INSTANT)
            entry.compress_type = method
            entry.create_system = _UNIX
            entry.external_attr = (_LIBRARY_MODE if name.endswith(".so") else _FILE_MODE) << 16
            target.writestr(entry, files[name].read_bytes(), compresslevel=9 if compress else None)
    partial.replace(archive)
