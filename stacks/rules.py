"""Rules: which events go to which queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sqs as sqs

from stacks.bus import EVENT_SOURCE
from stacks.stage import StageStack

# A replay changes nothing: events of a replay carry its name, and working rules want none.
_LIVE_ONLY: Final[Sequence[Mapping[str, object]]] = [{"exists": False}]
# The one kind of replay that does something is named so by the command line.
_REPROCESSING: Final[Sequence[Mapping[str, object]]] = [{"prefix": "reprocess-"}]
# EventBridge's own limits, stated: 24 hours, 185 attempts.
_LONGEST_TRIAL: Final = Duration.hours(24)
_MOST_TRIALS: Final = 185


def on_event(
    stack: StageStack, bus: events.IEventBus, detail_type: str, queue: sqs.Queue, undelivered: sqs.Queue
) -> None:
    """Send every live event of this type to `queue`."""
    _domain_rule(stack, f"On{detail_type}", bus, detail_type, queue, undelivered, replay_name=_LIVE_ONLY)


def on_reprocessing_replay(
    stack: StageStack, bus: events.IEventBus, detail_type: str, queue: sqs.Queue, undelivered: sqs.Queue
) -> None:
    """Send events of this type to `queue` when a replay that asks for re-processing repeats them."""
    _domain_rule(stack, f"OnReplayed{detail_type}", bus, detail_type, queue, undelivered, replay_name=_REPROCESSING)


def on_object(
    stack: StageStack, name: str, bucket_name: str, prefix: str, queue: sqs.Queue, undelivered: sqs.Queue
) -> None:
    """Send a message to `queue` for every object created below `prefix`."""
    rule = events.Rule(
        stack,
        name,
        event_pattern=events.EventPattern(
            source=["aws.s3"],
            detail_type=["Object Created"],
            detail={"bucket": {"name": [bucket_name]}, "object": {"key": [{"prefix": prefix}]}},
        ),
    )
    _deliver(rule, queue, undelivered)


def _domain_rule(
    stack: StageStack,
    name: str,
    bus: events.IEventBus,
    detail_type: str,
    queue: sqs.Queue,
    undelivered: sqs.Queue,
    *,
    replay_name: Sequence[Mapping[str, object]],
) -> None:
    rule = events.Rule(
        stack,
        name,
        event_bus=bus,
        event_pattern=events.EventPattern(source=[EVENT_SOURCE], detail_type=[detail_type]),
    )
    resource = rule.node.default_child
    assert isinstance(resource, events.CfnRule)
    # The L2's pattern has no field for it.
    resource.add_property_override("EventPattern.replay-name", replay_name)
    _deliver(rule, queue, undelivered)


def _deliver(rule: events.Rule, queue: sqs.Queue, undelivered: sqs.Queue) -> None:
    rule.add_target(
        targets.SqsQueue(
            queue, dead_letter_queue=undelivered, max_event_age=_LONGEST_TRIAL, retry_attempts=_MOST_TRIALS
        )
    )
