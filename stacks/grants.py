"""What a function may do to the data. A grant lists exact actions, and tells the function what it may use:
a function knows the name of a table or bucket only if it has a right on it.
"""

from __future__ import annotations

from typing import Final

from aws_cdk import aws_sqs as sqs

from stacks.acknowledgements import acknowledge
from stacks.function import ServiceFunction
from stacks.storage import StorageStack

# A transaction needs the right of each of its parts.
GET: Final = "dynamodb:GetItem"
QUERY: Final = "dynamodb:Query"
PUT: Final = "dynamodb:PutItem"
UPDATE: Final = "dynamodb:UpdateItem"
DELETE: Final = "dynamodb:DeleteItem"
CHECK: Final = "dynamodb:ConditionCheckItem"
BATCH_GET: Final = "dynamodb:BatchGetItem"
BATCH_WRITE: Final = "dynamodb:BatchWriteItem"

GET_OBJECT: Final = "s3:GetObject"
PUT_OBJECT: Final = "s3:PutObject"
DELETE_OBJECT: Final = "s3:DeleteObject"


def allow_items(function: ServiceFunction, storage: StorageStack, table: str, *actions: str) -> None:
    """Let `function` do `actions` on the items of `table`, and tell it the table's name."""
    resource = storage.tables[table]
    function.allow(actions, resource.table_arn)
    function.add_environment(f"{table.upper()}_TABLE", resource.table_name)


def allow_objects(function: ServiceFunction, storage: StorageStack, prefix: str, *actions: str) -> None:
    """Let `function` do `actions` on the objects below `prefix`, and tell it the bucket's name."""
    function.allow(actions, storage.bucket.arn_for_objects(f"{prefix}/*"))
    function.add_environment("DATA_BUCKET", storage.bucket.bucket_name)
    acknowledge(
        function.role or function,
        f"AwsSolutions-IAM5[Resource::{storage.bucket_arn_export}/{prefix}/*]",
        "An export's objects are named at run time; the prefix is what the function's part of the work owns.",
    )


def allow_listing(function: ServiceFunction, storage: StorageStack) -> None:
    """Let `function` list the bucket: without it S3 answers 403 for an absent object, and never 404.

    S3 asks without a prefix when it chooses between the two, so a condition on the prefix would defeat it.
    """
    function.allow(["s3:ListBucket"], storage.bucket.bucket_arn)


def allow_sending(function: ServiceFunction, queue: sqs.Queue, *, variable: str) -> None:
    """Let `function` send messages to `queue`, and tell it the address as `variable`."""
    function.allow(["sqs:SendMessage"], queue.queue_arn)
    function.add_environment(variable, queue.queue_url)
