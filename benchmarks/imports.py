"""How long each function's handler takes to import, as a ratio to boto3 with one client, in the same run.

    python -m benchmarks.imports [--json] [--rounds N]

Wall times of fresh processes with compiled bytecode. Every round measures all of them in another order, and the
ratios are of medians, so that a busy machine weighs on both sides alike.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

from stacks.functions import FUNCTIONS

ROUNDS = 15
BASE = "import boto3; boto3.client('dynamodb')"
LIMITS = dict.fromkeys(FUNCTIONS, 1.8) | {"library_api": 1.4, "enrich": 2.1}
_ROOT = Path(__file__).resolve().parents[1]


def measure(rounds: int) -> dict[str, float]:
    """The ratio of each function, by its name in `lambdas/`."""
    codes = {name: f"import {spec.handler.rpartition('.')[0]}" for name, spec in FUNCTIONS.items()} | {"": BASE}
    for code in codes.values():
        _seconds(code)  # compiles what is not compiled yet
    times: dict[str, list[float]] = {name: [] for name in codes}
    order = list(codes)
    for _ in range(rounds):
        random.shuffle(order)
        for name in order:
            times[name].append(_seconds(codes[name]))
    base = statistics.median(times.pop(""))
    return {name: round(statistics.median(taken) / base, 3) for name, taken in times.items()}


def _seconds(code: str) -> float:
    """The wall time of a fresh process that runs `code`, in an environment as Lambda's."""
    environment = {"PATH": os.environ.get("PATH", ""), "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=_ROOT, env=environment, check=True)
    return time.perf_counter() - began


def main() -> int:
    """Measure and print; 1 where a limit is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print {function: ratio}")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = parser.parse_args()
    ratios = measure(chosen.rounds)
    if chosen.json:
        print(json.dumps(ratios))
    else:
        for name, ratio in sorted(ratios.items(), key=lambda item: item[1]):
            print(f"{name:12} {ratio:5.2f} of boto3 with a client (at most {LIMITS[name]})")
    return int(any(ratio > LIMITS[name] for name, ratio in ratios.items()))


if __name__ == "__main__":
    sys.exit(main())
