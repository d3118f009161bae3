"""That the simulation's world is built as the templates say."""

from __future__ import annotations

import pytest

from tests.simulation.template import (
    BUCKET,
    DEFAULT_BUS,
    DOMAIN_BUS,
    FAILURES,
    FILTERS,
    QUEUES,
    RULES,
    STREAM_BATCHES,
)
from tests.simulation.world import ASYNCHRONOUS_ATTEMPTS
from tests.stacks.templates import Templates, bucket_named


def test_every_rule_is_simulated(templates: Templates) -> None:
    deployed = []
    for rule in templates.resources("AWS::Events::Rule", "Pipeline"):
        bus = DOMAIN_BUS if "EventBusName" in rule.properties else DEFAULT_BUS
        for target in rule.properties["Targets"]:
            queue = target["Arn"]["Fn::GetAtt"][0][:-8].removesuffix("Queue")
            deployed.append((bus, dict(bucket_named(rule.properties["EventPattern"], BUCKET)), queue))
    simulated = [(rule.bus, dict(rule.pattern), rule.queue) for rule in RULES.values()]
    assert sorted(deployed, key=repr) == sorted(simulated, key=repr)


@pytest.mark.parametrize("function", FILTERS)
def test_stream_filters_and_batches_are_simulated(templates: Templates, function: str) -> None:
    assert templates.stream_filters(function) == FILTERS[function]
    assert templates.event_source(function, "Table").properties["BatchSize"] == STREAM_BATCHES[function]


@pytest.mark.parametrize("name", QUEUES)
def test_queues_are_simulated(templates: Templates, name: str) -> None:
    spec = QUEUES[name]
    queue = templates.one("AWS::SQS::Queue", name if name.endswith("Dlq") else f"{name}Queue")
    redrive = queue.properties["RedrivePolicy"]
    assert redrive["maxReceiveCount"] == spec.max_receives
    assert redrive["deadLetterTargetArn"]["Fn::GetAtt"][0][:-8] == spec.dead_letters
    assert queue.properties["VisibilityTimeout"] == spec.visibility
    assert templates.event_source(spec.consumer, queue.logical_id).properties["BatchSize"] == spec.batch


def test_records_of_failed_invocations_are_simulated(templates: Templates) -> None:
    deployed = {}
    for configuration in templates.resources("AWS::Lambda::EventInvokeConfig"):
        name = configuration.properties["FunctionName"]["Ref"]
        queue = configuration.properties["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0][
            :-8
        ].removesuffix("Queue")
        assert configuration.properties["MaximumRetryAttempts"] == ASYNCHRONOUS_ATTEMPTS - 1
        deployed[name] = queue
    assert deployed == {templates.function(name).logical_id: queue for name, queue in FAILURES.items()}
