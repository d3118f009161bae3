"""The site server: what CloudFront and API Gateway would answer."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.site import METHODS, build_site
from local.web_server import PortTakenError, WebServer, listen
from stacks.edge import BODY_LIMIT
from stacks.page_headers import content_security_policy

BUCKET = "http://127.0.0.1:4566"


async def echo(request: Request) -> Response:
    body = await request.body()
    seen = {
        "method": request.method,
        "path": request.scope["raw_path"].decode(),
        "query": request.url.query,
        "headers": dict(request.headers),
        "length": len(body),
    }
    if request.url.path.endswith("/zipped"):
        return Response(gzip.compress(b"dashboard"), 200, {"Content-Encoding": "gzip", "ETag": '"1"'})
    if request.url.path.endswith("/elsewhere"):
        return Response(status_code=307, headers={"Location": "http://127.0.0.1:1/object?signed"})
    return JSONResponse(seen, 418, headers={"Connection": "x-private", "X-Private": "1", "Keep-Alive": "1"})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    web = tmp_path_factory.mktemp("web")
    (web / "index.html").write_text("<title>home</title>")
    (web / "404.html").write_text("<title>nothing here</title>")
    (web / "charts.js").write_text("export {}")
    (web / "mark.svg").write_text("<svg/>")
    (web / "large.js").write_text("export const words = 'again';\n" * 100)
    gateway = WebServer(Starlette(routes=[Route("/{path:path}", echo, methods=METHODS)]), listen(0))
    gateway.start()
    server = WebServer(build_site(web, f"{gateway.address}/stage", BUCKET, web / "../sample.json"), listen(0))
    server.start()
    with httpx.Client(base_url=server.address) as client:
        yield client
    server.stop()
    gateway.stop()


def test_files_are_compressed_as_cloudfront_does_and_answers_of_the_api_are_not(site: httpx.Client) -> None:
    assert site.get("/large.js").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in site.get("/large.js", headers={"Accept-Encoding": "identity"}).headers
    assert "content-encoding" not in site.get("/charts.js").headers
    assert "content-encoding" not in site.get("/api/large", headers={"X-Padding": "again" * 400}).headers


@pytest.mark.parametrize(
    ("path", "status", "media_type"),
    [
        ("/", 200, "text/html; charset=utf-8"),
        ("/charts.js", 200, "text/javascript; charset=utf-8"),
        ("/mark.svg", 200, "image/svg+xml"),
        ("/d/0b5f3a8e-0000-4000-8000-000000000000", 200, "text/html; charset=utf-8"),
        ("/nothing", 404, "text/html; charset=utf-8"),
        ("/..%2fsample.json", 404, "text/html; charset=utf-8"),
        ("/sample.json", 200, "application/json"),
    ],
)
def test_files_have_their_types_and_every_answer_the_security_headers(
    site: httpx.Client, path: str, status: int, media_type: str
) -> None:
    answer = site.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, media_type)
    assert answer.headers["content-security-policy"] == content_security_policy(BUCKET)
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_api_answer_has_the_headers_that_are_not_about_pages(site: httpx.Client) -> None:
    answer = site.get("/api/health")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "content-security-policy" not in answer.headers


def test_an_unchanged_file_is_not_sent_again(site: httpx.Client) -> None:
    first = site.get("/charts.js")
    assert site.get("/charts.js", headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_a_host_of_another_name_is_refused(site: httpx.Client) -> None:
    assert site.get("/", headers={"Host": "books.example"}).status_code == 400


def test_a_request_reaches_the_api_as_it_was_sent(site: httpx.Client) -> None:
    answer = site.post(
        "/api/data/a%2Fb/books/isbn%2012?x=1&x=%20",
        content=b"1234",
        headers={"Authorization": "Bearer secret", "Connection": "close, X-Hop", "X-Hop": "1"},
    )
    assert answer.status_code == 418
    seen = answer.json()
    assert seen["method"] == "POST"
    assert seen["path"] == "/stage/api/data/a%2Fb/books/isbn%2012"
    assert seen["query"] == "x=1&x=%20"
    assert seen["length"] == 4
    assert seen["headers"]["authorization"] == "Bearer secret"
    assert "x-hop" not in seen["headers"]
    assert seen["headers"]["host"] != site.base_url.netloc.decode()


def test_a_header_that_is_not_ascii_passes(site: httpx.Client) -> None:
    seen = site.get("/api/echo", headers={b"If-None-Match": "ÚÜ".encode("latin-1")}).json()
    assert seen["headers"]["if-none-match"] == "ÚÜ"


def test_hop_by_hop_headers_of_the_answer_stay_behind(site: httpx.Client) -> None:
    answer = site.get("/api/health")
    assert "x-private" not in answer.headers
    assert "keep-alive" not in answer.headers


def test_an_encoded_answer_is_passed_on_encoded(site: httpx.Client) -> None:
    answer = site.get("/api/zipped")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["etag"] == '"1"'
    assert answer.text == "dashboard"


def test_a_redirect_is_the_clients_to_follow(site: httpx.Client) -> None:
    answer = site.get("/api/elsewhere")
    assert (answer.status_code, answer.headers["location"]) == (307, "http://127.0.0.1:1/object?signed")


def test_bodies_up_to_the_limit_pass_and_larger_ones_get_a_413_that_helps(site: httpx.Client) -> None:
    assert site.post("/api/upload", content=bytes(BODY_LIMIT)).json()["length"] == BODY_LIMIT
    refused = site.post("/api/upload", content=bytes(BODY_LIMIT + 1))
    assert refused.status_code == 413
    assert "/api/uploads" in refused.json()["error"]


def test_a_body_of_unknown_length_is_limited_too(site: httpx.Client) -> None:
    chunks = (bytes(1024 * 1024) for _ in range(8))
    assert site.post("/api/upload", content=chunks).status_code == 413


def test_the_sample_is_shown_once_it_exists(tmp_path: Path) -> None:
    (tmp_path / "index.html").touch()
    sample = tmp_path / "state.json"
    server = WebServer(build_site(tmp_path, "http://127.0.0.1:1", BUCKET, sample), listen(0))
    server.start()
    sample.write_text(json.dumps({"uuid": "u"}))
    answer = httpx.get(f"{server.address}/sample.json")
    server.stop()
    assert answer.json() == {"uuid": "u"}
    assert answer.headers["cache-control"] == "no-store"


def test_an_api_that_is_away_is_a_502(tmp_path: Path) -> None:
    server = WebServer(build_site(tmp_path, "http://127.0.0.1:1/stage", BUCKET, tmp_path / "none"), listen(0))
    server.start()
    answer = httpx.get(f"{server.address}/api/health")
    server.stop()
    assert answer.status_code == 502
    assert answer.json()["code"] == "unavailable"


def test_a_taken_port_is_said_at_once() -> None:
    with listen(0) as first:
        port = first.getsockname()[1]
        with pytest.raises(PortTakenError, match=str(port)):
            listen(port)
