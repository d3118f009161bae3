"""How calls, dollars, handler time and memory grow with the library, and the exponent of each.

Libraries of known books are fed by hand (`benchmarks.hand_fed`), so batches are AWS's and the emulator's own time is
apart: it is in `seconds` alone, which is this machine's. Handler time is processor time. The exponent is the slope
of a straight line through the logarithms.
"""

from __future__ import annotations

import argparse
import json
import math
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from adapters.chance import now
from benchmarks.cloud import own_cloud
from benchmarks.hand_fed import hand_fed
from benchmarks.made_library import made_entries, made_export
from domain.billing import bill_of
from local.cloud import LocalCloud

SIZES: Final = (762, 2_000, 5_000, 10_000)
LARGE: Final = (40_000, 100_000)


@dataclass(frozen=True, slots=True)
class Point:
    """What a library of `books` took."""

    books: int
    calls: int
    dollars: float
    handler_s: float
    peak_mb: int
    seconds: float
    cpu_s: dict[str, float]
    memory_mb: dict[str, int]


def point(cloud: LocalCloud, books: int) -> Point:
    """One library, with functions that start for it."""
    with hand_fed(cloud, {"MAX_BOOKS": str(books)}) as pipeline:
        pipeline.run(made_export(SIZES[0]))  # what is compiled and connected once is not the library's
        fed = pipeline.run(made_export(books))
    assert fed.completed, f"{books} books did not complete"
    return Point(
        books=books,
        calls=fed.work.aws_calls,
        dollars=bill_of(fed.work.all, elsewhere=True).dollars,
        handler_s=sum(fed.work.cpu_seconds.values()),
        peak_mb=max(fed.work.peak_mb.values()),
        seconds=fed.seconds,
        cpu_s=fed.work.cpu_seconds,
        memory_mb=fed.work.peak_mb,
    )


def exponent(books: Sequence[int], values: Sequence[float]) -> float:
    """The slope of log(value) over log(books), by least squares."""
    x, y = [math.log(each) for each in books], [math.log(each) for each in values]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    covariance = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return covariance / sum((a - mean_x) ** 2 for a in x)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--books", type=int, nargs="+", default=list(SIZES), help="libraries, in books")
    parser.add_argument("--large", action="store_true", help="40,000 and 100,000 books too; takes minutes")
    parser.add_argument("--json", action="store_true", help="print one JSON object alone")
    options = parser.parse_args()
    sizes = sorted({*options.books, *(LARGE if options.large else ())})
    points = []
    with own_cloud() as cloud:
        cloud.deployment.catalogue().put_many(made_entries(max(sizes), now()))
        for books in sizes:
            points.append(point(cloud, books))
            if not options.json:
                _show(points[-1])
    fitted = {
        name: round(exponent(sizes, [getattr(each, name) for each in points]), 3)
        for name in ("calls", "dollars", "handler_s", "peak_mb", "seconds")
    }
    if options.json:
        print(json.dumps({"exponents": fitted, "points": [asdict(each) for each in points]}))
    else:
        print(f"exponents: {fitted}")


def _show(each: Point) -> None:
    used = f"{each.calls:,} calls, ${each.dollars:.4f}, {each.handler_s:.2f} s in handlers"
    print(f"{each.books:,} books: {used}, {each.seconds:.1f} s here, load {os.getloadavg()[0]:.1f}")
    print("   processor seconds:", {name: round(seconds, 2) for name, seconds in each.cpu_s.items()})
    print("   most memory, MB:  ", each.memory_mb, flush=True)


if __name__ == "__main__":
    main()
