"""How long a cold run takes under Open Library's real limits, beside the requests it needs times the limit.

Nothing is in the catalogue and every book is known to the simulated Open Library, which grants three requests a
second. The pipeline asks 2.5 a second, a request for at most 25 books.
"""

from __future__ import annotations

import argparse
import json

from benchmarks.enrichment import synthetic_books
from benchmarks.troubled_sources import REAL_PACE, real_limits, uploaded


def measure(books: int) -> dict[str, object]:
    """One cold run of `books` books with an ISBN."""
    with real_limits(synthetic_books(books).rows) as (cloud, sources):
        with uploaded(cloud, books) as reader:
            run = reader.finish()
        requests = sources.requests()["open_library"]
    return {
        "books": books,
        "status": run.status,
        "enriched": run.outcomes["enriched"],
        "requests": requests,
        "requests_times_limit_s": round(requests / REAL_PACE, 1),
        "seconds": run.seconds,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--books", type=int, nargs="+", default=[762])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    runs = [measure(books) for books in options.books]
    if options.json:
        print(json.dumps(runs))
        return
    for run in runs:
        print(", ".join(f"{name} {value}" for name, value in run.items()))


if __name__ == "__main__":
    main()
