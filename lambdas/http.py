"""What the HTTP functions share: the form of an error, and who may do what."""

from __future__ import annotations

import base64
import hmac
import json
import re
from typing import NoReturn

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response, content_types

from adapters import wiring
from domain.lifecycle import ExportRecord
from domain.log_names import shown
from lambdas.telemetry import logger, works_for

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class ApiError(Exception):
    """An answer that is an error: its status, what is wrong and what to do, and a code for machines."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers


def json_response(status: int, body: object, headers: dict[str, str] | None = None) -> Response[str]:
    """A JSON answer; never cached but where `headers` say so."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    all_headers = {"Cache-Control": "no-store", **(headers or {})}
    return Response(status, content_types.APPLICATION_JSON, text, headers=all_headers)


def empty_response(status: int, headers: dict[str, str]) -> Response[str]:
    """An answer that is all in its headers. Its body is empty and not absent: gateways take a text."""
    return Response(status, body="", headers=headers)


def gzip_response(status: int, packed: bytes, headers: dict[str, str]) -> Response[str]:
    """A JSON answer that is gzipped already."""
    text = base64.b64encode(packed).decode()
    response = Response(status, content_types.APPLICATION_JSON, text, headers=headers | {"Content-Encoding": "gzip"})
    response.base64_encoded = True
    return response


def resolver() -> APIGatewayHttpResolver:
    """A router whose errors have one form, and whose own faults are logged once and told by their id."""
    app = APIGatewayHttpResolver()

    def refused(error: ApiError) -> Response[str]:
        return json_response(error.status, {"error": error.message, "code": error.code}, error.headers)

    def not_found(_error: Exception) -> Response[str]:
        return json_response(404, {"error": "There is nothing at this address.", "code": "not_found"})

    def fault(_error: Exception) -> Response[str]:
        correlation_id = app.current_event.request_context.request_id
        logger.exception("a request failed", extra={"request_id": correlation_id})
        message = f"Something on our side went wrong. If it stays so, tell us this id: {correlation_id}."
        return json_response(500, {"error": message, "code": "internal", "correlation_id": correlation_id})

    app.exception_handler(ApiError)(refused)
    app.not_found(not_found)
    app.exception_handler(Exception)(fault)
    return app


def json_body(app: APIGatewayHttpResolver) -> object:
    """The JSON that a request carries. ApiError 400 where it carries none."""
    try:
        return app.current_event.json_body
    except ValueError:
        raise ApiError(400, "not_json", "The body is not JSON.") from None


def find_export(uuid: str, missing: str) -> ExportRecord:
    """The export that a public uuid names. ApiError 404 with `missing` where there is none."""
    record = wiring.exports().find(uuid) if _UUID.fullmatch(uuid) else None
    if record is None:
        raise ApiError(404, "not_found", missing)
    works_for(shown(uuid))
    return record


def require_owner(app: APIGatewayHttpResolver, record: ExportRecord) -> None:
    """Refuse a request without the export's owner token: 401 where there is none, 403 where it is wrong."""
    from domain.pipeline.accept import token_digest  # it brings the reading of exports along

    scheme, _, token = (app.current_event.headers.get("authorization") or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        _refuse(401, "owner_token_missing", "This needs the owner token, as `Authorization: Bearer <token>`.")
    if not hmac.compare_digest(token_digest(token.strip()), record.owner_token_sha256 or ""):
        _refuse(403, "owner_token_wrong", "The owner token is not this library's.")


def _refuse(status: int, code: str, message: str) -> NoReturn:
    raise ApiError(status, code, message)
