"""Enrichment: each queued book is looked up, in batches, as fast as the sources allow."""

from __future__ import annotations

from typing import Final

from aws_cdk import CfnCondition, CfnParameter, Duration, Fn, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_sqs as sqs

from stacks import grants
from stacks.function import ServiceFunction, Surroundings, conditional_policy
from stacks.queues import WorkingQueue
from stacks.rules import on_event
from stacks.sources import SourceParameters
from stacks.stage import StageStack
from stacks.storage import StorageStack

# One counting transaction (98 outcomes; a hundred would take two), and four of Open Library's requests, 25 books each.
_BATCH: Final = 98


class Enrichment:
    """The function `enrich`, its queue and its rule. `dead_letters` is read by `give_up`."""

    def __init__(
        self,
        stack: StageStack,
        surroundings: Surroundings,
        sources: SourceParameters,
        dead_letters: sqs.Queue,
        undelivered: sqs.Queue,
    ) -> None:
        self.queue = WorkingQueue(stack, "EnrichmentQueue", consumer="enrich", dead_letters=dead_letters)
        self.function = ServiceFunction(
            stack,
            "enrich",
            surroundings,
            environment={
                "OPENLIBRARY_URL": sources.open_library_url.value_as_string,
                "GOOGLE_BOOKS_URL": sources.google_books_url.value_as_string,
                "GOOGLE_BOOKS_KEY_PARAMETER": sources.google_books_key.value_as_string,
                "GOOGLE_BOOKS_REQUESTS_PER_DAY": sources.google_books_per_day.value_as_string,
                **sources.pace,
            },
        )
        self.function.add_event_source(
            event_sources.SqsEventSource(
                self.queue,
                batch_size=_BATCH,
                max_batching_window=Duration.seconds(1),
                report_batch_item_failures=True,
                max_concurrency=stack.configuration.enrichment_concurrency,
            )
        )
        on_event(stack, surroundings.bus, "BookQueued", self.queue, undelivered)
        self._grants(surroundings.storage)
        _allow_reading_key(self.function, sources.google_books_key)

    def _grants(self, storage: StorageStack) -> None:
        function = self.function
        grants.allow_items(
            *(function, storage, "catalog"),
            *(grants.GET, grants.UPDATE, grants.BATCH_GET, grants.BATCH_WRITE),
        )
        grants.allow_items(function, storage, "events", grants.PUT)
        grants.allow_items(function, storage, "counters", grants.UPDATE)
        grants.allow_sending(function, self.queue, variable="ENRICHMENT_QUEUE_URL")


def _allow_reading_key(function: ServiceFunction, parameter: CfnParameter) -> None:
    """Read the key, where one is named. Decrypting with the account's own SSM key needs no grant."""
    stack = Stack.of(function)
    named = CfnCondition(
        stack,
        "HasGoogleBooksKey",
        expression=Fn.condition_not(Fn.condition_equals(parameter.value_as_string, "")),
    )
    arn = f"arn:{stack.partition}:ssm:{stack.region}:{stack.account}:parameter{parameter.value_as_string}"
    policy = conditional_policy(function, "ReadGoogleBooksKey", named)
    policy.add_statements(iam.PolicyStatement(actions=["ssm:GetParameter"], resources=[arn]))
