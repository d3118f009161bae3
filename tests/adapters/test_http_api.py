"""The HTTP functions as the gateway calls them: every answer, every refusal, and what they leave in the logs."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from adapters import aws, wiring
from adapters.chance import now
from domain.files import dashboard_key, evidence_key, owner_key, preview_key, raw_key, tombstone_key
from domain.lifecycle import Counter, ExportRecord, Status
from lambdas.library_api import handler as library_api
from lambdas.telemetry import logger
from lambdas.upload import handler as upload
from lambdas.upload.form import LARGEST_FORM_FILE

BUCKET = "data-bucket"
BOUNDARY = "----boundary"
EXPORT = b"Book Id,Title,Author,My Rating,Exclusive Shelf\n1,Dune,Frank Herbert,5,read\n"
UNKNOWN = "11111111-1111-4111-8111-111111111111"

pytestmark = pytest.mark.usefixtures("account")


class Context(LambdaContext):
    """What the runtime tells a handler of itself."""

    def __init__(self) -> None:
        self._function_name = "function"
        self._memory_limit_in_mb = 128
        self._invoked_function_arn = "arn:aws:lambda:us-east-1:000000000000:function:function"
        self._aws_request_id = "00000000-0000-4000-8000-00000000c0de"


@dataclass
class Answer:
    """A function's answer, decoded as a client would."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Api:
    """Both functions behind their routes."""

    tokens: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, *, body: bytes = b"", **headers: str) -> Answer:
        event = {
            "version": "2.0",
            "rawPath": path,
            "rawQueryString": "",
            "headers": {name.replace("_", "-"): value for name, value in headers.items()},
            "requestContext": {
                "http": {"method": method, "path": path},
                "stage": "$default",
                "requestId": "request-1",
            },
            "body": base64.b64encode(body).decode(),
            "isBase64Encoded": True,
        }
        function = upload.handler if "upload" in path else library_api.handler
        answer = function(event, Context())
        content = answer["body"].encode()
        if answer.get("isBase64Encoded"):
            content = base64.b64decode(content)
        found = {name.lower(): value for name, value in answer.get("headers", {}).items()}
        if found.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        return Answer(answer["statusCode"], found, content)

    def send(self, file: bytes, *, path: str = "/api/upload", name: str = "csv", **headers: str) -> Answer:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="x.csv"\r\n\r\n'
        form = head.encode() + file + f"\r\n--{BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self.call("POST", path, body=form, content_type=kind, **headers)


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    monkeypatch.setenv("DATA_BUCKET", BUCKET)
    wiring.settings.cache_clear()
    upload._stage.cache_clear()
    aws.s3().create_bucket(Bucket=BUCKET)
    yield Api()
    wiring.settings.cache_clear()


@pytest.fixture
def accepted(api: Api) -> dict[str, str]:
    answer: dict[str, str] = api.send(EXPORT).json
    return answer


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The lines that went to the function's log, as they are written there."""
    return [logger.registered_handler.format(record) for record in caplog.records if record.name == logger.name]


def record_of(uuid: str) -> ExportRecord:
    record = wiring.exports().find(uuid)
    assert record is not None
    return record


def publish(uuid: str) -> ExportRecord:
    """Make the export complete, with small stored views."""
    before = record_of(uuid)
    after = ExportRecord(
        export_key=before.export_key,
        uuid=before.uuid,
        owner_token_sha256=before.owner_token_sha256,
        created_at=before.created_at,
        correlation_id=before.correlation_id,
        status=Status.COMPLETE,
        revision=before.revision + 1,
        run_started_at=before.created_at,
        published_run=1,
        accepted_run=1,
        books_of=1,
        published_books_of=1,
        completed_at=now(),
    )
    wiring.counters().open(before, Counter(1, 0, not_found=1))
    assert wiring.exports().replace(before, after)
    book = {"book_id": "1", "title": "=Dune", "author": "Frank Herbert", "isbn13": None, "outcome": "not_found"}
    for key, view in (
        (dashboard_key(after.export_key, 1), {"books": [book]}),
        (owner_key(after.export_key, 1), {"books": [book | {"my_review": "mine"}]}),
        (evidence_key(after.export_key, 1), {"books": {"1": {"reason": "no_record"}}}),
    ):
        wiring.objects().put(key, gzip.compress(json.dumps(view).encode()))
    return after


