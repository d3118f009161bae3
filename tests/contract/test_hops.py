"""Each hop of an event, by the real code, against golden files: stream record, bus entry, queue message, input.

A hop takes the golden file of the hop before it, so that no two can change together unseen. Every event goes to the
bus, where the archive takes it; those of `CONSUMED` go on to a queue. `GOLDEN=write pytest
tests/contract/test_hops.py` writes the files of what is made here anew (twice, where one hop changes the next).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from unittest.mock import MagicMock

import boto3
import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.stub import Stubber

from adapters.bus import EventBridgeBus
from adapters.parallel import in_parallel
from adapters.schedules import OneTimeSchedules, ScheduleTarget
from adapters.tables import CounterItem
from domain.events.codec import unpack
from domain.pipeline import deadline
from domain.pipeline.deadline import Checked
from domain.pipeline.ingest import Ingested
from domain.ports import Check
from lambdas.aggregate import handler as aggregate
from lambdas.deadline import handler as deadline_handler
from lambdas.eraser import handler as eraser
from lambdas.ingest import handler as ingest
from lambdas.messages import queued_book_of
from lambdas.relay import handler as relay
from tests.events_made import EXPORT_KEY, MOMENT, every_event
from tests.golden import compare, golden
from tests.hops import FIXED_ID, delivered, from_queue, stream_record

EVENTS = every_event()
CONSUMED = ("BookQueued", "ReprocessRequested", "ExportDeleted", "ExportUploaded")


class Context(LambdaContext):
    """What the runtime tells a handler of itself."""

    def __init__(self) -> None:
        self._function_name = "function"
        self._memory_limit_in_mb = 128
        self._invoked_function_arn = "arn:aws:lambda:us-east-1:000000000000:function:function"
        self._aws_request_id = FIXED_ID


@pytest.fixture(autouse=True)
def _namespace(monkeypatch: pytest.MonkeyPatch) -> None:
    """The relay emits metrics beside what is looked at here."""
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "GoodreadsStats/test")


@dataclass
class Recorder:
    """Stands for a stage; remembers how it was called."""

    answer: object
    calls: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, *arguments: object, **named: object) -> object:
        self.calls.append({"arguments": list(arguments), **named})
        return self.answer


def inflated(record: Any) -> object:
    """A record with its event's data readable: how it is deflated is the compressor's own affair."""
    image = record["dynamodb"]["NewImage"]
    data = unpack(base64.b64decode(image["d"]["B"]), None)
    return {**record, "dynamodb": {**record["dynamodb"], "NewImage": {**image, "d": data}}}


def published(records: Sequence[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The entries that the relay sends to the bus for stream records."""
    client = boto3.client("events", region_name="us-east-1")
    sent: list[dict[str, Any]] = []
    client.meta.events.register(
        "provide-client-params.events.PutEvents", lambda params, **_: sent.extend(params["Entries"])
    )
    monkeypatch.setattr(relay, "_bus", lambda: EventBridgeBus(client, "library", lambda _attempt: None, in_parallel))
    with Stubber(client) as stubber:
        stubber.add_response("put_events", {"FailedEntryCount": 0, "Entries": [{"EventId": FIXED_ID}] * len(records)})
        relay.handler({"Records": list(records)}, Context())
    return [{**entry, "Time": entry["Time"].isoformat()} for entry in sent]


@pytest.mark.parametrize("name", EVENTS)
def test_the_stream_shows_an_event_as_it_is_stored(name: str) -> None:
    compare(f"{name}.1-stream-record", stream_record(EVENTS[name]), seen_as=inflated)


@pytest.mark.parametrize("name", EVENTS)
def test_the_relay_publishes_what_the_stream_shows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (entry,) = published([golden(f"{name}.1-stream-record")], monkeypatch)
    compare(f"{name}.2-bus-entry", entry)


@pytest.mark.parametrize("name", CONSUMED)
def test_a_rule_hands_the_entry_on(name: str) -> None:
    compare(f"{name}.3-queue-message", delivered(golden(f"{name}.2-bus-entry")))


def test_enrich_reads_the_book() -> None:
    body = json.dumps(golden("BookQueued.3-queue-message"))
    compare("BookQueued.4-handler-input", asdict(queued_book_of(body)))


def test_a_book_that_the_progress_check_sends_is_read_the_same() -> None:
    sent = queued_book_of(deadline._message(EVENTS["BookQueued"]))
    assert json.loads(json.dumps(asdict(sent))) == golden("BookQueued.4-handler-input")


def test_ingest_starts_the_run_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Recorder(answer=True)
    monkeypatch.setattr(ingest, "wiring", MagicMock())
    monkeypatch.setattr(ingest, "ReprocessStart", lambda **_: stage)
    ingest.handler(from_queue(golden("ReprocessRequested.3-queue-message")), Context())
    compare("ReprocessRequested.4-handler-input", stage.calls)


