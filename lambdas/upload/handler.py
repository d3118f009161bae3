"""upload: takes a library export in, or tells where to send a large one."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.event_handler import Response

from adapters import wiring
from adapters.chance import now
from adapters.fresh_names import new_names
from adapters.presigned import upload_address
from domain.exports import MAX_BYTES, NotAnExport, recognise
from domain.lifecycle import ExportRecord
from domain.log_names import shown
from domain.pacing import seconds_to_midnight
from domain.pipeline.accept import Acceptance, Accepted
from domain.pipeline.reprocess import RunGoingError
from lambdas.http import ApiError, find_export, json_body, json_response, require_owner, resolver
from lambdas.telemetry import logger, observed, works_for
from lambdas.upload.form import UploadForm, read_form

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

app = resolver()


@functools.cache
def _stage() -> Acceptance:
    return Acceptance(exports=wiring.exports(), objects=wiring.objects(), clock=now, new_names=new_names)


@app.post("/api/upload")
def upload() -> Response[str]:
    """A file of at most 4 MB in a form: checked at once, and taken in."""
    form = _recognised_form()
    _require_budget()
    accepted = _stage().take(form.csv, include_unread=form.include_unread)
    works_for(shown(accepted.uuid))
    logger.info("accepted", extra={"export": shown(accepted.uuid), "bytes": len(form.csv)})
    return json_response(200, _answer(accepted) | {"message": "Upload successful, processing started"})


@app.post("/api/uploads")
def open_upload() -> Response[str]:
    """An address to send a file of at most 50 MB to, within fifteen minutes."""
    size, include_unread = _announcement(json_body(app))
    _require_budget()
    accepted, record = _stage().open(include_unread=include_unread)
    works_for(shown(accepted.uuid))
    logger.info("opened", extra={"export": shown(accepted.uuid), "bytes": size})
    return json_response(200, _answer(accepted) | _address(record, size))


@app.post("/api/data/<uuid>/upload")
def upload_newer(uuid: str) -> Response[str]:
    """A newer export of the same library, in a form or, as JSON with `size`, by an address to send it to."""
    record = find_export(uuid, "Data not found")
    require_owner(app, record)
    is_announced = (app.current_event.headers.get("content-type") or "").startswith("application/json")
    if is_announced:
        size, include_unread = _announcement(json_body(app))
        _require_budget()
        record = _reopened(record, include_unread, by_address=True)
        more = _address(record, size)
    else:
        form = _recognised_form()
        _require_budget()
        record = _reopened(record, form.include_unread, by_address=False)
        _stage().store(record, form.csv)
        more = {"message": "Upload successful, processing started"}
    logger.info("took a newer export", extra={"export": shown(uuid), "run": record.current_run})
    return json_response(200, {"uuid": uuid, "status": "processing", "run": record.current_run} | more)


def _require_budget() -> None:
    """429 while no more books are taken today, with the time until they are."""
    if wiring.book_budget().is_spent():
        raise ApiError(
            429,
            "daily_budget",
            "As many books as are taken in a day were taken today. Come back tomorrow; days are counted in UTC.",
            {"Retry-After": str(seconds_to_midnight(now()))},
        )


def _recognised_form() -> UploadForm:
    form = read_form(app.current_event)
    try:
        recognise(form.csv, complete=True)
    except NotAnExport as refusal:
        raise ApiError(400, refusal.code, str(refusal)) from None
    return form


def _reopened(record: ExportRecord, include_unread: bool, *, by_address: bool) -> ExportRecord:
    try:
        return _stage().reopen(record, include_unread=include_unread, by_address=by_address)
    except RunGoingError:
        raise ApiError(409, "run_going", "This library is being processed; send the newer file afterwards.") from None


def _address(record: ExportRecord, size: int) -> dict[str, object]:
    address = upload_address(wiring.settings().data_bucket, record, size)
    return {"message": "waiting for the file", "upload": address}


def _announcement(body: object) -> tuple[int, bool]:
    size = _integer(body.get("size")) if isinstance(body, Mapping) else None
    if size is None or size < 1:
        raise ApiError(400, "no_size", "Send JSON with `size`, the file's length in bytes.")
    if size > MAX_BYTES:
        raise ApiError(413, "too_large", "The file is above 50 MB. Split it and upload the parts.")
    return size, isinstance(body, Mapping) and body.get("include_unread") is True


def _integer(value: object) -> int | None:
    """The integer that a JSON value is, which 5000000.0 is too; else None."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _answer(accepted: Accepted) -> dict[str, object]:
    return {"uuid": accepted.uuid, "status": "processing", "owner_token": accepted.owner_token}


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    return app.resolve(event, context)
