"""Fan-out and fan-in of tasks that do nothing: ours beside Dramatiq's group and Celery's chord, in one run.

Ours is the pipeline's own way on the one-machine cloud: a durable event for each task, the relay, the bus, the queue,
a look into the catalogue, and the transaction that counts each outcome once; done when the counter is at zero. Peers
run as their manuals start them, with as many processes as there are processors and Debian's Redis. Seconds are
the best of `--runs`; what starts is started before.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from adapters.chance import now
from adapters.fresh_names import new_names
from benchmarks.cloud import own_cloud
from benchmarks.made_library import made_entries, made_export
from benchmarks.peers.redis_server import RedisMissingError, redis_server
from domain.exports import read_export
from domain.lifecycle import Counter, ExportRecord
from domain.pipeline.run_books import queued_events
from local.cloud import LocalCloud
from local.folder import CHECKOUT

TASKS = (762, 10_000)
PATIENCE_SECONDS = 600.0
WARM_UP_TASKS = 50
DURABILITY = """durability:
  ours      every task is an item of the event store before it is sent, every hop is stored and delivered again until
            it is done, and an outcome counts once however often it comes; on AWS all of it lies in three zones, on
            one machine the emulator saves tables and queues at a stop
  dramatiq  Redis in memory with snapshots: a crash of Redis loses what came since the last one; a task is delivered
            again when its worker dies; a group's end is known by reading every result
  celery    the same Redis; a task is acknowledged before it runs, so a worker's crash loses it and the chord waits
"""


def ours(cloud: LocalCloud, tasks: int, quiet_seconds: float = 0.0) -> float:
    """Seconds from the first event to the counter at zero, which is not asked for in the first `quiet_seconds`."""
    names = new_names()
    record = ExportRecord(
        export_key=names.export_key,
        uuid=names.uuid,
        owner_token_sha256="0" * 64,
        created_at=now(),
        correlation_id=names.correlation_id,
        run_started_at=now(),
    )
    cloud.deployment.exports().create(record)
    events = list(queued_events(record, read_export(made_export(tasks), today=now().date())))
    counters = cloud.deployment.counters()
    began = time.perf_counter()
    counters.open(record, Counter(tasks, tasks))
    cloud.deployment.store().append_queued(events)
    time.sleep(max(0.0, began + quiet_seconds - time.perf_counter()))
    _wait(lambda: (counter := counters.get(record.export_key, 1)) is not None and counter.remaining == 0)
    return time.perf_counter() - began


def _wait(is_done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_done():
        if time.monotonic() > deadline:
            raise TimeoutError("the tasks did not end")
        time.sleep(0.05)


def with_dramatiq(sizes: tuple[int, ...], runs: int, url: str) -> dict[int, float]:
    """The best seconds of each size, from the first message to the last result."""
    dramatiq = importlib.import_module("dramatiq")
    tasks = importlib.import_module("benchmarks.peers.dramatiq_tasks")
    command = ["-m", "dramatiq", "benchmarks.peers.dramatiq_tasks", "--processes", str(os.cpu_count() or 1)]

    def run(size: int) -> int:
        group: Any = dramatiq.group([tasks.nothing.message(number) for number in range(size)]).run()
        return sum(1 for _ in group.get_results(block=True, timeout=round(1000 * PATIENCE_SECONDS)))

    return _measured(command, run, sizes, runs, url)


def with_celery(sizes: tuple[int, ...], runs: int, url: str) -> dict[int, float]:
    """The best seconds of each size, from the first message to the chord's answer."""
    celery = importlib.import_module("celery")
    tasks = importlib.import_module("benchmarks.peers.celery_tasks")
    options = ["--concurrency", str(os.cpu_count() or 1), "--loglevel", "ERROR"]
    command = ["-m", "celery", "-A", "benchmarks.peers.celery_tasks", "worker", *options]

    def run(size: int) -> int:
        ended: Any = celery.chord([tasks.nothing.s(number) for number in range(size)])(tasks.count.s())
        return int(ended.get(timeout=PATIENCE_SECONDS))

    return _measured(command, run, sizes, runs, url)


def _measured(
    command: list[str], run: Callable[[int], int], sizes: tuple[int, ...], runs: int, url: str
) -> dict[int, float]:
    environment = {**os.environ, "REDIS_URL": url}
    worker = subprocess.Popen(
        [sys.executable, *command], cwd=CHECKOUT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        assert run(WARM_UP_TASKS) == WARM_UP_TASKS
        return {size: min(_seconds(run, size) for _ in range(runs)) for size in sizes}
    finally:
        worker.terminate()
        worker.wait(timeout=60)


def _seconds(run: Callable[[int], int], size: int) -> float:
    began = time.perf_counter()
    assert run(size) == size
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--large", action="store_true", help=f"{TASKS[1]:,} tasks too")
    parser.add_argument("--json", action="store_true", help="print the figures alone")
    options = parser.parse_args()
    sizes = TASKS if options.large else TASKS[:1]
    try:
        with redis_server() as url:
            os.environ["REDIS_URL"] = url
            dramatiq_s = with_dramatiq(sizes, options.runs, url)
            celery_s = with_celery(sizes, options.runs, url)
    except RedisMissingError as missing:
        sys.exit(str(missing))
    with own_cloud() as cloud:
        cloud.deployment.catalogue().put_many(made_entries(max(sizes), now()))
        ours(cloud, WARM_UP_TASKS)
        # Who asks takes the processors from who works, and what is slower than Dramatiq need not be asked before.
        ours_s = {size: min(ours(cloud, size, dramatiq_s[size]) for _ in range(options.runs)) for size in sizes}
    if not options.json:
        for size in sizes:
            times = f"ours {ours_s[size]:.2f} s, dramatiq {dramatiq_s[size]:.2f} s, celery {celery_s[size]:.2f} s"
            print(f"{size:6,} tasks: {times}")
        print(f"load {os.getloadavg()[0]:.1f}\n{DURABILITY}")
    first = sizes[0]
    figures = {"ours_s": ours_s[first], "dramatiq_s": dramatiq_s[first], "celery_s": celery_s[first]}
    print(json.dumps({name: round(seconds, 3) for name, seconds in figures.items()}))


if __name__ == "__main__":
    main()
