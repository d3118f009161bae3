"""library_api: status, dashboard and owner's view of an export, and its end."""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.event_handler import Response

from adapters import wiring
from adapters.chance import now
from adapters.presigned import download_address
from domain.dashboard import EXPORTER_VERSION
from domain.dashboard.unmatched import unmatched_csv
from domain.events.lifecycle import ReprocessFrom
from domain.files import dashboard_key, evidence_key, owner_key, preview_key
from domain.lifecycle import ExportRecord, Status
from domain.lifecycle.status import status_of
from domain.log_names import shown
from domain.pipeline.erase import Deletion
from lambdas.http import (
    ApiError,
    empty_response,
    find_export,
    gzip_response,
    json_body,
    json_response,
    require_owner,
    resolver,
)
from lambdas.telemetry import logger, observed

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

LARGEST_ANSWER = 4 * 1024 * 1024

app = resolver()


@app.get("/api/health")
def health() -> Response[str]:
    """That the API answers, and its version."""
    return json_response(200, {"status": "ok", "version": EXPORTER_VERSION})


@app.get("/api/status/<uuid>")
def status(uuid: str) -> Response[str]:
    """How far the export's current run is: three GetItems."""
    record = find_export(uuid, "UUID not found")
    answer = _status(record)
    steady = {name: value for name, value in answer.items() if name != "estimated_completion"}
    etag = _etag(json.dumps(steady).encode())
    if _matches(etag):
        return empty_response(304, {"ETag": etag, "Cache-Control": "no-cache"})
    return json_response(200, answer, {"ETag": etag, "Cache-Control": "no-cache"})


@app.get("/api/data/<uuid>")
def data(uuid: str) -> Response[Any]:
    """The dashboard that was published last; before the first, what the file alone says."""
    record = find_export(uuid, "Data not found")
    if record.published_run is None:
        return _preview(record)
    return _stored(dashboard_key(record.export_key, record.published_run), "no-cache")


@app.get("/api/data/<uuid>/owner")
def owner(uuid: str) -> Response[Any]:
    """The owner's view: reviews, exact dates, shelves, and the report on the file."""
    record = find_export(uuid, "Data not found")
    require_owner(app, record)
    return _stored(owner_key(record.export_key, _published(record)), "private, no-store")


@app.get("/api/data/<uuid>/books/<book_id>")
def book(uuid: str, book_id: str) -> Response[str]:
    """One book with its evidence."""
    record = find_export(uuid, "Data not found")
    run = _published(record)
    shown_books = {each["book_id"]: each for each in _load(dashboard_key(record.export_key, run))["books"]}
    if book_id not in shown_books:
        raise ApiError(404, "book_not_found", "This library has no such book.")
    evidence = _load(evidence_key(record.export_key, run))["books"]
    return json_response(200, shown_books[book_id] | {"evidence": evidence.get(book_id)})


@app.get("/api/data/<uuid>/unmatched.csv")
def unmatched(uuid: str) -> Response[bytes]:
    """The books without an answer, with the reason."""
    record = find_export(uuid, "Data not found")
    run = _published(record)
    body = unmatched_csv(_load(dashboard_key(record.export_key, run)), _load(evidence_key(record.export_key, run)))
    disposition = {"Content-Disposition": 'attachment; filename="unmatched.csv"', "Cache-Control": "no-cache"}
    return Response(200, "text/csv; charset=utf-8", body, headers=disposition)


@app.post("/api/data/<uuid>/reprocess")
def reprocess(uuid: str) -> Response[str]:
    """A new run over the books that are there, from the sources or from what they said before."""
    # It brings the reading of exports along, which the functions of every other route do without.
    from domain.pipeline.reprocess import NothingToReprocessError, ReprocessRequests, RunGoingError

    record = find_export(uuid, "Data not found")
    require_owner(app, record)
    request = ReprocessRequests(exports=wiring.exports(), clock=now)
    cause = app.current_event.request_context.request_id
    try:
        run = request(record.export_key, cause=cause, start_from=_start_from(json_body(app)))
    except RunGoingError:
        raise ApiError(409, "run_going", "This library is being processed; ask again afterwards.") from None
    except NothingToReprocessError:
        raise ApiError(409, "nothing_to_reprocess", "There is nothing yet that could be processed again.") from None
    if run is None:
        raise ApiError(404, "not_found", "Data not found")
    logger.info("asked for a run", extra={"export": shown(uuid), "run": run})
    return json_response(202, {"uuid": uuid, "run": run})


def _start_from(body: object) -> ReprocessFrom:
    match body:
        case {"from": "sources"}:
            return "sources"
        case {"from": "normalise"}:
            return "normalise"
    raise ApiError(400, "no_from", "Send JSON with `from`: `sources` or `normalise`.")


@app.delete("/api/data/<uuid>")
def delete(uuid: str) -> Response[str]:
    """End an export: from the answer on nothing of it can be read."""
    record = find_export(uuid, "Data not found")
    require_owner(app, record)
    deletion = Deletion(exports=wiring.exports(), objects=wiring.objects(), clock=now)
    deleted = deletion(record.export_key)
    logger.info("deleted", extra={"export": shown(uuid), "files": len(deleted)})
    return json_response(200, {"message": "Data deleted successfully", "deleted_files": deleted})


def _status(record: ExportRecord) -> dict[str, object]:
    counter = wiring.counters().get(record.export_key, record.current_run)
    return status_of(record, counter, now())


def _published(record: ExportRecord) -> int:
    if record.published_run is None:
        raise ApiError(404, "not_published", "Data not found: no dashboard of this library is ready yet.")
    return record.published_run


def _preview(record: ExportRecord) -> Response[Any]:
    if record.status is Status.ERROR or record.not_received(now()):
        raise ApiError(404, "not_found", "Data not found")
    stored = wiring.objects().get(preview_key(record.export_key, record.current_run))
    answer = _status(record)
    body = {
        "status": answer["status"],
        "progress": answer["progress"],
        "preview": None if stored is None else json.loads(gzip.decompress(stored.body)),
    }
    packed = gzip.compress(json.dumps(body, ensure_ascii=False).encode(), compresslevel=1, mtime=0)
    return gzip_response(202, packed, {"Retry-After": "1", "Cache-Control": "no-store"})


def _stored(key: str, cache_control: str) -> Response[Any]:
    """A stored view as it lies there, or the address of one that is too large for an answer."""
    stored = wiring.objects().get(key)
    if stored is None:
        raise ApiError(404, "not_found", "Data not found")
    etag = _etag(stored.body)
    headers = {"ETag": etag, "Cache-Control": cache_control}
    if _matches(etag):
        return empty_response(304, headers)
    if len(stored.body) > LARGEST_ANSWER:
        location = download_address(wiring.settings().data_bucket, key)
        return empty_response(307, {"Location": location, "Cache-Control": "no-store"})
    return gzip_response(200, stored.body, headers)


def _load(key: str) -> Any:
    stored = wiring.objects().get(key)
    if stored is None:
        raise ApiError(404, "not_found", "Data not found")
    return json.loads(gzip.decompress(stored.body))


def _etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _matches(etag: str) -> bool:
    sent = app.current_event.headers.get("if-none-match") or ""
    return etag in {tag.strip().removeprefix("W/") for tag in sent.split(",")}


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    return app.resolve(event, context)
