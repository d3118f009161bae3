"""Why a message failed is in the log, though the rest of its batch went on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lambdas.enrich import handler as enrich
from lambdas.give_up import handler as give_up
from lambdas.telemetry import logger
from tests.adapters.test_http_api import Context

BROKEN = {"detail-type": "BookQueued", "detail": {"metadata": {}}}


@pytest.mark.parametrize("handler", [give_up.handler, enrich.handler], ids=["give_up", "enrich"])
def test_why_a_message_failed_is_in_the_log(handler: Any, caplog: pytest.LogCaptureFixture) -> None:
    record = {
        "messageId": "1",
        "eventSource": "aws:sqs",
        "body": json.dumps(BROKEN),
        "attributes": {"ApproximateReceiveCount": "2"},
    }
    assert handler({"Records": [record]}, Context()) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    (told,) = [
        json.loads(logger.registered_handler.format(each))
        for each in caplog.records
        if each.getMessage() == "a message failed"
    ]
    assert told["level"] == "ERROR"
    assert "queued_book_of" in told["exception"]
