"""What each function may do, and what it is told: no more than its code uses."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from local.bundles.sources import function_sources
from stacks.functions import FUNCTIONS
from stacks.synthesis import REPOSITORY
from tests.stacks.templates import Templates, as_list, text

# Read by Powertools itself.
READ_BY_LIBRARIES = {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_LOG_LEVEL", "POWERTOOLS_METRICS_NAMESPACE"}
# What every function's role needs to be watched, and what its event source mapping does under it.
LOGGING = {"logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords"}
SQS_SOURCE = {
    "sqs:ReceiveMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueUrl",
    "sqs:GetQueueAttributes",
}
STREAM_SOURCE = {
    "dynamodb:ListStreams",
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
}
EXPECTED = {
    "upload": {"exports": "GetItem PutItem", "catalog": "GetItem", "uploads": "PutObject", "bucket": "ListBucket"},
    "ingest": {
        "exports": "GetItem PutItem ConditionCheckItem",
        "events": "PutItem BatchWriteItem",
        "counters": "GetItem PutItem ConditionCheckItem",
        "catalog": "PutItem UpdateItem",
        "uploads": "GetObject DeleteObject",
        "processing": "GetObject PutObject DeleteObject",
        "bucket": "ListBucket",
        "other": "sqs:SendMessage scheduler:CreateSchedule iam:PassRole",
    },
    "relay": {"other": "events:PutEvents sqs:SendMessage"},
    "enrich": {
        "catalog": "GetItem UpdateItem BatchGetItem BatchWriteItem",
        "events": "PutItem",
        "counters": "UpdateItem",
        "other": "sqs:SendMessage ssm:GetParameter",
    },
    "give_up": {
        "exports": "GetItem PutItem",
        "events": "PutItem",
        "counters": "UpdateItem ConditionCheckItem",
        "uploads": "DeleteObject",
    },
    "aggregate": {
        "exports": "GetItem PutItem",
        "events": "Query PutItem",
        "counters": "GetItem",
        "processing": "GetObject",
        "data": "PutObject DeleteObject",
        "bucket": "ListBucket",
        "other": "sqs:SendMessage",
    },
    "deadline": {
        "exports": "GetItem PutItem DeleteItem",
        "events": "Query PutItem",
        "counters": "GetItem UpdateItem ConditionCheckItem",
        "catalog": "GetItem",
        "processing": "GetObject",
        "bucket": "ListBucket",
        "other": "sqs:SendMessage lambda:InvokeFunction scheduler:CreateSchedule iam:PassRole",
    },
    "eraser": {
        "events": "Query BatchWriteItem",
        "counters": "DeleteItem",
        "uploads": "DeleteObject",
        "processing": "DeleteObject",
        "data": "DeleteObject",
        "tombstones": "PutObject",
        "bucket": "ListBucket",
        "other": "sqs:SendMessage scheduler:DeleteSchedule scheduler:ListSchedules",
    },
    "library_api": {
        "exports": "GetItem PutItem DeleteItem",
        "events": "PutItem",
        "counters": "GetItem",
        "uploads": "DeleteObject",
        "processing": "GetObject DeleteObject",
        "data": "GetObject DeleteObject",
        "tombstones": "PutObject",
        "bucket": "ListBucket",
    },
}
SOURCES = {
    "ingest": SQS_SOURCE,
    "enrich": SQS_SOURCE,
    "give_up": SQS_SOURCE,
    "eraser": SQS_SOURCE,
    "relay": STREAM_SOURCE,
    "aggregate": STREAM_SOURCE,
    # Its own failed invocations; the attributes also of the queue whose backlog explains a wait.
    "deadline": SQS_SOURCE,
}


def strings_in(name: str) -> Iterator[str]:
    """Every string constant in the code that a function carries."""
    for source in function_sources(REPOSITORY, name):
        if source.suffix == ".py":
            for node in ast.walk(ast.parse((REPOSITORY / source).read_bytes())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def environment_of(templates: Templates, name: str) -> set[str]:
    """The names of a function's environment variables."""
    return set(templates.function(name).properties["Environment"]["Variables"])


def targets_of(resource: object) -> list[str]:
    """The table, prefix or bucket of the design that a statement's resources are; `other` for anything else."""
    named = text(resource)
    tables = [table for table in ("events", "counters", "exports", "catalog") if f"{table.capitalize()}Table" in named]
    prefixes = re.findall(r'"/([a-z]+)/\*"', named)
    bucket = ["bucket"] if "DataBucket" in named and not prefixes else []
    return tables or prefixes or bucket or ["other"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_may_do_what_its_work_needs_and_no_more(templates: Templates, name: str) -> None:
    allowed = defaultdict[str, set[str]](set)
    for statement in templates.statements(name):
        for action in set(as_list(statement["Action"])) - LOGGING - SOURCES.get(name, set()):
            for target in targets_of(statement["Resource"]):
                allowed[target].add(action if target == "other" else action.partition(":")[2])
    assert allowed == {target: set(actions.split()) for target, actions in EXPECTED[name].items()}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_told_only_what_its_code_reads(templates: Templates, name: str) -> None:
    told = environment_of(templates, name) - READ_BY_LIBRARIES
    assert told <= set(strings_in(name))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_told_what_its_handler_reads(templates: Templates, name: str) -> None:
    handler = REPOSITORY / "lambdas" / name / "handler.py"
    read = set(re.findall(r'\b(?:text|queue)\("([A-Z][A-Z_]+)"', handler.read_text()))
    assert read <= environment_of(templates, name)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_knows_the_tables_it_has_a_right_on(templates: Templates, name: str) -> None:
    told = {each for each in environment_of(templates, name) if each.endswith("_TABLE")}
    rights = text([each["Resource"] for each in templates.statements(name) if "stream" not in text(each).lower()])
    assert told == {
        f"{table.upper()}_TABLE"
        for table in ("events", "counters", "exports", "catalog")
        if f"{table.capitalize()}Table" in rights
    }


def test_passing_the_scheduler_role_is_for_the_scheduler(templates: Templates) -> None:
    for name in ("ingest", "deadline"):
        passing = [each for each in templates.statements(name) if "iam:PassRole" in as_list(each["Action"])]
        assert [each["Condition"] for each in passing] == [
            {"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}}
        ]


def test_the_key_for_google_books_is_readable_only_where_one_is_named(templates: Templates) -> None:
    policies = [each for each in templates.resources("AWS::IAM::Policy") if "ssm:GetParameter" in text(each.properties)]
    assert [each.definition["Condition"] for each in policies] == ["HasGoogleBooksKey"]
