"""Queues: encrypted, over TLS only, and none without an end for what it cannot deliver."""

from __future__ import annotations

from typing import Final

from aws_cdk import CfnOutput, Duration
from aws_cdk import aws_sqs as sqs

from stacks.acknowledgements import acknowledge
from stacks.functions import FUNCTIONS
from stacks.stage import StageStack

# Receives count crashes only: a wait is a new message.
MAX_RECEIVES: Final = 5
# A message may keep its count when it moves to a dead-letter queue; what feeds from one must allow for that.
MAX_RECEIVES_OF_DEAD: Final = 2 * MAX_RECEIVES
# What AWS asks of a queue that feeds a function, in timeouts of the function.
VISIBILITY_FACTOR: Final = 6
# As long as SQS can.
_KEPT: Final = Duration.days(14)


class DeadLetterQueue(sqs.Queue):
    """A queue for what failed; nothing takes from it but an operator."""

    def __init__(self, stack: StageStack, name: str) -> None:
        super().__init__(
            stack,
            name,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=_KEPT,
        )
        acknowledge(self, "AwsSolutions-SQS3", "It is itself where undeliverable messages end.")
        _publish(stack, name, self)


class WorkingQueue(sqs.Queue):
    """A queue that feeds the function `consumer`; after `max_receives` a message moves to `dead_letters`."""

    def __init__(
        self,
        stack: StageStack,
        name: str,
        *,
        consumer: str,
        dead_letters: sqs.Queue,
        max_receives: int = MAX_RECEIVES,
    ) -> None:
        super().__init__(
            stack,
            name,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=_KEPT,
            visibility_timeout=Duration.seconds(VISIBILITY_FACTOR * FUNCTIONS[consumer].timeout),
            dead_letter_queue=sqs.DeadLetterQueue(queue=dead_letters, max_receive_count=max_receives),
        )
        _publish(stack, name, self)


def _publish(stack: StageStack, name: str, queue: sqs.Queue) -> None:
    CfnOutput(stack, f"{name}Url", value=queue.queue_url)
    stack.export_value(queue.queue_name)