def test_an_export_is_accepted(api: Api, accepted: dict[str, str]) -> None:
    assert set(accepted) == {"uuid", "status", "message", "owner_token"}
    assert (accepted["status"], accepted["message"]) == ("processing", "Upload successful, processing started")
    record = record_of(accepted["uuid"])
    stored = wiring.objects().get(raw_key(record.export_key, 1))
    assert stored is not None
    assert stored.body == EXPORT
    assert stored.metadata["uuid"] == accepted["uuid"]
    assert accepted["owner_token"] not in json.dumps(dict(stored.metadata))
    assert record.owner_token_sha256 == stored.metadata["owner-token-sha256"]


@pytest.mark.parametrize(
    ("file", "code", "says"),
    [
        (b"", "empty", "empty"),
        (b"Title,Price\nDune,3\n", "missing_columns", "Author"),
        (b"PK\x03\x04" + bytes(range(256)) * 4, "binary", "CSV"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web_page", "web page"),
    ],
)
def test_what_is_no_export_is_refused_with_what_is_missing(api: Api, file: bytes, code: str, says: str) -> None:
    answer = api.send(file)
    assert (answer.status, answer.json["code"]) == (400, code)
    assert says in answer.json["error"]


def test_a_form_without_the_file_is_refused(api: Api) -> None:
    assert api.send(EXPORT, name="file").json["code"] == "no_file"


def test_a_form_without_boundary_is_refused(api: Api) -> None:
    answer = api.call("POST", "/api/upload", body=b"x", content_type="multipart/form-data")
    assert (answer.status, answer.json["code"]) == (400, "no_boundary")


@pytest.mark.parametrize("kind", ["", "text/csv", "application/json"])
def test_what_is_no_form_is_refused(api: Api, kind: str) -> None:
    answer = api.call("POST", "/api/upload", body=EXPORT, content_type=kind)
    assert (answer.status, answer.json["code"]) == (400, "not_a_form")


def test_a_form_that_was_cut_off_is_refused(api: Api) -> None:
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    answer = api.call("POST", "/api/upload", body=f"--{BOUNDARY}\r\nContent-Disp".encode(), content_type=kind)
    assert (answer.status, answer.json["code"]) == (400, "broken_form")


def test_a_large_file_is_told_the_other_way(api: Api) -> None:
    answer = api.send(EXPORT + b"x" * LARGEST_FORM_FILE)
    assert (answer.status, answer.json["code"]) == (413, "too_large")
    assert "/api/uploads" in answer.json["error"]


def test_unread_books_may_be_asked_for(api: Api) -> None:
    part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="include_unread"\r\n\r\ntrue\r\n'
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csv"; filename="x"\r\n\r\n'
    form = part.encode() + file.encode() + EXPORT + f"\r\n--{BOUNDARY}--\r\n".encode()
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    answer = api.call("POST", "/api/upload", body=form, content_type=kind)
    assert record_of(answer.json["uuid"]).include_unread


def test_an_address_for_a_large_file(api: Api) -> None:
    answer = api.call("POST", "/api/uploads", body=b'{"size": 9000000}')
    assert answer.status == 200
    address = answer.json["upload"]
    record = record_of(answer.json["uuid"])
    assert address["fields"]["key"] == raw_key(record.export_key, 1)
    policy = json.loads(base64.b64decode(address["fields"]["policy"]))
    assert ["content-length-range", 1, 9000000] in policy["conditions"]
    assert api.call("GET", f"/api/status/{answer.json['uuid']}").json["message"] == "waiting for the file"


def test_a_size_may_be_written_as_any_json_integer(api: Api) -> None:
    assert api.call("POST", "/api/uploads", body=b'{"size": 5000000.0}').status == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"size": 9.5}', 400, "no_size"),
        (b'{"size": 1e999}', 400, "no_size"),
        (b'{"size": true}', 400, "no_size"),
        (b"{", 400, "not_json"),
        (b"{}", 400, "no_size"),
        (b'{"size": "9"}', 400, "no_size"),
        (b'{"size": 0}', 400, "no_size"),
        (b"[]", 400, "no_size"),
        (b'{"size": 50000001}', 413, "too_large"),
    ],
)
def test_a_bad_announcement_is_refused(api: Api, body: bytes, status: int, code: str) -> None:
    answer = api.call("POST", "/api/uploads", body=body)
    assert (answer.status, answer.json["code"]) == (status, code)


