"""Reading invocations back from the lines that functions log."""

from __future__ import annotations

import datetime as dt
import json

import boto3
from botocore.stub import Stubber

from adapters.function_logs import FunctionLogs

START = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
END = START + dt.timedelta(minutes=5)
INVOKED = {
    "message": "invoked",
    "function_request_id": "r1",
    "aws_calls": {"events.PutEvents": 1},
    "usage": {"events": 3, "stream_records": 3},
    "duration_ms": 12.5,
    "cpu_ms": 4.0,
    "peak_mb": 53,
    "work": {"key": 3},
}


def test_lines_of_one_request_make_one_invocation() -> None:
    session = boto3.Session(region_name="us-east-1")
    logs, functions = session.client("logs"), session.client("lambda")
    published = json.dumps({"message": "published", "function_request_id": "r1"})
    unfinished = json.dumps({"message": "published", "function_request_id": "r2"})
    measured = json.dumps({"_aws": {}, "ExportsStarted": [1], "function_request_id": "r1"})
    invoked = json.dumps(INVOKED)
    lines = ["START RequestId: r1 Version: $LATEST", published, measured, unfinished, invoked + "\n"]
    window = {"logGroupName": "group", "startTime": 1_795_512_600_000, "endTime": 1_795_512_900_000}
    with Stubber(logs) as stubbed_logs, Stubber(functions) as stubbed_functions:
        stubbed_functions.add_response(
            "get_function_configuration",
            {"MemorySize": 512, "LoggingConfig": {"LogGroup": "group"}},
            {"FunctionName": "relay-1"},
        )
        stubbed_logs.add_response("filter_log_events", {"events": [{"message": line} for line in lines]}, window)
        read = FunctionLogs(logs, functions, {"RelayFunctionName": "relay-1", "BusName": "library"})
        (invocation,) = read.invocations(START, END)
    assert (invocation.function, invocation.memory_mb, invocation.peak_mb) == ("Relay", 512, 53)
    assert invocation.log_bytes == len(published) + len(measured) + len(invoked) + 3 * 26
    assert invocation.usage == INVOKED["usage"]
    assert invocation.share_of(frozenset({"key"})) == 1.0


def test_a_function_that_never_ran_has_no_log() -> None:
    session = boto3.Session(region_name="us-east-1")
    logs, functions = session.client("logs"), session.client("lambda")
    with Stubber(logs) as stubbed_logs, Stubber(functions) as stubbed_functions:
        stubbed_functions.add_response(
            "get_function_configuration", {"MemorySize": 512, "LoggingConfig": {"LogGroup": "group"}}
        )
        stubbed_logs.add_client_error("filter_log_events", "ResourceNotFoundException")
        read = FunctionLogs(logs, functions, {"RelayFunctionName": "relay-1"})
        assert list(read.invocations(START, END)) == []
