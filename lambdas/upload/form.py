"""Reading the upload form out of a request."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from multipart import MultipartError, MultipartParser, parse_options_header

from lambdas.http import ApiError

LARGEST_FORM_FILE = 4 * 1024 * 1024
_ROOM_FOR_FORM = 64 * 1024


@dataclass(frozen=True, slots=True)
class UploadForm:
    """The file in the field `csv`, and whether books that are not read are enriched too."""

    csv: bytes
    include_unread: bool


def read_form(event: APIGatewayProxyEventV2) -> UploadForm:
    """The upload form of a request. ApiError 400 where there is none, 413 where the file is above 4 MB."""
    kind, options = parse_options_header(event.headers.get("content-type") or "")
    if kind != "multipart/form-data":
        raise ApiError(400, "not_a_form", "Send the file as multipart/form-data, in a field named `csv`.")
    boundary = options.get("boundary")
    if not boundary:
        raise ApiError(400, "no_boundary", "The Content-Type names no boundary; let your HTTP library set it.")
    body = _body(event)
    if len(body) > LARGEST_FORM_FILE + _ROOM_FOR_FORM:
        raise too_large()
    limit = len(body) + 1
    try:
        parser = MultipartParser(io.BytesIO(body), boundary, memory_limit=limit, spool_limit=limit)
        parts = {part.name: part for part in parser}
    except MultipartError:
        raise ApiError(400, "broken_form", "The form was cut off or is broken; send it again.") from None
    if "csv" not in parts:
        raise ApiError(400, "no_file", "The form has no field `csv`; put the export's file in it.")
    csv = parts["csv"].raw
    if len(csv) > LARGEST_FORM_FILE:
        raise too_large()
    option = parts["include_unread"].value if "include_unread" in parts else ""
    return UploadForm(csv, option.strip().lower() in {"1", "true", "on", "yes"})


def too_large() -> ApiError:
    """The answer to a file that is too large for a form: it names the way that takes it."""
    return ApiError(
        413,
        "too_large",
        "The file is above 4 MB. Ask POST /api/uploads for an address and send it there; that takes 50 MB.",
    )


def _body(event: APIGatewayProxyEventV2) -> bytes:
    body = event.body or ""
    return base64.b64decode(body) if event.is_base64_encoded else body.encode()
