"""What a reader does with a running cloud: upload, watch, fetch, end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

PATIENCE_SECONDS = 240.0


@dataclass(frozen=True)
class Upload:
    """An accepted export."""

    uuid: str
    owner_token: str

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.owner_token}"}


@dataclass(frozen=True)
class Reader:
    """One reader, with a client whose base is a cloud's address."""

    http: httpx.Client

    def upload(self, csv: bytes, **options: str) -> Upload:
        answer = self.http.post("/api/upload", files={"csv": ("library.csv", csv)}, data=options)
        assert answer.status_code == 200, answer.text
        return Upload(answer.json()["uuid"], answer.json()["owner_token"])

    def status(self, uuid: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.http.get(f"/api/status/{uuid}").raise_for_status().json()
        return answer

    def watch(self, uuid: str, *, run: int = 1, every: float = 0.05) -> Iterator[dict[str, Any]]:
        """Every status until the run has ended, the last one included."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            status = self.status(uuid)
            yield status
            if status["status"] != "processing" and status["run"] >= run:
                return
            time.sleep(every)
        raise AssertionError(f"the run had not ended after {PATIENCE_SECONDS} s: {status}")

    def finish(self, uuid: str, *, run: int = 1) -> dict[str, Any]:
        """The status in which a run ends."""
        *_, last = self.watch(uuid, run=run)
        return last

    def dashboard(self, uuid: str) -> dict[str, Any]:
        answer = self.http.get(f"/api/data/{uuid}")
        assert answer.status_code == 200, answer.text
        loaded: dict[str, Any] = answer.json()
        return loaded
