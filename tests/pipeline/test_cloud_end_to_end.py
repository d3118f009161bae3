"""A library from upload to dashboard, through everything that runs on AWS too."""

from __future__ import annotations

import json

import httpx
import pytest

from local.client import LibraryClient, Status
from local.cloud import LocalCloud
from local.starter import SAMPLE_LIBRARY

pytestmark = pytest.mark.cloud


def test_the_sample_library_becomes_a_whole_dashboard(client: LibraryClient) -> None:
    looks: list[Status] = []
    upload = client.upload(SAMPLE_LIBRARY)
    last = client.wait(upload.uuid, looks.append, interval=0.05)
    assert last.state == "complete"
    assert last.gaps == 0
    assert last.progress.processed_books == last.progress.total_books
    counts = [look.progress.processed_books for look in looks]
    assert counts == sorted(counts)
    dashboard = json.loads(client.dashboard(upload.uuid))
    assert dashboard["export_id"] == upload.uuid
    assert dashboard["summary"]["genre_enriched_books"] > 0


def test_page_and_api_share_one_origin(cloud: LocalCloud) -> None:
    page = httpx.get(cloud.address, timeout=60)
    assert page.headers["content-type"].startswith("text/html")
    assert cloud.deployment.endpoint in page.headers["content-security-policy"]
    assert httpx.get(f"{cloud.address}/api/health", timeout=60).json()["status"] == "ok"


def test_a_large_library_goes_straight_to_the_bucket(client: LibraryClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local.client.DIRECT_UPLOAD_LIMIT", 0)
    upload = client.upload(SAMPLE_LIBRARY)
    assert client.wait(upload.uuid, lambda _status: None).state == "complete"


def test_a_browser_may_send_a_file_to_the_bucket_from_the_page(cloud: LocalCloud) -> None:
    asked = httpx.post(f"{cloud.address}/api/uploads", json={"size": 10, "include_unread": False}).json()
    page = {"Origin": cloud.address}
    files = {"file": ("export.csv", b"Book Id,Ti")}
    sent = httpx.post(asked["upload"]["url"], data=asked["upload"]["fields"], files=files, headers=page)
    assert sent.is_success
    assert sent.headers["access-control-allow-origin"] in ("*", cloud.address)
