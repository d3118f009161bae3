"""What becomes of an export while the book sources are in trouble, and what `reprocess` makes of it afterwards.

Each trouble has a one-machine cloud of its own, with an empty catalogue, Open Library's real limits and half of the
books known to Google Books alone. `down`: Open Library refuses every connection's request with 503 for `--minutes`.
`flaky`: it answers 503 to six requests in ten. `no quota`: Google Books' day is spent after two requests; the next
day is made by forgetting the day's count, as its name changes at midnight Pacific.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx

from adapters.tables import BudgetItem
from benchmarks.cloud import own_cloud
from benchmarks.enrichment import synthetic_books
from benchmarks.made_library import made_export
from local.cloud import LocalCloud
from local.sources import Fault, FaultKind

POLL_SECONDS = 0.5
PATIENCE_SECONDS = 3600.0
REAL_LIMITS: Mapping[str, Any] = {"identified_per_second": 3, "unidentified_per_second": 1}
REAL_PACE = 2.5
CONTACT = "operator@example.org"
DOWN = Fault(FaultKind.UNAVAILABLE, source="open_library")
FLAKY = Fault(FaultKind.UNAVAILABLE, source="open_library", probability=0.6)


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended: its books by outcome, the reader's gaps, and why each unmatched book is one."""

    status: str
    seconds: float
    outcomes: dict[str, int]
    gaps: int
    unmatched: dict[str, int]


@dataclass(frozen=True, slots=True)
class Told:
    """A trouble, the run during it, and the run that `reprocess --from sources` began after it."""

    trouble: str
    books: int
    during: Run
    after: Run


class Sources:
    """The controls of a cloud's simulated sources."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def set(self, faults: Sequence[Fault] = (), **settings: object) -> None:
        """Change the settings, and the faults to these."""
        body = {"faults": [asdict(fault) for fault in faults], **settings}
        self._http.post("/_control", json=body).raise_for_status()

    def requests(self) -> Counter[str]:
        """The requests that came in so far, by source."""
        return Counter(entry["source"] for entry in self._http.get("/_log").json())


@contextmanager
def real_limits(rows: Sequence[Any], **choices: Any) -> Iterator[tuple[LocalCloud, Sources]]:
    """A cloud that asks simulated sources under their real limits; they know `rows`, the catalogue nothing."""
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Path(folder) / "catalogue.jsonl"
        catalogue.write_text("".join(json.dumps(row) + "\n" for row in rows))
        with own_cloud(catalogue=catalogue, contact=CONTACT, simulated_pace=REAL_PACE, **choices) as cloud:
            assert cloud.sources_address is not None
            with httpx.Client(base_url=cloud.sources_address, trust_env=False, timeout=30) as http:
                sources = Sources(http)
                sources.set(**REAL_LIMITS)
                yield cloud, sources


class Reader:
    """Uploads one made library and follows its runs."""

    def __init__(self, http: httpx.Client, books: int) -> None:
        self._http = http
        answer = self._http.post("/api/upload", files={"csv": ("library.csv", made_export(books))})
        self._uuid = answer.raise_for_status().json()["uuid"]
        self._bearer = {"Authorization": f"Bearer {answer.json()['owner_token']}"}
        self._run = 1
        self._began = time.perf_counter()

    def reprocess(self) -> None:
        """Ask the sources again."""
        body = {"from": "sources"}
        answer = self._http.post(f"/api/data/{self._uuid}/reprocess", json=body, headers=self._bearer)
        self._run = answer.raise_for_status().json()["run"]
        self._began = time.perf_counter()

    def finish(self) -> Run:
        """The run, once it has ended."""
        status = self._status()
        while status["status"] == "processing" or status["run"] < self._run:
            if time.perf_counter() - self._began > PATIENCE_SECONDS:
                raise TimeoutError(f"run {self._run} has not ended: {status}")
            time.sleep(POLL_SECONDS)
            status = self._status()
        seconds = round(time.perf_counter() - self._began, 1)
        progress = status["progress"]
        outcomes = {name: progress[name] for name in ("enriched", "partial", "not_found", "failed")}
        unmatched = self._http.get(f"/api/data/{self._uuid}/unmatched.csv").raise_for_status().text
        reasons = Counter(row["Reason"] for row in csv.DictReader(io.StringIO(unmatched)))
        return Run(status["status"], seconds, outcomes, status.get("gaps", 0), dict(reasons))

    def _status(self) -> dict[str, Any]:
        answer: dict[str, Any] = self._http.get(f"/api/status/{self._uuid}").raise_for_status().json()
        return answer


@contextmanager
def uploaded(cloud: LocalCloud, books: int) -> Iterator[Reader]:
    """A reader who has just uploaded a library of `books` books."""
    with httpx.Client(base_url=cloud.address, timeout=60) as http:
        yield Reader(http, books)


def down(books: int, seconds: float) -> Told:
    """Open Library is down for so long, from before the upload on."""

    def mend(sources: Sources) -> None:
        time.sleep(seconds)
        sources.set()

    return _open_library(f"down for {seconds:g} s", DOWN, books, mend)


def flaky(books: int) -> Told:
    """Open Library answers 503 to six requests in ten, for as long as the first run lasts."""
    return _open_library("503 to 60 % of requests", FLAKY, books, lambda _sources: None)


def no_quota(books: int) -> Told:
    """Google Books' day is spent after two requests, with half of the books known to it alone."""
    rows = [
        {**row, "sources": ["google_books" if position % 2 else "open_library"]}
        for position, row in enumerate(synthetic_books(books).rows)
    ]
    with real_limits(rows, google_key="a-key") as (cloud, sources):
        sources.set(google_per_day=2)
        with uploaded(cloud, books) as reader:
            during = reader.finish()
            sources.set(google_per_day=0)
            for day in BudgetItem.scan(BudgetItem.pk.startswith("budget#googlebooks#")):
                day.delete()
            reader.reprocess()
            return Told("Google Books without quota", books, during, reader.finish())


def _open_library(trouble: str, fault: Fault, books: int, mend: Callable[[Sources], None]) -> Told:
    with real_limits(synthetic_books(books).rows) as (cloud, sources):
        sources.set([fault])
        with uploaded(cloud, books) as reader:
            mend(sources)
            during = reader.finish()
            sources.set()
            reader.reprocess()
            return Told(trouble, books, during, reader.finish())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--books", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    told = [flaky(options.books), no_quota(options.books), down(options.books, 60 * options.minutes)]
    if options.json:
        print(json.dumps([asdict(each) for each in told]))
        return
    for each in told:
        print(f"{each.trouble}, {each.books} books")
        for name, run in (("during", each.during), ("reprocess", each.after)):
            print(f"  {name:9} {run.status} in {run.seconds} s, {run.outcomes}, unmatched {run.unmatched}")


if __name__ == "__main__":
    main()
