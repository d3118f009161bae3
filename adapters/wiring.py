"""The adapters that functions share, each made once a process from its settings."""

from __future__ import annotations

import functools

from adapters import aws, tables
from adapters.book_budget import SharedBookBudget
from adapters.catalogue_table import DynamoCatalogue
from adapters.chance import now
from adapters.counters_table import DynamoCounters
from adapters.event_store import DynamoEventStore
from adapters.exports_table import DynamoExports
from adapters.objects import S3Objects
from adapters.queues import SqsQueue
from adapters.schedules import OneTimeSchedules, ScheduleTarget
from adapters.settings import Settings


@functools.cache
def settings() -> Settings:
    """The process's settings; the tables are bound to them."""
    own = Settings.from_environment()
    tables.bind(own)
    return own


def exports() -> DynamoExports:
    """The exports' records and links."""
    settings()
    return DynamoExports()


def counters() -> DynamoCounters:
    """The runs' counters."""
    settings()
    return DynamoCounters()


def store() -> DynamoEventStore:
    """The event store."""
    settings()
    return DynamoEventStore()


def catalogue() -> DynamoCatalogue:
    """The shared catalogue."""
    settings()
    return DynamoCatalogue()


def book_budget() -> SharedBookBudget:
    """The daily budget of books."""
    return SharedBookBudget(settings().daily_books, now)


def objects() -> S3Objects:
    """The exports' files."""
    return S3Objects(aws.s3(), settings().data_bucket)


def queue(variable: str) -> SqsQueue:
    """The queue whose address an environment variable holds."""
    return SqsQueue(aws.sqs(), settings().text(variable))


def schedules(function_arn: str) -> OneTimeSchedules:
    """The schedules of progress checks and expiries, which invoke the function `function_arn`."""
    own = settings()
    target = ScheduleTarget(
        function_arn=function_arn,
        role_arn=own.text("SCHEDULER_ROLE_ARN"),
        dead_letter_arn=own.text("SCHEDULER_DLQ_ARN"),
        group=own.text("SCHEDULE_GROUP"),
    )
    return OneTimeSchedules(aws.scheduler(), target)
