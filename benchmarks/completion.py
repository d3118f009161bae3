"""How long after the last outcome an export reads `complete` through the API, on the one-machine cloud.

The last outcome is dated by its event, which is when the batch that it came in was begun: so the batch's own work
and its counting are in the figures. `--runs` libraries of `--books` known books, one after the other, after two that
start the functions. What AWS would take is modelled beside it, from latencies that are assumed to be usual there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import time
from typing import Final

import httpx

from adapters.chance import now
from benchmarks.cloud import own_cloud, settled_work_since
from benchmarks.made_library import made_entries, made_export
from domain.billing.usage import FULL_PROCESSOR_MB
from local.cloud import LocalCloud

POLL_SECONDS: Final = 0.02
PATIENCE_SECONDS: Final = 120.0

# Milliseconds. DynamoDB Streams: Lambda looks four times a second, so half of 250 on average and all of it at worst.
STREAM_MEAN, STREAM_WORST = 125.0, 250.0
INVOKE: Final = 20.0
"""A warm function's start, from the service's own description of its overhead."""
DYNAMODB_READ, DYNAMODB_TRANSACTION, S3_PUT, S3_GET = 5.0, 20.0, 60.0, 30.0
API_REQUEST: Final = 40.0
"""An HTTP API's status answer, warm."""


def one(cloud: LocalCloud, books: int) -> float:
    """Milliseconds from the last outcome to the status that says complete."""
    with httpx.Client(base_url=cloud.address, timeout=60) as client:
        answer = client.post("/api/upload", files={"csv": ("library.csv", made_export(books))})
        uuid = answer.raise_for_status().json()["uuid"]
        deadline, status = time.monotonic() + PATIENCE_SECONDS, "processing"
        while status == "processing":
            assert time.monotonic() < deadline, "the run did not complete"
            time.sleep(POLL_SECONDS)
            status = client.get(f"/api/status/{uuid}").raise_for_status().json()["status"]
        readable = dt.datetime.now(dt.UTC)
    assert status == "complete"
    record = cloud.deployment.exports().find(uuid)
    assert record is not None
    last = max(event.occurred_at for event in cloud.deployment.store().outcomes(record.export_key, 1, books))
    return (readable - last).total_seconds() * 1000


def modelled_ms(cpu_ms: float, memory_mb: int) -> dict[str, float]:
    """The hops on AWS, in milliseconds on average, for an aggregator that takes `cpu_ms` of a whole processor."""
    return {
        "counting transaction": DYNAMODB_TRANSACTION,
        "stream to aggregator": STREAM_MEAN + INVOKE,
        "aggregator: reads": 10 * DYNAMODB_READ + S3_GET + 5 * DYNAMODB_READ,
        "aggregator: processor": cpu_ms * max(1.0, FULL_PROCESSOR_MB / memory_mb),
        "aggregator: three files": 3 * S3_PUT,
        "aggregator: publishing": DYNAMODB_TRANSACTION,
        "status through the API": API_REQUEST,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--books", type=int, default=762)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--json", action="store_true", help="print the figures alone")
    options = parser.parse_args()
    with own_cloud() as cloud:
        cloud.deployment.catalogue().put_many(made_entries(options.books, now()))
        one(cloud, options.books)
        one(cloud, options.books)
        began = now()
        found = sorted(one(cloud, options.books) for _ in range(options.runs))
        work = settled_work_since(cloud, began)
    p95 = found[min(len(found) - 1, round(0.95 * (len(found) - 1)))]
    if not options.json:
        aggregations = [each for each in work.all if each.function == "Aggregate"]
        cpu_ms = statistics.median(each.cpu_ms for each in aggregations)
        print(f"{options.books} books, {len(found)} runs, load {os.getloadavg()[0]:.1f}")
        print(f"{found[0]:.0f} to {found[-1]:.0f} ms; on AWS, by assumed latencies:")
        model = modelled_ms(cpu_ms, aggregations[0].memory_mb)
        for hop, milliseconds in model.items():
            print(f"  {milliseconds:6.0f} ms  {hop}")
        total = sum(model.values())
        print(f"  {total:6.0f} ms  together, {total + STREAM_WORST - STREAM_MEAN:.0f} at the stream's worst")
    print(json.dumps({"p50_ms": round(statistics.median(found)), "p95_ms": round(p95)}))


if __name__ == "__main__":
    main()
