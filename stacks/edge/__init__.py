"""The code that runs in CloudFront, with what it must know put in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

# A multipart body is a little longer than its 4 MB file; in base64 it must fit Lambda's 6 MB.
BODY_LIMIT: Final = 4 * 1024 * 1024 + 64 * 1024
TOO_LARGE: Final = {
    "error": "The file is above 4 MB. Ask POST /api/uploads for an address and send it there; that takes 50 MB.",
    "code": "too_large",
}
# Below it every address is the page itself, which reads the address.
PAGE_PREFIX: Final = "/d/"
# CloudFront's limit on a function's code, in bytes.
CODE_LIMIT: Final = 10_240
_MISSING: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>No such page</title>'
    '<h1>There is no page here</h1><p><a href="/">Go to the start page</a></p></html>'
)
_FOLDER: Final = Path(__file__).resolve().parent


class EdgeCodeTooLongError(Exception):
    """A function's code is longer than CloudFront takes."""


def api_request() -> str:
    """The code for the behaviour `/api/*`."""
    return _code("api_request.js", LIMIT=BODY_LIMIT, ANSWER=json.dumps(TOO_LARGE))


def site_request(paths: Sequence[str]) -> str:
    """The code for the site's behaviour; `paths` are what lies under its own address (`/index.html`)."""
    return _code("site_request.js", FILES=list(paths), PREFIX=PAGE_PREFIX, MISSING=_MISSING)


def _code(file: str, **values: object) -> str:
    code = (_FOLDER / file).read_text()
    for name, value in values.items():
        code = code.replace(f"__{name}__", json.dumps(value))
    if len(code.encode()) > CODE_LIMIT:
        raise EdgeCodeTooLongError(f"{file} is {len(code.encode())} bytes with its values, above {CODE_LIMIT}")
    return code
