"""That the simulation's world is built as the templates say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.simulation.template import (
    BUCKET,
    DEFAULT_BUS,
    DOMAIN_BUS,
    FILTERS,
    QUEUES,
    RULES,
    STREAM_BATCHES,
)
from tests.stacks.templates import Resource, Templates


def mapping(templates: Templates, function: str, source: str) -> Resource:
    """The event source mapping from a resource, by its logical id, to a function."""
    target = {"Ref": templates.function(function).logical_id}
    return next(
        each
        for each in templates.resources("AWS::Lambda::EventSourceMapping")
        if each.properties["FunctionName"] == target and source in json.dumps(each.properties["EventSourceArn"])
    )


def bucket_named(pattern: Mapping[str, Any]) -> Mapping[str, Any]:
    """A pattern with the simulation's bucket in the place of the deployed one."""
    detail = pattern.get("detail")
    return pattern if detail is None else {**pattern, "detail": {**detail, "bucket": {"name": [BUCKET]}}}


def test_every_rule_is_simulated(templates: Templates) -> None:
    deployed = []
    for rule in templates.resources("AWS::Events::Rule", "Pipeline"):
        bus = DOMAIN_BUS if "EventBusName" in rule.properties else DEFAULT_BUS
        for target in rule.properties["Targets"]:
            queue = target["Arn"]["Fn::GetAtt"][0][:-8].removesuffix("Queue")
            deployed.append((bus, dict(bucket_named(rule.properties["EventPattern"])), queue))
    simulated = [(rule.bus, dict(rule.pattern), rule.queue) for rule in RULES.values()]
    assert sorted(deployed, key=repr) == sorted(simulated, key=repr)


@pytest.mark.parametrize("function", FILTERS)
def test_stream_filters_and_batches_are_simulated(templates: Templates, function: str) -> None:
    properties = mapping(templates, function, "Table").properties
    deployed = [json.loads(each["Pattern"]) for each in properties["FilterCriteria"]["Filters"]]
    assert deployed == FILTERS[function]
    assert properties["BatchSize"] == STREAM_BATCHES[function]


@pytest.mark.parametrize("name", QUEUES)
def test_queues_are_simulated(templates: Templates, name: str) -> None:
    spec = QUEUES[name]
    queue = templates.one("AWS::SQS::Queue", name if name.endswith("Dlq") else f"{name}Queue")
    redrive = queue.properties["RedrivePolicy"]
    assert redrive["maxReceiveCount"] == spec.max_receives
    assert redrive["deadLetterTargetArn"]["Fn::GetAtt"][0][:-8] == spec.dead_letters
    assert queue.properties["VisibilityTimeout"] == spec.visibility
    assert mapping(templates, spec.consumer, queue.logical_id).properties["BatchSize"] == spec.batch
