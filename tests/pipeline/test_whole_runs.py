"""The whole pipeline on the one-machine cloud, driven through its HTTP API as the page drives it."""

from __future__ import annotations

import csv
import io
import itertools
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.chance import now
from adapters.tables import EventItem
from benchmarks.cloud import settled_work_since
from benchmarks.made_library import made_entries, made_export
from local.cloud import LocalCloud
from tests.conftest import REPOSITORY
from tests.pipeline.readers import Reader

pytestmark = [pytest.mark.cloud, pytest.mark.timeout(300)]

MANY_BYTES = 50_000
COLUMNS = ["Book Id", "Title", "Author", "ISBN", "ISBN13", "My Rating", "Date Read", "Exclusive Shelf"]
SAMPLE = REPOSITORY / "local" / "sample" / "goodreads_library_export.csv"


@pytest.fixture
def reader(cloud: LocalCloud) -> Iterator[Reader]:
    with httpx.Client(base_url=cloud.address, timeout=60) as http:
        yield Reader(http)


def export(*rows: tuple[str, str, str]) -> bytes:
    """An export of (book id, title, shelf) rows."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([book_id, title, "Someone", "", "", "4", "2024/05/01", shelf] for book_id, title, shelf in rows)
    return text.getvalue().encode()


def outcomes(status: dict[str, Any]) -> int:
    progress = status["progress"]
    return int(sum(progress[name] for name in ("enriched", "partial", "not_found", "failed")))


def test_the_sample_library_is_found(reader: Reader) -> None:
    upload = reader.upload(SAMPLE.read_bytes())
    status = reader.finish(upload.uuid)
    assert status["status"] == "complete"
    assert status["progress"]["enriched"] == status["progress"]["total_books"] > 250
    summary = reader.dashboard(upload.uuid)["summary"]
    assert summary["genre_enrichment_rate"] > 90


@pytest.mark.parametrize("number", [0, 1, 2])
def test_few_books(reader: Reader, number: int) -> None:
    rows = [(str(n), f"Title {n}", "read") for n in range(number)]
    upload = reader.upload(export(*rows, ("99", "Later", "to-read")))
    status = reader.finish(upload.uuid)
    assert (status["status"], status["progress"]["total_books"], outcomes(status)) == ("complete", number, number)
    assert reader.dashboard(upload.uuid)["summary"]["total_books"] == number + 1


def test_more_than_one_shard_of_books(reader: Reader, cloud: LocalCloud) -> None:
    cloud.deployment.catalogue().put_many(made_entries(1001, now()))
    upload = reader.upload(made_export(1001))
    status = reader.finish(upload.uuid)
    assert (status["status"], status["progress"]["enriched"]) == ("complete", 1001)


def test_two_books_of_one_title_without_isbn_are_two_books(reader: Reader) -> None:
    upload = reader.upload(export(("1", "Poems", "read"), ("2", "Poems", "read")))
    assert outcomes(reader.finish(upload.uuid)) == 2


def test_a_duplicate_book_id_is_reported_and_counted_once(reader: Reader) -> None:
    upload = reader.upload(export(("1", "Dune", "read"), ("1", "Dune", "read"), ("2", "Emma", "read")))
    assert reader.finish(upload.uuid)["progress"]["total_books"] == 2
    owner = reader.http.get(f"/api/data/{upload.uuid}/owner", headers=upload.bearer).json()
    assert owner["metadata"]["csv_report"]["duplicates"] == 1


def test_status_never_goes_back_and_one_aggregator_runs(reader: Reader, cloud: LocalCloud) -> None:
    began = now()
    upload = reader.upload(made_export(900))
    seen = list(reader.watch(upload.uuid))
    order = {"processing": 0, "complete": 1, "error": 1}
    for earlier, later in itertools.pairwise(seen):
        assert order[later["status"]] >= order[earlier["status"]]
        for name in ("processed_books", "percent_complete", "enriched", "not_found"):
            assert later["progress"][name] >= earlier["progress"][name]
    assert len({status["progress"]["processed_books"] for status in seen}) > 2, "the counts move meanwhile"
    assert settled_work_since(cloud, began).invocations["Aggregate"] == 1


def real_files() -> list[Any]:
    """Each is a test of its own, a slow one from some hundred books on; absent, one test that skips."""
    folder = REPOSITORY.parent / "shared" / "data"
    paths = sorted(path for kind in ("goodreads", "storygraph") for path in folder.glob(f"{kind}/*.csv"))
    return [
        pytest.param(str(path.relative_to(folder)), marks=pytest.mark.slow if path.stat().st_size > MANY_BYTES else ())
        for path in paths
    ] or [pytest.param("goodreads")]


@pytest.mark.parametrize("name", real_files())
def test_real_exports_end_with_one_outcome_a_read_book(reader: Reader, shared_data: Path, name: str) -> None:
    upload = reader.upload((shared_data / name).read_bytes())
    status = reader.finish(upload.uuid)
    assert status["status"] == "complete"
    books = reader.dashboard(upload.uuid)["books"]
    read = [book for book in books if book["reading_status"] == "read"]
    assert outcomes(status) == status["progress"]["total_books"] == len(read)
    assert all(book["outcome"] is not None for book in read)
    assert all(book["outcome"] is None for book in books if book["reading_status"] != "read")


@pytest.mark.parametrize(("file", "code"), [(b"", "empty"), (b"a,b\n1,2\n", "missing_columns"), (bytes(300), "binary")])
def test_what_is_no_export_is_refused_at_once(reader: Reader, file: bytes, code: str) -> None:
    answer = reader.http.post("/api/upload", files={"csv": ("x.csv", file)})
    assert (answer.status_code, answer.json()["code"]) == (400, code)


@pytest.mark.parametrize("size", [4 * 1024 * 1024 + 200_000, 11_000_000])
def test_a_large_form_is_told_the_other_way(reader: Reader, size: int) -> None:
    answer = reader.http.post("/api/upload", files={"csv": ("x.csv", export() + b"x" * size)})
    assert answer.status_code == 413
    assert "/api/uploads" in answer.json()["error"]


def test_a_large_file_goes_straight_to_the_bucket(reader: Reader) -> None:
    file = made_export(300)
    opened = reader.http.post("/api/uploads", json={"size": len(file)}).raise_for_status().json()
    assert reader.status(opened["uuid"])["message"] == "waiting for the file"
    address = opened["upload"]
    sent = httpx.post(address["url"], data=address["fields"], files={"file": ("library.csv", file)}, timeout=60)
    assert sent.is_success, sent.text
    status = reader.finish(opened["uuid"])
    assert (status["status"], status["progress"]["total_books"]) == ("complete", 300)


def test_a_file_that_is_found_to_be_no_export_later_is_rejected(reader: Reader) -> None:
    file = b"a,b\n1,2\n"
    opened = reader.http.post("/api/uploads", json={"size": len(file)}).raise_for_status().json()
    httpx.post(opened["upload"]["url"], data=opened["upload"]["fields"], files={"file": ("x.csv", file)}, timeout=60)
    status = reader.finish(opened["uuid"])
    assert (status["status"], status["error_code"]) == ("error", "rejected")
    assert "Title" in status["error_message"]
    assert reader.http.get(f"/api/data/{opened['uuid']}").status_code == 404


def test_the_preview_comes_before_the_dashboard(reader: Reader) -> None:
    upload = reader.upload(made_export(900))
    for _ in reader.watch(upload.uuid, every=0.02):
        answer = reader.http.get(f"/api/data/{upload.uuid}")
        if answer.status_code == 202 and answer.json()["preview"]:
            assert len(answer.json()["preview"]["books"]) == 900
            break
    else:
        pytest.fail("no preview was seen")
    reader.finish(upload.uuid)


def test_what_did_not_change_is_not_sent_again(reader: Reader) -> None:
    upload = reader.upload(export(("1", "Dune", "read")))
    reader.finish(upload.uuid)
    for path in (f"/api/data/{upload.uuid}", f"/api/status/{upload.uuid}"):
        answer = reader.http.get(path)
        again = reader.http.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("start_from", ["normalise", "sources"])
def test_reprocessing_makes_a_new_run_under_the_same_link(reader: Reader, start_from: str) -> None:
    upload = reader.upload(SAMPLE.read_bytes())
    reader.finish(upload.uuid)
    before = reader.dashboard(upload.uuid)
    path = f"/api/data/{upload.uuid}/reprocess"
    answer = reader.http.post(path, json={"from": start_from}, headers=upload.bearer)
    assert (answer.status_code, answer.json()) == (202, {"uuid": upload.uuid, "run": 2})
    assert reader.finish(upload.uuid, run=2)["status"] == "complete"
    after = reader.dashboard(upload.uuid)
    assert after["metadata"]["run"] == 2
    assert after["books"] == before["books"]


def test_a_newer_export_keeps_link_and_token(reader: Reader) -> None:
    upload = reader.upload(export(("1", "Dune", "read")))
    reader.finish(upload.uuid)
    newer = export(("1", "Dune", "read"), ("2", "Emma", "read"))
    path = f"/api/data/{upload.uuid}/upload"
    answer = reader.http.post(path, files={"csv": ("x.csv", newer)}, headers=upload.bearer)
    assert answer.status_code == 200, answer.text
    assert reader.finish(upload.uuid, run=2)["progress"]["total_books"] == 2
    assert len(reader.dashboard(upload.uuid)["books"]) == 2


def test_a_deleted_export_is_gone_everywhere(reader: Reader, cloud: LocalCloud) -> None:
    upload = reader.upload(export(("1", "Dune", "read")))
    reader.finish(upload.uuid)
    found = cloud.deployment.exports().find(upload.uuid)
    assert found is not None
    key = found.export_key
    assert reader.http.delete(f"/api/data/{upload.uuid}").status_code == 401
    answer = reader.http.delete(f"/api/data/{upload.uuid}", headers=upload.bearer)
    assert answer.status_code == 200
    for path in (f"/api/data/{upload.uuid}", f"/api/status/{upload.uuid}", f"/api/data/{upload.uuid}/unmatched.csv"):
        assert reader.http.get(path).status_code == 404
    assert cloud.deployment.objects().keys(f"data/{key}/") == []
    deadline = time.monotonic() + 60
    while stored_events(key) != ["ExportDeleted"]:
        assert time.monotonic() < deadline, f"still stored: {stored_events(key)}"
        time.sleep(0.2)


def stored_events(export_key: str) -> list[str]:
    partitions = (f"{export_key}#life", f"{export_key}#1#0")
    return [item.n for partition in partitions for item in EventItem.query(partition)]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_ten_thousand_books(reader: Reader, cloud: LocalCloud) -> None:
    cloud.deployment.catalogue().put_many(made_entries(10_000, now()))
    upload = reader.upload(made_export(10_000))
    status = reader.finish(upload.uuid)
    assert (status["status"], status["progress"]["enriched"]) == ("complete", 10_000)
