"""Takes up again what an earlier stop cut short.

The emulator keeps objects at once, but rows and queues only at a clean stop, and streams never. So after a
kill there may be raw files whose rows are lost, and rows of exports that were deleted since; after any stop
there may be runs whose events never reached the bus. All of this may be done again without harm.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters import aws
from adapters.chance import new_token, pause
from domain.events.envelope import timestamp
from domain.files import RawFile, export_prefixes, parse_raw_key, tombstone_key
from domain.lifecycle import ExportRecord, Status
from domain.pipeline.deadline import ProgressCheck
from domain.pipeline.erase import Deletion
from domain.ports import Check, Clock, Queue
from local.deployment import Deployment


@dataclass(frozen=True, slots=True)
class Recovered:
    """How many exports were deleted once more, had their row made again, or go on with their run."""

    erased: int = 0
    restored: int = 0
    resumed: int = 0


@dataclass(frozen=True, slots=True)
class _Raw:
    """A raw file in the bucket."""

    file: RawFile
    key: str
    size: int
    last_modified: dt.datetime


def recover(deployment: Deployment, clock: Clock) -> Recovered:
    """Delete what is marked deleted, restore rows that are lost, and set unfinished runs going."""
    exports = deployment.exports()
    erased = _erase_marked(deployment, clock)
    restored = resumed = 0
    for raw in _newest_raw_files(deployment):
        record = exports.get(raw.file.export_key)
        if record is None:
            lost = _lost_record(deployment, raw)
            if lost is not None and exports.restore(lost):
                restored += 1
                _announce(deployment, raw)
        elif record.status is Status.PROCESSING:
            resumed += 1
            _resume(deployment, record, raw, clock)
    return Recovered(erased, restored, resumed)


def _erase_marked(deployment: Deployment, clock: Clock) -> int:
    """Delete again what has a tombstone and a living row, or files; how many exports that were."""
    exports, objects = deployment.exports(), deployment.objects()
    delete = Deletion(exports, objects, clock)
    erased = 0
    for marked in objects.keys(tombstone_key("")):
        export_key = marked.removeprefix(tombstone_key(""))
        record = exports.get(export_key)
        lives = record is not None and record.status is not Status.DELETED
        if lives or any(objects.keys(prefix) for prefix in export_prefixes(export_key)):
            delete(export_key)
            erased += 1
    return erased


def _newest_raw_files(deployment: Deployment) -> Iterator[_Raw]:
    """Each export's raw file of its last run."""
    newest: dict[str, _Raw] = {}
    s3 = aws.s3(deployment.endpoint)
    bucket = deployment.outputs["DataBucketName"]
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="uploads/"):
        for found in page.get("Contents", []):
            file = parse_raw_key(found["Key"])
            if file is not None and (file.export_key not in newest or newest[file.export_key].file.run < file.run):
                newest[file.export_key] = _Raw(file, found["Key"], found["Size"], found["LastModified"])
    yield from newest.values()


def _lost_record(deployment: Deployment, raw: _Raw) -> ExportRecord | None:
    """The row as it was when the file was taken in, from the file's own metadata (`accept.file_metadata`)."""
    s3 = aws.s3(deployment.endpoint)
    said = s3.head_object(Bucket=deployment.outputs["DataBucketName"], Key=raw.key)["Metadata"]
    if not said.get("uuid") or not said.get("owner-token-sha256"):
        return None
    return ExportRecord(
        export_key=raw.file.export_key,
        uuid=said["uuid"],
        owner_token_sha256=said["owner-token-sha256"],
        created_at=dt.datetime.fromisoformat(said["created-at"]),
        correlation_id=said["correlation-id"],
        current_run=raw.file.run,
        include_unread=said["include-unread"] == "true",
    )


def _announce(deployment: Deployment, raw: _Raw) -> None:
    """Tell ingest of the file as S3 does through the bus."""
    message = {
        "source": "aws.s3",
        "detail-type": "Object Created",
        "time": timestamp(raw.last_modified),
        "detail": {
            "bucket": {"name": deployment.outputs["DataBucketName"]},
            "object": {"key": raw.key, "size": raw.size},
            "reason": "PutObject",
        },
    }
    deployment.queue("Ingest").send([json.dumps(message)])


def _resume(deployment: Deployment, record: ExportRecord, raw: _Raw, clock: Clock) -> None:
    """Set a run going: from its file when no book was counted, else by a progress check that finds no progress."""
    counter = deployment.counters().get(record.export_key, record.current_run)
    if counter is None:
        if raw.file.run == record.current_run:
            _announce(deployment, raw)
        return
    check = ProgressCheck(
        exports=deployment.exports(),
        counters=deployment.counters(),
        store=deployment.store(),
        objects=deployment.objects(),
        schedules=_ArrangedAlready(),
        enrichment=_NobodyWaits(deployment.queue("Enrichment")),
        start_aggregation=lambda export_key, run: _aggregate(deployment, export_key, run),
        is_paused=lambda: False,
        clock=clock,
        new_token=new_token,
        pause=pause,
    )
    check(Check(record.export_key, record.current_run, 0, remaining_before=counter.remaining))


def _aggregate(deployment: Deployment, export_key: str, run: int) -> None:
    record = {"eventID": "recovery", "dynamodb": {"Keys": {"pk": {"S": f"{export_key}#{run}"}}}}
    aws.functions(deployment.endpoint).invoke(
        FunctionName=deployment.outputs["AggregateFunctionName"],
        InvocationType="Event",
        Payload=json.dumps({"Records": [record]}),
    )


class _ArrangedAlready:
    """The schedules of runs that are going: saved, and left as they are."""

    def at(self, when: dt.datetime, check: Check) -> None:
        """Nothing to arrange."""

    def cancel_all(self, export_key: str) -> None:
        """Nothing to cancel."""


@dataclass(frozen=True, slots=True)
class _NobodyWaits:
    """The enrichment queue, whose backlog is no reason to wait: books that are sent twice are counted once."""

    queue: Queue

    def send(self, bodies: Sequence[str], *, delay_seconds: int = 0) -> None:
        """Send messages."""
        self.queue.send(bodies, delay_seconds=delay_seconds)

    def backlog(self) -> int:
        """None that counts."""
        return 0
