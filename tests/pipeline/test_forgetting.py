"""After a delete no byte of the reader is anywhere that the cloud keeps anything."""

from __future__ import annotations

import base64
import binascii
import gzip
import re
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from adapters.tables import EventItem
from domain.pipeline.accept import token_digest
from local.cloud import LocalCloud
from local.folder import StateFolder
from local.options import CloudOptions, Sources
from tests.exports_made import EARTHSEA, csv_text
from tests.pipeline.readers import Reader, Upload

pytestmark = [pytest.mark.slow, pytest.mark.cloud, pytest.mark.timeout(400)]

PERSONAL = {
    "review": "what I alone thought of it",
    "notes": "lent to somebody I know",
    "shelf": "a-shelf-of-my-own",
    "date": "2019/07/13",
    "date as stored": "2019-07-13",
}
ROW = {
    **EARTHSEA,
    "Date Read": PERSONAL["date"],
    "Bookshelves": PERSONAL["shelf"],
    "My Review": PERSONAL["review"],
    "Private Notes": PERSONAL["notes"],
}
PACKED = re.compile(rb"[A-Za-z0-9+/]{24,}={0,2}")


@contextmanager
def cloud(folder: StateFolder) -> Iterator[tuple[LocalCloud, Reader]]:
    """A cloud over the folder, and its reader; everything it holds is written into the folder at the end."""
    options = CloudOptions(folder, sources=Sources.NONE, port=0, emulator_port=0, sample=False)
    with LocalCloud.start(options) as started, httpx.Client(base_url=started.address, timeout=60) as http:
        yield started, Reader(http)


def texts(file: Path) -> Iterator[bytes]:
    """What a file says, and what it says packed: gzipped, or deflated in base64 as rows keep their data."""
    body = file.read_bytes()
    yield gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
    for match in PACKED.finditer(body):
        yield from unpacked(match[0])


def unpacked(text: bytes) -> Iterator[bytes]:
    try:
        packed = base64.b64decode(text, validate=True)
    except binascii.Error:
        return
    yield packed
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            yield zlib.decompress(packed, window)
        except zlib.error:
            continue


def found(folder: StateFolder, wanted: dict[str, str]) -> set[str]:
    """The names of what is anywhere in the folder: tables, objects, queues, the archive, logs. Code is left out."""
    files = [path for path in folder.root.rglob("*") if path.is_file() and "functions" not in path.parts]
    names = set()
    for file in files:
        for text in texts(file):
            names |= {name for name, value in wanted.items() if value.encode() in text}
        names |= {name for name, value in wanted.items() if value in file.name}
    return names


def capabilities(upload: Upload) -> dict[str, str]:
    return {
        "uuid": upload.uuid,
        "owner token": upload.owner_token,
        "owner token's digest": token_digest(upload.owner_token),
    }


def erased(export_key: str) -> bool:
    left = [item.n for shard in ("life", "1#0", "2#0") for item in EventItem.query(f"{export_key}#{shard}")]
    return left == ["ExportDeleted"]


def test_nothing_of_a_deleted_export_is_left_anywhere(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "state")
    with cloud(folder) as (_, reader):
        upload = reader.upload(csv_text([ROW]).encode())
        reader.finish(upload.uuid)
        path = f"/api/data/{upload.uuid}/reprocess"
        assert reader.http.post(path, json={"from": "sources"}, headers=upload.bearer).status_code == 202
        reader.finish(upload.uuid, run=2)
    wanted = PERSONAL | capabilities(upload)
    assert found(folder, wanted) == set(wanted) - {"owner token"}, "the token is stored nowhere; all else is found"

    with cloud(folder) as (running, reader):
        record = running.deployment.exports().find(upload.uuid)
        assert record is not None
        assert reader.http.delete(f"/api/data/{upload.uuid}", headers=upload.bearer).status_code == 200
        deadline = time.monotonic() + 60
        while not erased(record.export_key):
            assert time.monotonic() < deadline
            time.sleep(0.2)
        time.sleep(2)  # the relay publishes the end, the logs are written
    assert found(folder, wanted) == set()
