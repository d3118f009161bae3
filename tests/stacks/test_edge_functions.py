"""The CloudFront Functions, run by Node as CloudFront runs them: one `handler(event)` in a bare scope."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from lambdas.upload.form import too_large
from stacks import edge
from stacks.site_files import SAMPLE, own_addresses, published_files
from stacks.synthesis import REPOSITORY, node_executable

RUN = "const fs=require('fs');const [code,event]=JSON.parse(fs.readFileSync(0));"
RUN += "process.stdout.write(JSON.stringify(new Function(code+';return handler')()(event)))"
PATHS = ["/index.html", "/library.html", "/books/index.html", "/app.js", "/vendor/plot.js"]


def answer(code: str, uri: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """What the function makes of a request."""
    request = {"uri": uri, "method": "GET", "headers": {k: {"value": v} for k, v in (headers or {}).items()}}
    done = subprocess.run(
        [str(node_executable()), "-e", RUN],
        input=json.dumps([code, {"request": request}]),
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("/", "/index.html"),
        ("/index.html", "/index.html"),
        ("/library", "/library.html"),
        ("/books", "/books/index.html"),
        ("/books/", "/books/index.html"),
        ("/vendor/plot.js", "/vendor/plot.js"),
        ("/d/0b5ba8c6-9c6e-4c28-9a3b-6d2f1a1a7f10", "/index.html"),
        ("/d/0b5ba8c6-9c6e-4c28-9a3b-6d2f1a1a7f10/books", "/index.html"),
        ("/d/0b5ba8c6-9c6e-4c28-9a3b-6d2f1a1a7f10/books/44767458", "/index.html"),
        ("/0123456789abcdef/scripts/main.js", "/0123456789abcdef/scripts/main.js"),
    ],
)
def test_an_address_finds_its_file(asked: str, served: str) -> None:
    assert answer(edge.site_request(PATHS), asked)["uri"] == served


def test_every_published_file_is_found_at_its_address() -> None:
    site = REPOSITORY / "web"
    code = edge.site_request(own_addresses(site))
    addresses = {file.address for file in published_files(site)}
    assert "/openapi.yaml" in addresses
    # One of those in the folder of the content stands for all of them.
    own = [address for address in addresses if address.count("/") == 1]
    for address in [*own, max(addresses, key=len), SAMPLE]:
        assert answer(code, address).get("uri") == address


@pytest.mark.parametrize(
    "asked", ["/nothing", "/library/", "/app.js/", "/vendor", "/constructor", "/__proto__", "/d", "/0123456789abcdef/"]
)
def test_an_address_without_a_file_is_answered_404_with_a_page(asked: str) -> None:
    given = answer(edge.site_request(PATHS), asked)
    assert given["statusCode"] == 404
    assert "no page here" in given["body"]["data"]


@pytest.mark.parametrize(
    ("length", "passes"), [(None, True), (0, True), (edge.BODY_LIMIT, True), (edge.BODY_LIMIT + 1, False)]
)
def test_a_body_above_the_limit_is_refused_in_the_apis_words(length: int | None, passes: bool) -> None:
    headers = {} if length is None else {"content-length": str(length)}
    given = answer(edge.api_request(), "/api/upload", headers)
    if passes:
        assert given["uri"] == "/api/upload"
    else:
        assert given["statusCode"] == 413
        assert json.loads(given["body"]["data"]) == edge.TOO_LARGE


def test_the_edge_and_the_function_say_the_same() -> None:
    refusal = too_large()
    assert (refusal.status, {"error": str(refusal), "code": refusal.code}) == (413, edge.TOO_LARGE)


def test_a_refused_body_would_not_have_fitted_a_function() -> None:
    base64 = (edge.BODY_LIMIT + 2) // 3 * 4
    assert base64 < 6 * 1024 * 1024


def test_too_many_files_are_told_at_synthesis() -> None:
    with pytest.raises(edge.EdgeCodeTooLongError):
        edge.site_request([f"/a-file-of-the-site-{number}.html" for number in range(400)])
