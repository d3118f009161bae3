"""What the page refuses to send is what the server would refuse, and never more."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from domain.exports import NotAnExport, recognise
from domain.exports.columns import GOODREADS_GENERATIONS, STORYGRAPH_23
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.browser

SAMPLE = (REPOSITORY / "local" / "sample" / "goodreads_library_export.csv").read_bytes()
CHECK = """async (files) => {
  const { objection } = await import("/scripts/data/checking.js");
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return Promise.all(files.map(async (text) => (await objection([new File([bytes(text)], "a.csv")])) !== null));
}"""


def refused_by_page(page: Page, files: list[bytes]) -> list[bool]:
    if page.url == "about:blank":
        page.goto("/")
    found: list[bool] = page.evaluate(CHECK, [base64.b64encode(file).decode() for file in files])
    return found


def refused_by_server(file: bytes) -> bool:
    try:
        recognise(file, complete=True)
    except NotAnExport:
        return True
    return False


def shapes(header: str, row: str) -> Iterator[bytes]:
    """A file as it comes from here and there."""
    for delimiter in ",;\t|":
        text = f"{header}\n{row}\n".replace(",", delimiter)
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"):
            yield text.encode(encoding)
        yield f"sep={delimiter}\r\n{text}".encode()
        yield f'\ufeff\ufeff"{text}'.encode()
        yield text.replace("\n", "\r").encode()
    yield f'"{header}"\n"{row}"\n'.encode()
    yield f"\n\n ,,\n{header}\n{row}\n".encode()
    yield f"{row}\n".encode()
    yield f"{', '.join(header.split(','))}\n{row}\n".encode()


def broken(file: bytes, chance: random.Random) -> bytes:
    """A file that something happened to."""
    damaged = bytearray(file[: chance.randrange(1, len(file))])
    for _ in range(chance.randrange(6)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def test_nothing_is_refused_that_the_server_takes(page: Page) -> None:
    chance = random.Random(7)
    headers = (
        *GOODREADS_GENERATIONS,
        STORYGRAPH_23,
        ("Title", "Author", "My Rating"),
        ("Title", "Authors", "Read Status"),
    )
    files = [file for header in headers for file in shapes(",".join(header), ",".join("x" for _ in header))]
    files += [SAMPLE, SAMPLE.split(b"\n", 1)[1]]
    files += [broken(chance.choice([*files, SAMPLE[:3000]]), chance) for _ in range(1500)]
    wrong = [
        file[:300]
        for file, refused in zip(files, refused_by_page(page, files), strict=True)
        if refused and not refused_by_server(file)
    ]
    assert wrong == []


def test_what_is_plainly_no_export_is_refused(page: Page) -> None:
    tables = [b"Name,Price\n1,2\n", b"Title;Year\nEmma;1815\n", b"just a line of text", b"Title,Authors\nEmma,Austen\n"]
    others = [b"%PDF-1.7", b"PK\x03\x04" + bytes(60), bytes(range(1, 256)) * 9, b"<html><body>Sign in</body></html>"]
    blanks = [b"", b"\n\n", b"\xef\xbb\xbf", b",,;;\n", "\ufeff ".encode("utf-16-le")]
    files = [*tables, *others, *blanks]
    assert all(map(refused_by_server, files))
    assert refused_by_page(page, files) == [True] * len(files)
