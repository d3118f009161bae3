"""The functions of the polling design, in the order in which a run needs them, as they run in the emulator."""

from __future__ import annotations

import csv
import functools
import io
import json
import os
import urllib.request
from collections import Counter
from typing import TYPE_CHECKING, Any

import boto3

from lambdas.telemetry import observed

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

MESSAGES_A_CALL = 10
SOURCE_SECONDS = 10


@functools.cache
def _client(service: Any) -> Any:
    return boto3.client(service)


def _bucket() -> str:
    return os.environ["BUCKET"]


def _read(key: str) -> bytes:
    body: bytes = _client("s3").get_object(Bucket=_bucket(), Key=key)["Body"].read()
    return body


def _write(key: str, body: bytes) -> None:
    _client("s3").put_object(Bucket=_bucket(), Key=key, Body=body)


def _status(name: str, **status: object) -> None:
    _write(f"status/{name}.json", json.dumps(status).encode())


def _start(variable: str, event: dict[str, Any]) -> None:
    _client("lambda").invoke(
        FunctionName=os.environ[variable], InvocationType="Event", Payload=json.dumps(event).encode()
    )


@observed
def submit(event: dict[str, Any], context: LambdaContext) -> None:
    """Store the file and start its processing."""
    _write(f"uploads/{event['name']}.csv", event["csv"].encode())
    _status(event["name"], state="processing", total=None)
    _start("PROCESS", {"name": event["name"]})


@observed
def process(event: dict[str, Any], context: LambdaContext) -> None:
    """Send a message for each read book, and write their number into the status file."""
    name = event["name"]
    rows = csv.DictReader(io.StringIO(_read(f"uploads/{name}.csv").decode("utf-8-sig")))
    books = [row for row in rows if row["Exclusive Shelf"] == "read"]
    for start in range(0, len(books), MESSAGES_A_CALL):
        entries = [
            {"Id": str(number), "MessageBody": json.dumps({"name": name, "book": book})}
            for number, book in enumerate(books[start : start + MESSAGES_A_CALL])
        ]
        _client("sqs").send_message_batch(QueueUrl=os.environ["QUEUE"], Entries=entries)
    _status(name, state="processing", total=len(books))


@observed
def enrich(event: dict[str, Any], context: LambdaContext) -> None:
    """Ask the source for one book, and write it as an object of its own."""
    for record in event["Records"]:
        message = json.loads(record["body"])
        book = message["book"]
        isbn = book["ISBN13"].strip('="')
        address = f"{os.environ['SOURCE']}/api/books?bibkeys=ISBN:{isbn}&jscmd=data&format=json"
        request = urllib.request.Request(
            address, headers={"User-Agent": "PollingBaseline/1.0 (+mailto:operator@example.org)"}
        )
        try:
            with urllib.request.urlopen(request, timeout=SOURCE_SECONDS) as answer:
                found = json.load(answer).get(f"ISBN:{isbn}", {})
        except OSError:
            found = {}
        genres = [subject["name"] for subject in found.get("subjects", ())]
        enriched = {"book": book, "genres": genres, "pages": found.get("number_of_pages")}
        _write(f"enriched/{message['name']}/{book['Book Id']}.json", json.dumps(enriched).encode())


@observed
def poll(event: dict[str, Any], context: LambdaContext) -> None:
    """Count the objects of each run that is going; start the aggregation where all are there."""
    for name in event["names"]:
        status = json.loads(_read(f"status/{name}.json"))
        if status["state"] == "processing" and status["total"] is not None:
            done = len(_keys(f"enriched/{name}/"))
            if done >= status["total"]:
                _start("AGGREGATE", {"name": name})
            _status(name, state="processing", total=status["total"], done=done)


@observed
def aggregate(event: dict[str, Any], context: LambdaContext) -> None:
    """Read every book's object and write the dashboard."""
    name = event["name"]
    books = [json.loads(_read(key)) for key in _keys(f"enriched/{name}/")]
    genres = Counter(genre for book in books for genre in book["genres"])
    years = Counter(book["book"]["Date Read"][:4] for book in books)
    pages = sum(book["pages"] or 0 for book in books)
    dashboard = {"books": books, "genres": genres.most_common(), "years": sorted(years.items()), "pages": pages}
    _write(f"data/{name}.json", json.dumps(dashboard).encode())
    _status(name, state="complete", total=len(books), done=len(books))


def _keys(prefix: str) -> list[str]:
    pages = _client("s3").get_paginator("list_objects_v2").paginate(Bucket=_bucket(), Prefix=prefix)
    return [found["Key"] for page in pages for found in page.get("Contents", ())]
