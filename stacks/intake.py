"""Intake: an uploaded export, or the wish to process one again, becomes a run."""

from __future__ import annotations

from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_sqs as sqs

from stacks import grants
from stacks.endings import Deadline
from stacks.function import ServiceFunction, Surroundings
from stacks.queues import WorkingQueue
from stacks.rules import on_event, on_object, on_reprocessing_replay
from stacks.sources import SourceParameters
from stacks.stage import StageStack
from stacks.storage import StorageStack


class Intake:
    """The function `ingest`, its queue and its rules. `dead_letters` is read by `give_up`."""

    def __init__(
        self,
        stack: StageStack,
        surroundings: Surroundings,
        sources: SourceParameters,
        deadline: Deadline,
        dead_letters: sqs.Queue,
        undelivered: sqs.Queue,
    ) -> None:
        self.queue = WorkingQueue(stack, "IngestQueue", consumer="ingest", dead_letters=dead_letters)
        self.function = ServiceFunction(
            stack,
            "ingest",
            surroundings,
            environment={
                "DEADLINE_FUNCTION_ARN": deadline.function.function_arn,
                "MAX_BOOKS": str(stack.configuration.max_books),
                "DAILY_BOOKS": str(stack.configuration.daily_books),
                **sources.pace,
            },
        )
        # One export a message: a batch would let one export's failure return another's.
        self.function.add_event_source(
            event_sources.SqsEventSource(self.queue, batch_size=1, report_batch_item_failures=True)
        )
        self._rules(stack, surroundings, undelivered)
        self._grants(surroundings.storage, deadline)

    def _rules(self, stack: StageStack, surroundings: Surroundings, undelivered: sqs.Queue) -> None:
        bucket_name = surroundings.storage.bucket.bucket_name
        on_object(stack, "OnUploadedObject", bucket_name, "uploads/", self.queue, undelivered)
        on_event(stack, surroundings.bus, "ReprocessRequested", self.queue, undelivered)
        on_reprocessing_replay(stack, surroundings.bus, "ExportUploaded", self.queue, undelivered)

    def _grants(self, storage: StorageStack, deadline: Deadline) -> None:
        function = self.function
        grants.allow_items(function, storage, "exports", grants.GET, grants.PUT, grants.CHECK)
        grants.allow_items(function, storage, "events", grants.PUT, grants.BATCH_WRITE)
        grants.allow_items(function, storage, "counters", grants.GET, grants.PUT, grants.CHECK)
        grants.allow_items(function, storage, "catalog", grants.PUT, grants.UPDATE)
        grants.allow_objects(function, storage, "uploads", grants.GET_OBJECT, grants.DELETE_OBJECT)
        grants.allow_objects(
            function, storage, "processing", grants.GET_OBJECT, grants.PUT_OBJECT, grants.DELETE_OBJECT
        )
        grants.allow_listing(function, storage)
        grants.allow_sending(function, self.queue, variable="INGEST_QUEUE_URL")
        deadline.allow_scheduling(function)
