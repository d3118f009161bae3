"""The two stream consumers: the relay (event store → bus) and the aggregator (counter at zero → dashboard).

Both set a poison record aside themselves, whole, in a queue of their own: a failure destination would keep
only a pointer that expires with the stream after a day. So their mappings retry without limit, which is safe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from aws_cdk import Fn, Token
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as event_sources

from stacks import grants
from stacks.function import ServiceFunction, Surroundings
from stacks.queues import DeadLetterQueue
from stacks.stage import StageStack

# The one-machine cloud knows no bisecting: after this many seconds it lets a stuck batch go.
_LOCAL_RECORD_AGE: Final = 60
_NEW: Final[Mapping[str, object]] = {"eventName": ["INSERT"]}
_AT_ZERO: Final = {"remaining": {"N": ["0"]}}
_INSERTED_AT_ZERO: Final[Mapping[str, object]] = {"eventName": ["INSERT"], "dynamodb": {"NewImage": _AT_ZERO}}
_FELL_TO_ZERO: Final[Mapping[str, object]] = {
    "eventName": ["MODIFY"],
    "dynamodb": {"NewImage": _AT_ZERO, "OldImage": {"remaining": {"N": [{"anything-but": ["0"]}]}}},
}


def relaying(stack: StageStack, surroundings: Surroundings) -> ServiceFunction:
    """The function `relay`: every new event of the store goes to the bus."""
    poison = DeadLetterQueue(stack, "RelayPoisonQueue")
    function = ServiceFunction(stack, "relay", surroundings, environment={"BUS_NAME": surroundings.bus.event_bus_name})
    _consume(stack, function, surroundings.storage.events, batch_size=100, filters=[_NEW])
    function.allow(["events:PutEvents"], surroundings.bus.event_bus_arn)
    grants.allow_sending(function, poison, variable="RELAY_POISON_QUEUE_URL")
    return function


def aggregating(stack: StageStack, surroundings: Surroundings) -> ServiceFunction:
    """The function `aggregate`: a run whose last book has its outcome gets its dashboard."""
    storage = surroundings.storage
    poison = DeadLetterQueue(stack, "AggregatePoisonQueue")
    function = ServiceFunction(stack, "aggregate", surroundings)
    _consume(stack, function, storage.counters, batch_size=10, filters=[_FELL_TO_ZERO, _INSERTED_AT_ZERO])
    grants.allow_items(function, storage, "exports", grants.GET, grants.PUT)
    grants.allow_items(function, storage, "events", grants.QUERY, grants.PUT)
    grants.allow_items(function, storage, "counters", grants.GET)
    grants.allow_objects(function, storage, "processing", grants.GET_OBJECT)
    grants.allow_objects(function, storage, "data", grants.PUT_OBJECT, grants.DELETE_OBJECT)
    grants.allow_listing(function, storage)
    grants.allow_sending(function, poison, variable="AGGREGATE_POISON_QUEUE_URL")
    return function


def _consume(
    stack: StageStack,
    function: ServiceFunction,
    table: dynamodb.Table,
    *,
    batch_size: int,
    filters: Sequence[Mapping[str, object]],
) -> None:
    source = event_sources.DynamoEventSource(
        table,
        starting_position=lambda_.StartingPosition.TRIM_HORIZON,
        batch_size=batch_size,
        bisect_batch_on_error=True,
        filters=[lambda_.FilterCriteria.filter(pattern) for pattern in filters],
    )
    function.add_event_source(source)
    for child in function.node.find_all():
        if isinstance(child, lambda_.CfnEventSourceMapping):
            child.maximum_record_age_in_seconds = Token.as_number(
                Fn.condition_if(stack.is_local.logical_id, _LOCAL_RECORD_AGE, -1)
            )
