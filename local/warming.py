"""Starts each function's first environment before a reader needs it: a cold one takes most of a second."""

from __future__ import annotations

import json
from typing import Final

from adapters import aws
from local.deployment import Deployment

_NO_RECORDS: Final[dict[str, object]] = {"Records": []}


def _request(method: str, path: str) -> dict[str, object]:
    """An HTTP API event, payload format 2.0, of a request without a body."""
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {},
        "requestContext": {
            "requestId": "warming",
            "stage": "$default",
            "http": {"method": method, "path": path, "sourceIp": "127.0.0.1"},
        },
        "isBase64Encoded": False,
    }


# In the order in which an upload needs them. None of these events does anything.
_EVENTS: Final = {
    "LibraryApi": _request("GET", "/api/health"),
    "Upload": _request("POST", "/api/upload"),
    "Ingest": _NO_RECORDS,
    "Relay": _NO_RECORDS,
    "Enrich": _NO_RECORDS,
    "Aggregate": _NO_RECORDS,
}


def warm_up(deployment: Deployment) -> None:
    """Invoke every function of the way from upload to dashboard once, without waiting for any."""
    functions = aws.functions(deployment.endpoint)
    for name, event in _EVENTS.items():
        functions.invoke(
            FunctionName=deployment.outputs[f"{name}FunctionName"],
            InvocationType="Event",
            Payload=json.dumps(event),
        )
