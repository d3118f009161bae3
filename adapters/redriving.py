"""Dead letters back to where they came from: to the queue or the function that could not deal with them.

Every consumer is idempotent, so a message that was dealt with after all does no harm when it comes again.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from adapters.chance import now

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient
    from types_boto3_sqs import SQSClient

_AT_ONCE = 10
# A message that cannot be moved is seen again only after this.
_HIDDEN_SECONDS = 120
# SQS dates a message by a rounded millisecond.
_ROUNDING = dt.timedelta(milliseconds=5)


class DeadLetters(StrEnum):
    """The queues that are empty while all is well.

    What dies in enrichment and ingest is ended by `give_up`: those queues are no end and are not here.
    """

    GIVE_UP = "GiveUpDlq"
    UNDELIVERED = "UndeliveredDlq"
    ERASE = "EraseDlq"
    SCHEDULER = "SchedulerDlq"
    RELAY_POISON = "RelayPoisonQueue"
    AGGREGATE_POISON = "AggregatePoisonQueue"


class UndeliverableError(Exception):
    """A dead letter says nothing of where it belongs, or the function failed on it again."""


@dataclass(frozen=True, slots=True)
class ToQueue:
    """A message goes to the queue of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class ToFunction:
    """The function of this name is invoked with `event`."""

    name: str
    event: object


Destination = ToQueue | ToFunction


def _by_event(queues: Mapping[str, str]) -> Callable[[Any], Destination]:
    def destination(message: Any) -> Destination:
        try:
            return ToQueue(queues[message["detail-type"]])
        except (KeyError, TypeError):
            raise UndeliverableError from None

    return destination


def _record_for(function: str) -> Callable[[Any], Destination]:
    def destination(record: Any) -> Destination:
        return ToFunction(function, {"Records": [record]})

    return destination


def _undone_check(message: Any) -> Destination:
    """What a schedule asks for, or Lambda's report on the invocation that failed on it."""
    asked = message.get("requestPayload", message) if isinstance(message, Mapping) else None
    if not isinstance(asked, Mapping) or "export_key" not in asked:
        raise UndeliverableError
    return ToQueue("CheckQueue")


_DESTINATIONS: Mapping[DeadLetters, Callable[[Any], Destination]] = {
    DeadLetters.GIVE_UP: _by_event(
        {
            "BookQueued": "EnrichmentDlq",
            "Object Created": "IngestDlq",
            "ReprocessRequested": "IngestDlq",
            "ExportUploaded": "IngestDlq",
        }
    ),
    DeadLetters.UNDELIVERED: _by_event(
        {
            "BookQueued": "EnrichmentQueue",
            "Object Created": "IngestQueue",
            "ReprocessRequested": "IngestQueue",
            "ExportUploaded": "IngestQueue",
            "ExportDeleted": "EraseQueue",
        }
    ),
    DeadLetters.ERASE: _by_event({"ExportDeleted": "EraseQueue"}),
    DeadLetters.SCHEDULER: _undone_check,
    DeadLetters.RELAY_POISON: _record_for("Relay"),
    DeadLetters.AGGREGATE_POISON: _record_for("Aggregate"),
}
"""Where a message of each queue belongs, read from its body."""


@dataclass(frozen=True, slots=True)
class Redriven:
    """How many messages were moved, and how many stay."""

    moved: int
    left: int


@dataclass(frozen=True, slots=True)
class Redrive:
    """Redriving in one stage; `outputs` are those of its stacks."""

    sqs: SQSClient
    functions: LambdaClient
    outputs: Mapping[str, str]
    clock: Callable[[], dt.datetime] = now
    wait_seconds: int = 1
    """How long SQS asks all of its servers before a queue counts as empty."""

    def __call__(self, queue: DeadLetters) -> Redriven:
        """Move the messages that are in the dead-letter queue now, each sent before it is removed.

        What a consumer puts back meanwhile failed again, and stays.
        """
        url, began = self.outputs[f"{queue}Url"], self.clock()
        moved, seen = 0, set[str]()
        while messages := self._receive(url):
            fresh = [message for message in messages if message["MessageId"] not in seen]
            for message in fresh:
                seen.add(message["MessageId"])
                if _sent(message) > began + _ROUNDING:
                    continue
                try:
                    self._deliver(_DESTINATIONS[queue](_read(message["Body"])), message["Body"])
                except UndeliverableError:
                    continue
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                moved += 1
            if not fresh:
                break
        return Redriven(moved, len(seen) - moved)

    def _receive(self, url: str) -> list[Any]:
        answer = self.sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=_AT_ONCE,
            WaitTimeSeconds=self.wait_seconds,
            VisibilityTimeout=_HIDDEN_SECONDS,
            MessageSystemAttributeNames=["SentTimestamp"],
        )
        return list(answer.get("Messages", []))

    def _deliver(self, destination: Destination, body: str) -> None:
        match destination:
            case ToQueue(name):
                self.sqs.send_message(QueueUrl=self.outputs[f"{name}Url"], MessageBody=body)
            case ToFunction(name, event):
                answer = self.functions.invoke(
                    FunctionName=self.outputs[f"{name}FunctionName"], Payload=json.dumps(event)
                )
                if "FunctionError" in answer:
                    raise UndeliverableError


def _sent(message: Mapping[str, Any]) -> dt.datetime:
    return dt.datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1000, dt.UTC)


def _read(body: str) -> object:
    try:
        return json.loads(body)
    except json.JSONDecodeError:
        raise UndeliverableError from None
