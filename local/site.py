"""The page and the API on one origin, as CloudFront serves them: static files, `/api`, security headers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from local.proxy import NO_STORE, ApiProxy
from local.response_headers import API_HEADERS, page_headers
from stacks.site_files import MEDIA_TYPES

METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]


# CloudFront compresses the site's files from this size on, and leaves the API's answers as they come.
COMPRESSED = Middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)


class WebFiles(StaticFiles):
    """The files of the site, each with the type its name says, checked with the server before every use."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, 304, or the site's 404 page."""
        response = await super().get_response(path, scope)
        media_type = MEDIA_TYPES.get(Path(path).suffix or ".html")
        if isinstance(response, FileResponse) and response.status_code == 200 and media_type:
            response.headers["Content-Type"] = media_type
        response.headers["Cache-Control"] = "no-cache"
        return response


class ResponseHeaders:
    """Adds CloudFront's headers to every answer: one set for `/api`, one for the page and its files."""

    def __init__(self, app: ASGIApp, api: Mapping[str, str], page: Mapping[str, str]) -> None:
        self._app = app
        self._api = api
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request with the headers set."""
        headers = self._api if scope.get("path", "").startswith("/api/") else self._page

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def build_site(web: Path, api: str, bucket_origin: str, sample: Path) -> Starlette:
    """The site for the static files in `web` and the HTTP API at `api`.

    Presigned requests go to `bucket_origin`. `sample` is the file that `/sample.json` shows, `{"uuid": null}`
    while it is absent. `/d/…` is the page itself, which reads the address.
    """
    proxy = ApiProxy(api)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await proxy.close()

    def page(_request: Request) -> Response:
        return FileResponse(
            web / "index.html",
            headers={"Content-Type": MEDIA_TYPES[".html"], "Cache-Control": "no-cache"},
        )

    def sample_address(_request: Request) -> Response:
        if not sample.exists():
            return JSONResponse({"uuid": None}, headers=NO_STORE)
        return FileResponse(sample, media_type="application/json", headers=NO_STORE)

    return Starlette(
        routes=[
            Route("/api/{path:path}", proxy.forward, methods=METHODS),
            Route("/sample.json", sample_address),
            Route("/d/{path:path}", page, middleware=[COMPRESSED]),
            # The contract lies in `docs/` and is served from there, by links in `web/`.
            Mount("/", WebFiles(directory=web, html=True, follow_symlink=True), middleware=[COMPRESSED]),
        ],
        middleware=[
            Middleware(ResponseHeaders, api=API_HEADERS, page=page_headers(bucket_origin)),
            # A page elsewhere must not reach this one by a name of its own that resolves to 127.0.0.1.
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]),
        ],
        lifespan=lifespan,
    )
