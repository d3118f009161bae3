"""How many requests enrichment sends, and how politely: read from the simulated sources' own log.

Cold and warm: the books of `$SHARED_DATA/catalog/subjects.jsonl` and 762 made ones go through the enrich stage in
batches of 100, as the mapping on AWS forms them, with an empty catalogue and then once more. Politeness: fifty
workers, each a thread with a client and an event loop of its own, share one pace in the one-machine cloud's DynamoDB,
against Open Library's real limits and a 429 that names three seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp

from adapters.chance import now
from adapters.open_library import OpenLibrary
from adapters.source_records import SharedPace
from adapters.steady_pace import SteadyPace
from benchmarks.cloud import own_cloud
from benchmarks.made_library import made_books, made_entries
from domain.events import Lineage
from domain.events.books import QueuedBook
from domain.isbn import to_isbn10
from domain.lifecycle import Counter
from domain.pipeline.enrich import Enrichment
from domain.sources.ask import BookQuery
from local.sources import Fault, FaultKind, SimulatedSources
from local.sources.request_log import LoggedRequest
from tests.memory import MemoryCatalogue, MemoryStore, Numbered, Tables

BATCH = 100
WORKERS = 50
USER_AGENT = "GoodreadsStats/0.1 (+mailto:operator@example.org)"
INTERVAL_MS = 400
RETRY_AFTER_SECONDS = 3
NEWS_SECONDS = 1.0
"""A request whose turn had come when the 429 was answered is on its way already."""
EXPORT = "0" * 24
UNLIMITED = {"identified_per_second": 0, "unidentified_per_second": 0}


@dataclass(frozen=True, slots=True)
class Known:
    """Books, and the catalogue of a source that knows all of them."""

    books: list[QueuedBook]
    rows: list[Mapping[str, object]]


def subjects_books(folder: Path) -> Known:
    """The books of the shared subjects file; without it there are none."""
    file = folder / "catalog" / "subjects.jsonl"
    lines = file.read_text().splitlines() if file.exists() else []
    return _known([_row(json.loads(line)) for line in lines])


def synthetic_books(number: int) -> Known:
    """`number` made books, all with an ISBN."""
    subjects = {entry.key.removeprefix("isbn#"): entry.findings.subjects for entry in made_entries(number, now())}
    return _known(
        [
            {
                "title": book.short_title,
                "authors": [book.author],
                "isbns": [book.isbn13],
                "subjects": list(subjects[book.isbn13 or ""]),
            }
            for book in made_books(number)
        ]
    )


def _row(book: Mapping[str, Any]) -> Mapping[str, object]:
    isbns = [book["isbn13"]] if book.get("isbn13") else []
    return {"title": book["title"], "authors": [book["author"]], "isbns": isbns, "subjects": book["subjects"]}


def _known(rows: list[Mapping[str, Any]]) -> Known:
    distinct = {(row["title"], row["authors"][0]): row for row in rows}
    books = [_queued(position, row) for position, row in enumerate(distinct.values())]
    return Known(books, list(distinct.values()))


def _queued(position: int, row: Mapping[str, Any]) -> QueuedBook:
    isbn13 = row["isbns"][0] if row["isbns"] else None
    return QueuedBook(
        export_key=EXPORT,
        run=1,
        position=position,
        book_id=str(position),
        title=row["title"],
        author=row["authors"][0],
        isbn13=isbn13,
        isbn10=to_isbn10(isbn13) if isbn13 else None,
        isbn_doubtful=False,
        ask_again=False,
        lineage=Lineage("benchmark"),
    )


async def _enrich_all(url: str, books: Sequence[QueuedBook], catalogue: MemoryCatalogue) -> None:
    numbered = Numbered()
    tables = Tables(counters={(EXPORT, 1): Counter(len(books), len(books))})
    async with aiohttp.ClientSession() as session:
        source = OpenLibrary(session, base_url=url, user_agent=USER_AGENT, pace=SteadyPace(0.001))
        stage = Enrichment(catalogue, [source], MemoryStore(tables), now, numbered.token, lambda _attempt: None)
        for start in range(0, len(books), BATCH):
            enriched = await stage(books[start : start + BATCH])
            assert not enriched.waiting
    assert tables.counters[EXPORT, 1].remaining == 0


def requests_for(known: Known, books: Sequence[QueuedBook], exports: int = 1) -> int:
    """Requests to Open Library for `exports` exports of the same books, the catalogue empty before the first."""
    catalogue = MemoryCatalogue()
    with SimulatedSources(known.rows) as sources:
        sources.configure(**UNLIMITED)
        for _ in range(exports):
            sources.clear_log()
            asyncio.run(_enrich_all(sources.open_library_url, books, catalogue))
        return len(sources.log("open_library"))


def politeness(known: Known, workers: int = WORKERS) -> list[LoggedRequest]:
    """The requests of many workers that share one pace, one of them answered with a 429 that names its time.

    The pace lies in the table that this process is bound to.
    """
    rate_limited = Fault(
        FaultKind.RATE_LIMITED, source="open_library", times=1, retry_after=str(RETRY_AFTER_SECONDS), probability=0.2
    )
    with SimulatedSources(known.rows) as sources:
        sources.configure(faults=[rate_limited])
        threads = [
            threading.Thread(target=asyncio.run, args=(_worker(sources.open_library_url, book),))
            for book in known.books[:workers]
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sources.log("open_library")


async def _worker(url: str, book: QueuedBook) -> None:
    """Ask for one book, coming back whenever the source is paused, as its message does."""
    query = BookQuery("book", book.title, book.author, book.isbn13, book.isbn10)
    async with aiohttp.ClientSession() as session:
        pace = SharedPace("openlibrary", INTERVAL_MS)
        source = OpenLibrary(session, base_url=url, user_agent=USER_AGENT, pace=pace)
        while True:
            looked_up = await source.look_up([query])
            if looked_up.answers:
                return
            await asyncio.sleep(looked_up.paused_seconds or 0.1)


def most_in_a_second(log: Sequence[LoggedRequest]) -> int:
    """The most requests in any sliding second."""
    times = sorted(entry.at for entry in log)
    return max((sum(start <= at < start + 1 for at in times) for start in times), default=0)


def too_early(log: Sequence[LoggedRequest], seconds: float = RETRY_AFTER_SECONDS) -> int:
    """Requests that came after a 429 before the time it named; the news takes a moment to reach all workers."""
    return len(list(_too_early(log, seconds)))


def _too_early(log: Sequence[LoggedRequest], seconds: float) -> Iterator[LoggedRequest]:
    refused = [entry.at for entry in log if entry.status == 429]
    for entry in log:
        if any(at + NEWS_SECONDS < entry.at < at + seconds for at in refused):
            yield entry


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    shared = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
    real, made = subjects_books(shared), synthetic_books(762)
    together = Known(
        [*real.books, *(replace(book, book_id=f"m{book.position}") for book in made.books)], [*real.rows, *made.rows]
    )
    with_isbn = [book for book in together.books if book.isbn13]
    without = [book for book in together.books if not book.isbn13]
    with own_cloud():
        log = politeness(made)
    if not options.json:
        print(f"{len(with_isbn)} books with an ISBN, {len(without)} without, {len(log)} requests of {WORKERS} workers")
    print(
        json.dumps(
            {
                "openlibrary_requests_per_known_isbn": round(requests_for(together, with_isbn) / len(with_isbn), 4),
                "openlibrary_requests_per_title_book": round(requests_for(together, without) / max(len(without), 1), 4),
                "second_export_requests": requests_for(together, together.books, exports=2),
                "max_openlibrary_requests_in_a_second": most_in_a_second(log),
                "requests_after_429_before_time": too_early(log),
            }
        )
    )


if __name__ == "__main__":
    main()
