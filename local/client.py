"""The HTTP API as its users see it: what the page does, in Python."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

DIRECT_UPLOAD_LIMIT = 4 * 1024 * 1024  # larger files go straight to the bucket
POLL_INTERVAL = 0.25  # seconds between two looks at the status
PATIENCE = httpx.Timeout(60.0, connect=5.0)


class ApiError(Exception):
    """The API refused a request. `status` is HTTP's, `code` the API's machine word."""

    def __init__(self, status: int, code: str, text: str) -> None:
        self.status = status
        self.code = code
        self.text = text
        super().__init__(text)


class ApiUnreachableError(Exception):
    """Nothing answered at the address."""


@dataclass(frozen=True, slots=True)
class Upload:
    """An accepted file: the export's public name, and its owner's secret."""

    uuid: str
    owner_token: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the current run is, in books."""

    total_books: int
    processed_books: int
    enriched: int
    partial: int
    not_found: int
    failed: int


@dataclass(frozen=True, slots=True)
class Status:
    """An export's status. `state` is `processing`, `complete` or `error`; `error_code` says which error."""

    uuid: str
    state: str
    message: str
    progress: Progress
    error_code: str | None = None
    error_message: str | None = None

    @property
    def gaps(self) -> int:
        """Books that some or all asked sources failed to answer for."""
        return self.progress.partial + self.progress.failed


class LibraryClient:
    """A client of the API below one origin."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._http = httpx.Client(base_url=origin, timeout=PATIENCE, trust_env=False, follow_redirects=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def upload(self, file: Path, *, include_unread: bool = False) -> Upload:
        """Send a library export. Raises ApiError and ApiUnreachableError."""
        if file.stat().st_size > DIRECT_UPLOAD_LIMIT:
            return self._upload_to_bucket(file, include_unread)
        with file.open("rb") as content:
            request = self._http.build_request(
                "POST",
                "/api/upload",
                files={"csv": (file.name, content, "text/csv")},
                data={"include_unread": "true" if include_unread else "false"},
            )
            answer = self._send(request)
        return _upload(answer)

    def status(self, uuid: str) -> Status:
        """The status now. Raises ApiError (404 when there is no such export) and ApiUnreachableError."""
        said = self._send(self._http.build_request("GET", f"/api/status/{uuid}")).json()
        progress = said["progress"]
        counts = {name: int(progress[name]) for name in Progress.__dataclass_fields__}
        return Status(
            uuid=said["uuid"],
            state=said["status"],
            message=said["message"],
            progress=Progress(**counts),
            error_code=said.get("error_code"),
            error_message=said.get("error_message"),
        )

    def wait(self, uuid: str, told: Callable[[Status], None], *, interval: float = POLL_INTERVAL) -> Status:
        """Look at the status until the run has ended, telling each look; the last status."""
        while True:
            status = self.status(uuid)
            told(status)
            if status.state != "processing":
                return status
            time.sleep(interval)

    def dashboard(self, uuid: str) -> bytes:
        """The published dashboard's JSON. Raises ApiError, with status 202 while there is none yet."""
        answer = self._send(self._http.build_request("GET", f"/api/data/{uuid}"))
        if answer.status_code == httpx.codes.ACCEPTED:
            raise ApiError(202, "processing", "The library is still being processed.")
        return answer.content

    def _upload_to_bucket(self, file: Path, include_unread: bool) -> Upload:
        asked = {"size": file.stat().st_size, "include_unread": include_unread}
        answer = self._send(self._http.build_request("POST", "/api/uploads", json=asked))
        place = answer.json()["upload"]
        with file.open("rb") as content:
            files = {"file": (file.name, content)}
            self._send(self._http.build_request("POST", place["url"], data=place["fields"], files=files))
        return _upload(answer)

    def _send(self, request: httpx.Request) -> httpx.Response:
        try:
            answer = self._http.send(request)
        except httpx.TransportError as error:
            raise ApiUnreachableError(f"{self.origin} does not answer: {error}") from error
        if answer.is_error:
            raise _refusal(answer)
        return answer


def _refusal(answer: httpx.Response) -> ApiError:
    if answer.headers.get("content-type", "").startswith("application/json"):
        said = answer.json()
        return ApiError(answer.status_code, str(said.get("code", "unknown")), str(said.get("error", said)))
    return ApiError(answer.status_code, "unknown", f"the API answered {answer.status_code}")


def _upload(answer: httpx.Response) -> Upload:
    said = answer.json()
    return Upload(said["uuid"], said["owner_token"])
