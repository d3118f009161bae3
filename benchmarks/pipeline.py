"""How long a run takes on the one-machine cloud, from the accepted upload to `complete`, and its AWS calls.

Every book is known to the catalogue, the sources are simulated. `seconds` is the best of `--runs` runs after
one small run that starts the functions' processes; the others are printed. `aws_calls_per_book` and
`aggregator_runs` are those of the best run.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from dataclasses import dataclass

import httpx

from adapters.chance import now
from benchmarks.cloud import Work, emulator_use, own_cloud, settled_work_since
from benchmarks.made_library import made_entries, made_export
from local.cloud import LocalCloud

POLL_SECONDS = 0.1  # ten questions a second: more would slow what they ask about
PATIENCE_SECONDS = 900.0
WARM_UP_BOOKS = 120


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its seconds, whether it completed, what the functions did, and the emulator's processor seconds."""

    seconds: float
    completed: bool
    work: Work
    emulator_seconds: float


def measure(cloud: LocalCloud, books: int) -> Run:
    """Upload a library of `books` known books and wait for its dashboard."""
    began, emulator = now(), emulator_use(cloud).cpu_seconds
    with httpx.Client(base_url=cloud.address, timeout=60) as client:
        answer = client.post("/api/upload", files={"csv": ("library.csv", made_export(books))})
        accepted = time.perf_counter()
        uuid = answer.raise_for_status().json()["uuid"]
        status = "processing"
        while status == "processing" and time.perf_counter() - accepted < PATIENCE_SECONDS:
            time.sleep(POLL_SECONDS)
            status = client.get(f"/api/status/{uuid}").raise_for_status().json()["status"]
        seconds = time.perf_counter() - accepted
    return Run(
        seconds, status == "complete", settled_work_since(cloud, began), emulator_use(cloud).cpu_seconds - emulator
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--books", type=int, default=762)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with own_cloud() as cloud:
        cloud.deployment.catalogue().put_many(made_entries(max(options.books, WARM_UP_BOOKS), now()))
        measure(cloud, WARM_UP_BOOKS)
        runs = [measure(cloud, options.books) for _ in range(options.runs)]
        emulator_mb = emulator_use(cloud).peak_mb
    best = min(runs, key=lambda run: (not run.completed, run.seconds))
    if not options.json:
        print("seconds of each run:", ", ".join(f"{run.seconds:.2f}" for run in runs))
        for (function, call), number in best.work.calls.most_common():
            print(f"  {number:6}  {function:10} {call}")
        print("invocations:", dict(best.work.invocations))
        seconds = {name: round(each, 2) for name, each in best.work.cpu_seconds.items()}
        print("processor seconds:", seconds | {"emulator": round(best.emulator_seconds, 2)})
        print("most memory, MB:", best.work.peak_mb | {"emulator": emulator_mb})
        print(f"load: {os.getloadavg()[0]:.1f}")
    print(
        json.dumps(
            {
                "books": options.books,
                "seconds": round(best.seconds, 3),
                "aws_calls_per_book": round(best.work.aws_calls / max(options.books, 1), 3),
                "completed": best.completed,
                "aggregator_runs": best.work.invocations["Aggregate"],
            }
        )
    )


if __name__ == "__main__":
    main()
