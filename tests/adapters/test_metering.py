"""The meter: each call, and what AWS bills of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from adapters import metering
from adapters.metering import CHUNK_BYTES, Metered, chunks, event_bytes, item_bytes

ITEM: dict[str, dict[str, Any]] = {
    "pk": {"S": "isbn#9780306406157"},
    "d": {"B": b"x" * 5000},
    "expires": {"N": "1800000000"},
}
SMALL: dict[str, Any] = {"pk": {"S": "a"}}


@pytest.fixture(autouse=True)
def meter() -> Iterator[None]:
    metering.install()
    metering.take()
    yield
    metering.take()


def call(service: Any, operation: str, answer: dict[str, Any], **params: Any) -> Metered:
    """Make one call over a new client that answers `answer`; what the meter says of it."""
    client = boto3.Session(region_name="us-east-1").client(service)
    with Stubber(client) as stubber:
        stubber.add_response(operation, answer)
        getattr(client, operation)(**params)
    return metering.take()


def test_capacity_is_asked_for_and_taken_as_told() -> None:
    told = {"ConsumedCapacity": [{"TableName": "events", "CapacityUnits": 4.0}, {"TableName": "c", "CapacityUnits": 2}]}
    client = boto3.Session(region_name="us-east-1").client("dynamodb")
    with Stubber(client) as stubber:
        stubber.add_response("transact_write_items", told, {"TransactItems": ANY, "ReturnConsumedCapacity": "TOTAL"})
        client.transact_write_items(TransactItems=[{"Put": {"TableName": "events", "Item": SMALL}}])
    assert metering.take() == Metered({"dynamodb.TransactWriteItems": 1}, {"write_units": 6000})


def test_half_a_unit_is_five_hundred_thousandths() -> None:
    told = {"ConsumedCapacity": {"TableName": "exports", "CapacityUnits": 0.5}}
    metered = call("dynamodb", "get_item", told, TableName="exports", Key=SMALL)
    assert metered.usage == {"read_units": 500}


def test_a_batch_read_that_tells_nothing_is_measured_by_its_items() -> None:
    keys = [{"pk": {"S": name}} for name in ("a", "b", "c")]
    answer = {"Responses": {"catalog": [ITEM, SMALL]}}
    metered = call("dynamodb", "batch_get_item", answer, RequestItems={"catalog": {"Keys": keys}})
    assert metered.usage == {"read_units": 1000 + 500 + 500}, "5 kB, a small one, an absent one"


def test_an_item_is_as_large_as_its_names_and_values() -> None:
    assert item_bytes(ITEM) == 2 + 18 + 1 + 5000 + 7 + 7


def test_an_event_of_more_than_64_kb_is_more_than_one() -> None:
    entry = {"Source": "s", "DetailType": "T", "Detail": "é" * (CHUNK_BYTES // 2)}
    assert event_bytes(entry) == 2 + CHUNK_BYTES
    metered = call("events", "put_events", {"FailedEntryCount": 0, "Entries": []}, Entries=[entry, entry])
    assert metered.usage == {"events": 4, "event_bytes": 2 * (2 + CHUNK_BYTES)}


def test_messages_are_counted_by_64_kb_of_a_request() -> None:
    entries = [{"Id": str(number), "MessageBody": "x" * 40_000} for number in range(2)]
    answer: dict[str, Any] = {"Successful": [], "Failed": []}
    assert call("sqs", "send_message_batch", answer, QueueUrl="q", Entries=entries).usage == {"messages": 2}


def test_objects_are_counted_by_the_class_of_the_request() -> None:
    assert call("s3", "put_object", {}, Bucket="b", Key="k", Body=b"").usage == {"object_puts": 1}
    assert call("s3", "get_object", {}, Bucket="b", Key="k").usage == {"object_gets": 1}
    assert call("s3", "delete_object", {}, Bucket="b", Key="k") == Metered({"s3.DeleteObject": 1}, {})


@pytest.mark.parametrize(("size", "number"), [(0, 1), (CHUNK_BYTES, 1), (CHUNK_BYTES + 1, 2)])
def test_a_started_chunk_is_a_whole_one(size: int, number: int) -> None:
    assert chunks(size) == number
