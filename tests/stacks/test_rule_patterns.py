"""Each rule's and stream's pattern, read from the templates, against what is really emitted and what replays emit."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import pytest

from domain.files import books_key, dashboard_key, raw_key, tombstone_key
from tests.events_made import every_event
from tests.golden import golden
from tests.hops import delivered
from tests.simulation.matching import matches
from tests.stacks.templates import Templates, bucket_named

BUCKET = "the-data-bucket"
EVENTS = every_event()
LIVE = {"BookQueued": "EnrichmentQueue", "ReprocessRequested": "IngestQueue", "ExportDeleted": "EraseQueue"}
KEY = "3f1c9a52b7d04e68a1b2c3d4"


def queues_for(templates: Templates, event: Mapping[str, Any], *, of_the_account: bool = False) -> set[str]:
    """The queues whose rules take an event: on the library's bus, or on the account's own."""
    taken = set()
    for rule in templates.resources("AWS::Events::Rule"):
        on_default = "EventBusName" not in rule.properties
        if on_default is of_the_account and matches(bucket_named(rule.properties["EventPattern"], BUCKET), event):
            taken |= {target["Arn"]["Fn::GetAtt"][0][:-8] for target in rule.properties["Targets"]}
    return taken


def on_the_bus(name: str) -> dict[str, Any]:
    """An event as the bus offers it to its rules, out of what the relay sends it."""
    return delivered(golden(f"{name}.2-bus-entry"))


def passes(templates: Templates, function: str, record: Mapping[str, Any]) -> bool:
    """Whether a stream's record reaches its function."""
    return any(matches(pattern, record) for pattern in templates.stream_filters(function))


@pytest.mark.parametrize("name", EVENTS)
def test_a_live_event_reaches_who_works_on_it(templates: Templates, name: str) -> None:
    wanted = LIVE.get(name)
    assert queues_for(templates, on_the_bus(name)) == ({wanted} if wanted else set())


@pytest.mark.parametrize("replay", ["replay-1", "anything", "Reprocess-1", ""])
@pytest.mark.parametrize("name", EVENTS)
def test_a_replayed_event_reaches_nobody(templates: Templates, name: str, replay: str) -> None:
    assert queues_for(templates, on_the_bus(name) | {"replay-name": replay}) == set()


@pytest.mark.parametrize("name", EVENTS)
def test_a_replay_for_reprocessing_brings_uploads_to_ingest_alone(templates: Templates, name: str) -> None:
    queues = queues_for(templates, on_the_bus(name) | {"replay-name": "reprocess-2026-11-24"})
    assert queues == ({"IngestQueue"} if name == "ExportUploaded" else set())


@pytest.mark.parametrize("name", EVENTS)
def test_a_domain_event_of_someone_else_is_not_taken(templates: Templates, name: str) -> None:
    assert queues_for(templates, on_the_bus(name) | {"source": "someone-else"}) == set()
    assert queues_for(templates, on_the_bus(name), of_the_account=True) == set()


@pytest.mark.parametrize(
    ("bucket", "key", "queues"),
    [
        (BUCKET, raw_key(KEY, 1), {"IngestQueue"}),
        (BUCKET, books_key(KEY, 1), set()),
        (BUCKET, dashboard_key(KEY, 1), set()),
        (BUCKET, tombstone_key(KEY), set()),
        ("another-bucket", raw_key(KEY, 1), set()),
    ],
)
def test_of_the_files_only_uploads_reach_ingest(templates: Templates, bucket: str, key: str, queues: set[str]) -> None:
    event = copy.deepcopy(golden("ObjectCreated.3-queue-message"))
    event["detail"]["bucket"]["name"] = bucket
    event["detail"]["object"]["key"] = key
    assert queues_for(templates, event, of_the_account=True) == queues
    assert queues_for(templates, event) == set(), "files are told on the account's bus"


@pytest.mark.parametrize("kind", ["INSERT", "MODIFY", "REMOVE"])
@pytest.mark.parametrize("name", EVENTS)
def test_the_relay_sees_what_is_new_and_nothing_else(templates: Templates, name: str, kind: str) -> None:
    assert passes(templates, "relay", golden(f"{name}.1-stream-record") | {"eventName": kind}) is (kind == "INSERT")


@pytest.mark.parametrize(
    ("kind", "before", "after", "is_seen"),
    [
        ("MODIFY", "1", "0", True),
        ("MODIFY", "98", "0", True),
        ("MODIFY", "99", "1", False),
        ("MODIFY", "10", "10", False),
        ("MODIFY", "0", "0", False),
        ("INSERT", None, "0", True),
        ("INSERT", None, "361", False),
        ("REMOVE", "0", None, False),
    ],
)
def test_the_aggregator_sees_the_counter_that_became_zero(
    templates: Templates, kind: str, before: str | None, after: str | None, is_seen: bool
) -> None:
    record = copy.deepcopy(golden("CounterAtZero.1-stream-record")) | {"eventName": kind}
    for side, remaining in (("OldImage", before), ("NewImage", after)):
        if remaining is None:
            del record["dynamodb"][side]
        else:
            record["dynamodb"][side]["remaining"] = {"N": remaining}
    assert passes(templates, "aggregate", record) is is_seen
