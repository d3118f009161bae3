"""Dead letters go back to where they came from, each sent before it is removed; what cannot go stays."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from adapters import aws
from adapters.queues import SqsQueue
from adapters.redriving import DeadLetters, Redrive, Redriven

pytestmark = pytest.mark.usefixtures("account")

QUEUES = (*DeadLetters, "EnrichmentDlq", "IngestDlq", "EnrichmentQueue", "IngestQueue", "EraseQueue", "CheckQueue")


@dataclass
class Invoked:
    """Lambda as far as redriving uses it: notes what it was invoked with, and fails on demand."""

    fails: bool = False
    events: list[tuple[str, Any]] = field(default_factory=list)
    puts_back: Callable[[], None] = lambda: None

    def invoke(self, **request: str) -> dict[str, str]:
        if self.fails:
            return {"FunctionError": "Unhandled"}
        self.events.append((request["FunctionName"], json.loads(request["Payload"])))
        self.puts_back()
        return {}


@dataclass
class Stage:
    """Every queue of a stage, and its functions."""

    functions: Invoked
    outputs: Mapping[str, str]

    def put(self, queue: str, *messages: object) -> None:
        bodies = [each if isinstance(each, str) else json.dumps(each) for each in messages]
        SqsQueue(aws.sqs(), self.outputs[f"{queue}Url"]).send(bodies)

    def redrive(self, queue: DeadLetters) -> Redriven:
        return Redrive(aws.sqs(), cast(Any, self.functions), self.outputs, wait_seconds=0)(queue)

    def read(self, queue: str) -> list[Any]:
        answer = aws.sqs().receive_message(QueueUrl=self.outputs[f"{queue}Url"], MaxNumberOfMessages=10)
        return [json.loads(each["Body"]) for each in answer.get("Messages", [])]

    def number(self, queue: str) -> int:
        return SqsQueue(aws.sqs(), self.outputs[f"{queue}Url"]).backlog()


@pytest.fixture
def stage() -> Stage:
    urls = {f"{name}Url": aws.sqs().create_queue(QueueName=str(name))["QueueUrl"] for name in QUEUES}
    names = {f"{name}FunctionName": name for name in ("Relay", "Aggregate")}
    return Stage(Invoked(), urls | names)


@pytest.mark.parametrize(
    ("queue", "event", "back"),
    [
        (DeadLetters.GIVE_UP, "BookQueued", "EnrichmentDlq"),
        (DeadLetters.GIVE_UP, "Object Created", "IngestDlq"),
        (DeadLetters.GIVE_UP, "ReprocessRequested", "IngestDlq"),
        (DeadLetters.UNDELIVERED, "BookQueued", "EnrichmentQueue"),
        (DeadLetters.UNDELIVERED, "Object Created", "IngestQueue"),
        (DeadLetters.UNDELIVERED, "ExportUploaded", "IngestQueue"),
        (DeadLetters.UNDELIVERED, "ExportDeleted", "EraseQueue"),
        (DeadLetters.ERASE, "ExportDeleted", "EraseQueue"),
    ],
)
def test_a_message_goes_back_to_its_queue(stage: Stage, queue: DeadLetters, event: str, back: str) -> None:
    message = {"detail-type": event, "detail": {"metadata": {"run": 1}}}
    stage.put(queue, message)
    assert stage.redrive(queue) == Redriven(moved=1, left=0)
    assert stage.read(back) == [message]
    assert stage.number(queue) == 0


@pytest.mark.parametrize("message", [{"export_key": "a", "run": 1}, {"requestPayload": {"export_key": "a"}}])
def test_a_check_goes_back_as_it_is(stage: Stage, message: object) -> None:
    stage.put(DeadLetters.SCHEDULER, message)
    assert stage.redrive(DeadLetters.SCHEDULER) == Redriven(moved=1, left=0)
    assert stage.read("CheckQueue") == [message]


def test_what_the_function_puts_back_stays(stage: Stage) -> None:
    record = {"dynamodb": {"Keys": {"pk": {"S": "a#1"}}}}
    stage.put(DeadLetters.RELAY_POISON, record)

    def put_back() -> None:
        time.sleep(0.02)
        stage.put(DeadLetters.RELAY_POISON, record)

    stage.functions.puts_back = put_back
    assert stage.redrive(DeadLetters.RELAY_POISON) == Redriven(moved=1, left=1)
    assert len(stage.functions.events) == 1


def test_more_messages_than_one_call_takes(stage: Stage) -> None:
    stage.put(DeadLetters.ERASE, *({"detail-type": "ExportDeleted", "detail": number} for number in range(23)))
    assert stage.redrive(DeadLetters.ERASE) == Redriven(moved=23, left=0)
    assert stage.number("EraseQueue") == 23


@pytest.mark.parametrize(
    ("queue", "message", "invoked"),
    [
        (DeadLetters.RELAY_POISON, {"eventID": "1"}, ("Relay", {"Records": [{"eventID": "1"}]})),
        (DeadLetters.AGGREGATE_POISON, {"eventID": "1"}, ("Aggregate", {"Records": [{"eventID": "1"}]})),
    ],
)
def test_a_function_gets_what_it_could_not_deal_with(
    stage: Stage, queue: DeadLetters, message: object, invoked: tuple[str, object]
) -> None:
    stage.put(queue, message)
    assert stage.redrive(queue) == Redriven(moved=1, left=0)
    assert stage.functions.events == [invoked]
    assert stage.number(queue) == 0


def test_what_fails_again_stays(stage: Stage) -> None:
    stage.functions.fails = True
    stage.put(DeadLetters.RELAY_POISON, {"eventID": "1"}, {"eventID": "2"})
    assert stage.redrive(DeadLetters.RELAY_POISON) == Redriven(moved=0, left=2)
    assert stage.number(DeadLetters.RELAY_POISON) == 2


@pytest.mark.parametrize("body", ["no json", '"text"', "{}", '{"detail-type": "Unheard"}', "[1]"])
@pytest.mark.parametrize("queue", [DeadLetters.GIVE_UP, DeadLetters.SCHEDULER])
def test_what_says_nothing_of_its_place_stays_and_holds_nothing_up(stage: Stage, queue: DeadLetters, body: str) -> None:
    stage.put(queue, body, {"detail-type": "BookQueued", "export_key": "a"})
    assert stage.redrive(queue) == Redriven(moved=1, left=1)
    assert stage.number(queue) == 1
