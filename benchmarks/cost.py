"""What a library costs on AWS, by the meter and the list prices, and what the design that we replace would cost.

`warm_762` and `warm_100k`: every book is known to the catalogue. `cold_762`: none is, and simulated sources answer.
All three are fed by hand in the batches that AWS makes (`benchmarks.hand_fed`). `warm_100k` lies on the straight line
through the bills of 762 and 10,000 books, on which that of 3,000 lies too, within a hundredth; with `--whole`
100,000 books are run. `cold_762` has in it what the functions
would wait for Open Library's turns, all batches at once, each asking for its turns together. `baseline_762` is
`benchmarks.polling_baseline` on the one-machine cloud, and its functions' waiting for the source. Lambda's time is
made of this machine's processor time; see `domain.billing.usage`. The idle month is counted from the templates.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from adapters.chance import now
from adapters.settings import Settings
from benchmarks.cloud import Work, own_cloud
from benchmarks.hand_fed import QUEUE_BATCH, hand_fed
from benchmarks.idle_month import idle_month
from benchmarks.made_library import made_entries, made_export, write_source_catalogue
from benchmarks.polling_baseline.deployed import MEMORY, PollingBaseline
from domain.billing import Bill, bill_of
from domain.billing.prices import PRICES
from stacks.functions import FUNCTIONS

BOOKS: Final = 762
CHECKED: Final = 3_000
LARGE: Final = 10_000
WHOLE: Final = 100_000
STRAIGHT: Final = 0.01
BOOKS_A_REQUEST: Final = 25
"""Of Open Library's answers to many ISBNs at once."""
ANSWER_SECONDS: Final = 0.5
"""What a source takes to answer, in either design."""


@dataclass(frozen=True, slots=True)
class Costed:
    """A run's bill, with `waiting` in dollars beside the lines, and its AWS calls for each book."""

    bill: Bill
    waiting: float
    calls_a_book: float

    @property
    def dollars(self) -> float:
        """The whole."""
        return self.bill.dollars + self.waiting


def _costed(work: Work, books: int, waiting_gigabyte_seconds: float = 0.0) -> Costed:
    waiting = waiting_gigabyte_seconds * PRICES["gigabyte_seconds"].dollars
    return Costed(bill_of(work.all, elsewhere=True), waiting, work.aws_calls / books)


def warm(*sizes: int) -> list[Costed]:
    """Runs of known books, after a first one whose functions had to start."""
    found = []
    with own_cloud() as cloud:
        cloud.deployment.catalogue().put_many(made_entries(max(sizes), now()))
        for size in sizes:
            # Every size has the starts of its functions on its bill.
            with hand_fed(cloud, {"MAX_BOOKS": str(max(sizes))}) as pipeline:
                fed = pipeline.run(made_export(size))
            assert fed.completed, f"{size} books did not complete"
            found.append(_costed(fed.work, size))
    return found


def cold(size: int) -> Costed:
    """A run of books that only the sources know."""
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Path(folder) / "catalogue.jsonl.gz"
        write_source_catalogue(size, catalogue)
        with own_cloud(catalogue=catalogue) as cloud, hand_fed(cloud) as pipeline:
            fed = pipeline.run(made_export(size))
            assert fed.completed, f"{size} books did not complete"
    return _costed(fed.work, size, _turn_seconds(size) * FUNCTIONS["enrich"].memory / 1024)


def _turn_seconds(size: int) -> float:
    """What the batches of `size` books wait for their turns at Open Library, all of them together."""
    pace = Settings({"SOURCES_CONTACT": "somebody"}).open_library_requests_per_second
    batches, requests = math.ceil(size / QUEUE_BATCH), math.ceil(QUEUE_BATCH / BOOKS_A_REQUEST)
    return sum(requests * (number + 1) / pace + ANSWER_SECONDS for number in range(batches))


def baseline(size: int) -> Costed:
    """The polling design, with a source that knows every book."""
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Path(folder) / "catalogue.jsonl.gz"
        write_source_catalogue(size, catalogue)
        with own_cloud(catalogue=catalogue) as cloud:
            polled = PollingBaseline(cloud).run(made_export(size))
    assert polled.completed, "the polling design did not complete"
    return _costed(polled.work, size, size * ANSWER_SECONDS * MEMORY["enrich"] / 1024)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print the four figures alone")
    parser.add_argument("--whole", action="store_true", help=f"run {WHOLE:,} books instead of drawing the line")
    options = parser.parse_args()
    if options.whole:
        small, whole = warm(BOOKS, WHOLE)
        dollars_100k = whole.dollars
    else:
        small, checked, large = warm(BOOKS, CHECKED, LARGE)
        dollars_100k = _on_the_line(small.dollars, large.dollars, WHOLE)
        drawn = _on_the_line(small.dollars, large.dollars, CHECKED)
        assert abs(drawn / checked.dollars - 1) <= STRAIGHT, "dollars do not grow in a straight line"
    shown = {"warm_762": small, "cold_762": cold(BOOKS), "baseline_762": baseline(BOOKS)}
    if not options.json:
        for name, run in shown.items():
            _show(name, run)
        print(f"\nan idle month: ${sum(idle_month().values()):.2f}")
        for line, dollars in idle_month().items():
            print(f"  {dollars:10.4f}  {line}")
    figures = {name: run.dollars for name, run in shown.items()} | {"warm_100k": dollars_100k}
    order = ("warm_762", "cold_762", "warm_100k", "baseline_762")
    print(json.dumps({name: round(figures[name], 6) for name in order}))


def _on_the_line(small: float, large: float, books: int) -> float:
    """The dollars of `books` on the line through those of BOOKS and LARGE."""
    return small + (large - small) / (LARGE - BOOKS) * (books - BOOKS)


def _show(name: str, run: Costed) -> None:
    print(f"\n{name}: ${run.dollars:.6f}, {run.calls_a_book:.3f} AWS calls a book")
    for line, dollars in {**run.bill.lines, "Lambda time, waiting for sources": run.waiting}.items():
        print(f"  {dollars:10.6f}  {line}")


if __name__ == "__main__":
    main()