def test_a_newer_export_needs_its_owner_and_an_ended_run(api: Api, accepted: dict[str, str]) -> None:
    path, bearer = f"/api/data/{accepted['uuid']}/upload", f"Bearer {accepted['owner_token']}"
    assert api.send(EXPORT, path=path).status == 401
    assert api.send(EXPORT, path=path, authorization="Bearer wrong").status == 403
    assert api.send(EXPORT, path=path, authorization=bearer).json["code"] == "run_going"
    publish(accepted["uuid"])
    answer = api.send(EXPORT, path=path, authorization=bearer)
    assert (answer.status, answer.json["run"]) == (200, 2)
    record = record_of(accepted["uuid"])
    assert wiring.objects().get(raw_key(record.export_key, 2)) is not None
    assert api.call("GET", f"/api/data/{accepted['uuid']}").status == 200, "the published run is served meanwhile"


@pytest.fixture
def spent(account: None, api: Api, accepted: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """No more books are taken today."""
    publish(accepted["uuid"])
    monkeypatch.setenv("DAILY_BOOKS", "1")
    wiring.settings.cache_clear()
    assert wiring.book_budget().spend("0" * 24, 1, 1)


@pytest.mark.usefixtures("spent")
def test_no_upload_is_taken_over_the_days_budget(api: Api, accepted: dict[str, str]) -> None:
    newer, bearer = f"/api/data/{accepted['uuid']}/upload", f"Bearer {accepted['owner_token']}"
    announced = b'{"size": 5000}'
    answers = [
        api.send(EXPORT),
        api.call("POST", "/api/uploads", body=announced),
        api.send(EXPORT, path=newer, authorization=bearer),
        api.call("POST", newer, body=announced, authorization=bearer, content_type="application/json"),
    ]
    assert {(answer.status, answer.json["code"]) for answer in answers} == {(429, "daily_budget")}
    assert all(0 < int(answer.headers["retry-after"]) <= 86_400 for answer in answers)
    assert record_of(accepted["uuid"]).current_run == 1, "nothing was begun"


@pytest.mark.usefixtures("spent")
def test_what_is_no_export_is_told_so_before_the_budget(api: Api) -> None:
    assert api.send(b"").status == 400


def test_status_of_an_export_is_three_reads(
    api: Api, accepted: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    answer = api.call("GET", f"/api/status/{accepted['uuid']}")
    assert (answer.status, answer.json["status"], answer.json["run"]) == (200, "processing", 1)
    assert '"aws_calls":{"dynamodb.GetItem":3}' in logged(caplog)[-1]
    again = api.call("GET", f"/api/status/{accepted['uuid']}", if_none_match=answer.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    publish(accepted["uuid"])
    changed = api.call("GET", f"/api/status/{accepted['uuid']}", if_none_match=answer.headers["etag"])
    assert (changed.status, changed.json["status"], changed.json["gaps"]) == (200, "complete", 0)


@pytest.mark.parametrize("uuid", [UNKNOWN, "x", "..", "%00", "a" * 3000])
def test_an_unknown_export_is_not_found(api: Api, uuid: str) -> None:
    assert api.call("GET", f"/api/status/{uuid}").status == 404
    assert api.call("GET", f"/api/data/{uuid}").status == 404
    assert api.call("DELETE", f"/api/data/{uuid}", authorization="Bearer x").status == 404


def test_data_before_the_first_dashboard_is_the_preview(api: Api, accepted: dict[str, str]) -> None:
    before = api.call("GET", f"/api/data/{accepted['uuid']}")
    assert (before.status, before.json["preview"]) == (202, None)
    record = record_of(accepted["uuid"])
    wiring.objects().put(preview_key(record.export_key, 1), gzip.compress(b'{"books":[]}'))
    answer = api.call("GET", f"/api/data/{accepted['uuid']}")
    assert (answer.status, answer.json["preview"]) == (202, {"books": []})
    assert answer.headers["retry-after"] == "1"


def test_data_with_its_etag(api: Api, accepted: dict[str, str]) -> None:
    publish(accepted["uuid"])
    answer = api.call("GET", f"/api/data/{accepted['uuid']}")
    assert (answer.status, answer.json["books"][0]["title"]) == (200, "=Dune")
    again = api.call("GET", f"/api/data/{accepted['uuid']}", if_none_match=f"W/{answer.headers['etag']}")
    assert again.status == 304


def test_the_owners_view_needs_the_token(api: Api, accepted: dict[str, str]) -> None:
    path = f"/api/data/{accepted['uuid']}/owner"
    publish(accepted["uuid"])
    assert api.call("GET", path).status == 401
    assert api.call("GET", path, authorization="Bearer wrong").status == 403
    answer = api.call("GET", path, authorization=f"Bearer {accepted['owner_token']}")
    assert answer.json["books"][0]["my_review"] == "mine"
    assert answer.headers["cache-control"] == "private, no-store"


def test_one_book_with_its_evidence(api: Api, accepted: dict[str, str]) -> None:
    publish(accepted["uuid"])
    answer = api.call("GET", f"/api/data/{accepted['uuid']}/books/1")
    assert (answer.json["title"], answer.json["evidence"]) == ("=Dune", {"reason": "no_record"})
    assert api.call("GET", f"/api/data/{accepted['uuid']}/books/2").json["code"] == "book_not_found"


def test_unmatched_books_are_safe_in_a_spreadsheet(api: Api, accepted: dict[str, str]) -> None:
    publish(accepted["uuid"])
    answer = api.call("GET", f"/api/data/{accepted['uuid']}/unmatched.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = answer.body.decode("utf-8-sig").splitlines()
    assert rows[1] == "1,'=Dune,Frank Herbert,,not_found,no_record"


@pytest.mark.parametrize("body", [b"", b"{}", b'{"from":"nowhere"}', b"nonsense"])
def test_a_bad_request_to_reprocess(api: Api, accepted: dict[str, str], body: bytes) -> None:
    bearer = f"Bearer {accepted['owner_token']}"
    answer = api.call("POST", f"/api/data/{accepted['uuid']}/reprocess", body=body, authorization=bearer)
    assert answer.status == 400


def test_reprocessing(api: Api, accepted: dict[str, str]) -> None:
    path, bearer = f"/api/data/{accepted['uuid']}/reprocess", f"Bearer {accepted['owner_token']}"
    body = b'{"from":"normalise"}'
    assert api.call("POST", path, body=body).status == 401
    assert api.call("POST", path, body=body, authorization=bearer).json["code"] == "run_going"
    publish(accepted["uuid"])
    answer = api.call("POST", path, body=body, authorization=bearer)
    assert (answer.status, answer.json) == (202, {"uuid": accepted["uuid"], "run": 2})


def test_from_the_answer_to_a_delete_on_nothing_can_be_read(api: Api, accepted: dict[str, str]) -> None:
    record = publish(accepted["uuid"])
    path = f"/api/data/{accepted['uuid']}"
    assert api.call("DELETE", path).status == 401
    answer = api.call("DELETE", path, authorization=f"Bearer {accepted['owner_token']}")
    assert answer.json["message"] == "Data deleted successfully"
    assert "data/1/dashboard.json.gz" in answer.json["deleted_files"]
    assert api.call("GET", path).status == 404
    assert api.call("GET", f"/api/status/{accepted['uuid']}").json["error"] == "UUID not found"
    keys = [key for prefix in ("uploads", "processing", "data", "tombstones") for key in wiring.objects().keys(prefix)]
    assert keys == [tombstone_key(record.export_key)]


def test_health(api: Api) -> None:
    assert api.call("GET", "/api/health").json["status"] == "ok"


def test_nothing_at_an_address(api: Api) -> None:
    answer = api.call("GET", "/api/nothing")
    assert (answer.status, answer.json["code"]) == (404, "not_found")


def test_a_fault_of_ours_is_told_by_its_id_and_logged_once(
    api: Api, accepted: dict[str, str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(wiring, "counters", lambda: None)
    answer = api.call("GET", f"/api/status/{accepted['uuid']}")
    assert answer.status == 500
    assert answer.json["correlation_id"] == "request-1"
    assert sum('"a request failed"' in line for line in logged(caplog)) == 1
    assert "NoneType" not in answer.body.decode()


def test_logs_hold_neither_the_uuid_nor_the_token(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    accepted = api.send(EXPORT).json
    api.call("DELETE", f"/api/data/{accepted['uuid']}", authorization=f"Bearer {accepted['owner_token']}")
    lines = logged(caplog)
    assert len(lines) == 4, "each call logs what it did and that it was made"
    for name in (accepted["uuid"], accepted["owner_token"], "Dune"):
        assert not any(name in line for line in lines)