def test_ingest_takes_a_replayed_upload_as_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Recorder(answer=2)
    monkeypatch.setattr(ingest, "wiring", MagicMock())
    monkeypatch.setattr(ingest, "ReprocessRequests", lambda **_: stage)
    replayed = {**golden("ExportUploaded.3-queue-message"), "replay-name": "reprocess-2026-11-24"}
    ingest.handler(from_queue(replayed), Context())
    compare("ExportUploaded.4-handler-input", stage.calls)


def test_ingest_reads_the_file_that_arrived(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Recorder(answer=Ingested.QUEUED)
    monkeypatch.setattr(ingest, "wiring", MagicMock())
    monkeypatch.setattr(ingest, "Ingest", lambda **_: stage)
    ingest.handler(from_queue(golden("ObjectCreated.3-queue-message")), Context())
    (call,) = stage.calls
    call["arguments"] = [asdict(file) for file in call["arguments"]]
    call["last_modified"] = str(call["last_modified"])
    compare("ObjectCreated.4-handler-input", stage.calls)


def test_the_eraser_sweeps_now_and_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    stage, queue = Recorder(answer=7), Recorder(answer=None)
    monkeypatch.setattr(eraser, "_stage", lambda: stage)
    monkeypatch.setattr(eraser, "wiring", MagicMock(**{"queue.return_value.send": queue}))
    eraser.handler(from_queue(golden("ExportDeleted.3-queue-message")), Context())
    compare("ExportDeleted.4-handler-input", stage.calls)
    ((again,),) = queue.calls[0]["arguments"]
    assert queue.calls[0]["delay_seconds"] == 900
    eraser.handler(from_queue(json.loads(again)), Context())
    assert stage.calls[1] == stage.calls[0]
    assert len(queue.calls) == 1, "the second sweep is the last"


@pytest.mark.parametrize("side", ["NewImage", "OldImage"])
def test_a_counter_is_stored_as_its_stream_shows_it(side: str) -> None:
    image = golden("CounterAtZero.1-stream-record")["dynamodb"][side]
    item = CounterItem()
    item.from_dynamodb_dict(image)
    assert item.to_dynamodb_dict() == image
    assert set(image) == {name for name, attribute in CounterItem.get_attributes().items() if not attribute.null}


def test_the_aggregator_reads_the_run_from_stream_and_nudge_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    stage, client = Recorder(answer=MagicMock()), MagicMock()
    monkeypatch.setattr(aggregate, "_stage", lambda: stage)
    monkeypatch.setattr(deadline_handler, "wiring", MagicMock())
    monkeypatch.setattr(deadline_handler, "aws", MagicMock(**{"functions.return_value": client}))
    record = golden("CounterAtZero.1-stream-record")
    export_key, _, run = record["dynamodb"]["Keys"]["pk"]["S"].partition("#")
    aggregate.handler({"Records": [record]}, Context())
    deadline_handler._start_aggregation(export_key, int(run))
    aggregate.handler(json.loads(client.invoke.call_args.kwargs["Payload"]), Context())
    compare("CounterAtZero.4-handler-input", stage.calls)
    assert stage.calls[0] == stage.calls[1]


def arranged(check: Check) -> dict[str, Any]:
    """The request by which a progress check is arranged."""
    client = boto3.client("scheduler", region_name="us-east-1")
    sent: list[dict[str, Any]] = []
    client.meta.events.register(
        "provide-client-params.scheduler.CreateSchedule", lambda params, **_: sent.append(params)
    )
    arn = "arn:aws:{}:us-east-1:000000000000:{}"
    target = ScheduleTarget(
        arn.format("lambda", "function:deadline"),
        arn.format("iam", "role/scheduler"),
        "deadlines",
        arn.format("sqs", "dead-letters"),
    )
    with Stubber(client) as stubber:
        stubber.add_response("create_schedule", {"ScheduleArn": arn.format("scheduler", "schedule/deadlines/check")})
        OneTimeSchedules(client, target).at(MOMENT, check)
    return {name: value for name, value in sent[0].items() if name != "ClientToken"}  # drawn by the SDK


def test_a_progress_check_is_arranged_with_all_that_the_next_must_know() -> None:
    check = Check(EXPORT_KEY, 2, 3, remaining_before=17, resent=True, nudged=False)
    compare("ProgressCheck.1-schedule", arranged(check))


def test_a_progress_check_is_read_the_same_from_its_schedule_and_each_dead_letter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = Recorder(answer=Checked.REARMED)
    monkeypatch.setattr(deadline_handler, "_stage", lambda _arn: stage)
    event = json.loads(golden("ProgressCheck.1-schedule")["Target"]["Input"])
    failure = {"requestContext": {"condition": "RetriesExhausted"}, "requestPayload": event, "responsePayload": {}}
    for form in (event, from_queue(event), from_queue(failure)):
        deadline_handler.handler(form, Context())
    scheduled, *dead = [[asdict(check) for check in call["arguments"]] for call in stage.calls]
    compare("ProgressCheck.4-handler-input", scheduled)
    assert dead == [scheduled, scheduled]
