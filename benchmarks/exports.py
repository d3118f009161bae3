"""How fast and in how much memory an export is read.

- `ratio_to_csv_reader_10k`, `ratio_to_csv_reader_100k`: the time of `read_export`, from the file to the books and the
  report, over that of `list(csv.reader(file))` on the same generated file without reviews, in the same run. Both are
  processor time, the best of several alternating rounds, so that a busy machine does not decide.
- `peak_mib_100k`: the most memory, in MiB, of a process that reads 100,000 ordinary rows book by book, as `inspect`
  does, above that of an interpreter that has only started. The bytes of the file are in memory and count.
- `peak_mib_worst`: the same for the worst of a set of hostile files of 50 MB.

`read_export` keeps its books, which the last two do not measure: about 1 KiB a book.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import datetime as dt
import gc
import io
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from benchmarks.hostile_exports import HOSTILE, write_hostile
from domain.books import Book, PartialDate, ReadingSpan, ReadingStatus
from domain.exports import ExportReader, NotAnExport, read_export, write_export
from domain.isbn import isbn10_check, to_isbn13

T = TypeVar("T")

TODAY = dt.date(2026, 11, 24)
_ROUNDS = 7
_KIB_PER_MIB = 1_024

_WORDS = (
    "ash bell bridge city cold crown dark daughter dream dust empire fire forest garden ghost glass gold harbour "
    "heart history hour house island king knife lake letter light memory midnight moon mountain music night ocean "
    "orchard paper queen rain river road salt sea secret shadow silence sky smoke snow song star stone storm story "
    "summer sword thief thousand tide time tower war water winter witch wolf woman wood world year"
)
_GIVEN_NAMES = "Ada Ben Carla Dmitri Elif Fatima Georg Hana Ivo Jia Kofi Lena Marek Nadia Olu Priya Rosa Sven Uma"
_ENDINGS = "son sen ova ez berg mann ley ton well wood field stein ski ic ara moto"
_BINDINGS = ("Hardcover", "Paperback", "Kindle Edition", "ebook", "Audible Audio")
_SHELVES = {ReadingStatus.READ: 60, ReadingStatus.TO_READ: 37, ReadingStatus.CURRENTLY_READING: 3}


class LibraryMaker:
    """Makes ordinary Goodreads books without reviews, the same ones for the same number of rows.

    A third is in series, a sixth has no ISBN, two in five are to be read; authors, publishers, dates and sets of
    shelves repeat about as often as in real libraries.
    """

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._random = random.Random(rows)
        self._words = _WORDS.split()
        self._given = _GIVEN_NAMES.split()
        self._endings = _ENDINGS.split()
        self._authors = [(self._pick(self._given), self._name()) for _ in range(max(1, rows // 3))]
        self._publishers = [f"{self._name()} {self._pick(('Press', 'Books'))}" for _ in range(max(1, rows // 8))]
        names = [f"{first}-{second}" for first in self._words[:6] for second in self._words[6:12]]
        self._habits = [tuple(self._random.sample(names, self._pick((0, 1, 2, 3)))) for _ in range(max(1, rows // 10))]

    def books(self) -> Iterator[Book]:
        """The books, one at a time."""
        return map(self._book, range(self._rows))

    def _book(self, number: int) -> Book:
        given, family = self._pick(self._authors)
        title = self._title()
        isbn10 = self._isbn10() if self._happens(0.83) else None
        (status,) = self._random.choices(list(_SHELVES), list(_SHELVES.values()))
        is_read = status is ReadingStatus.READ
        finished = PartialDate(self._day()) if is_read and self._happens(0.6) else None
        year = self._random.randint(1950, 2026)
        return Book(
            book_id=str(1_000 + 7 * number),
            position=number,
            row=number + 1,
            title=title,
            short_title=title,
            author=f"{given} {family}",
            status=status,
            goodreads_id=str(1_000 + 7 * number),
            author_last_first=f"{family}, {given}",
            additional_authors=(f"{self._pick(self._given)} {self._name()}",) if self._happens(0.2) else (),
            isbn10=isbn10,
            isbn13=to_isbn13(isbn10) if isbn10 else None,
            my_rating=float(self._random.randint(2, 5)) if is_read and self._happens(0.8) else None,
            average_rating=round(self._random.uniform(3, 4.7), 2),
            publisher=self._pick(self._publishers),
            binding=self._pick(_BINDINGS),
            num_pages=self._random.randint(80, 900),
            year_published=year,
            original_publication_year=year - self._random.randint(0, 30),
            date_read=finished,
            readings=(ReadingSpan(None, finished),) if finished else (),
            date_added=PartialDate(self._day()),
            shelf=status.value,
            shelves=self._pick(self._habits),
            read_count=1 if is_read else 0,
            owned_copies=0,
        )

    def _pick(self, choices: Sequence[T]) -> T:
        return self._random.choice(choices)

    def _happens(self, share: float) -> bool:
        return self._random.random() < share

    def _name(self) -> str:
        return self._pick(self._words).title() + self._pick(self._endings)

    def _title(self) -> str:
        title = " ".join(self._random.sample(self._words, self._random.randint(2, 6))).title()
        if not self._happens(0.33):
            return title
        return f"{title} (The {self._pick(self._words).title()} {self._name()}, #{self._random.randint(1, 12)})"

    def _day(self) -> dt.date:
        return dt.date(2010, 1, 1) + dt.timedelta(days=self._random.randrange(6_000))

    def _isbn10(self) -> str:
        nine = f"{self._random.randrange(10**9):09}"
        return nine + isbn10_check(nine)


def ratio_to_csv_reader(rows: int, rounds: int = _ROUNDS) -> float:
    """How many times longer `read_export` takes than the csv module alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "library.csv")
        path.write_bytes(write_export(LibraryMaker(rows).books()))

        def by_the_csv_module() -> int:
            with path.open(encoding="utf-8", newline="") as file:
                return len(list(csv.reader(file)))

        def by_this_reader() -> int:
            return len(read_export(path.read_bytes(), today=TODAY).books)

        assert by_the_csv_module() == by_this_reader() + 1 == rows + 1
        times = [(_seconds(by_the_csv_module), _seconds(by_this_reader)) for _ in range(rounds)]
    return min(read for _, read in times) / min(plain for plain, _ in times)


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def peak_mib(path: Path) -> float:
    """The most memory of a process that reads a file book by book, above that of one that only starts."""
    bare = _peak_kib_of("-c", "print(open('/proc/self/status').read())")
    return (_peak_kib_of("-m", "benchmarks.exports", "--read", str(path)) - bare) / _KIB_PER_MIB


def _peak_kib_of(*arguments: str) -> int:
    """The high-water mark in the status that a Python process prints of itself (Linux)."""
    run = subprocess.run((sys.executable, *arguments), capture_output=True, check=True, text=True)
    (mark,) = re.findall(r"^VmHWM:\s+(\d+) kB$", run.stdout, re.MULTILINE)
    return int(mark)


def _read(path: Path) -> None:
    """What the measured process does: hold the bytes and let go of each book, as it comes."""
    with contextlib.suppress(NotAnExport):
        for _ in ExportReader(io.BytesIO(path.read_bytes()), today=TODAY):
            pass
    print(Path("/proc/self/status").read_text())


def peaks() -> dict[str, float]:
    """The peak of 100,000 ordinary rows as `ordinary`, and of each hostile file by its name."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "library.csv")
        path.write_bytes(write_export(LibraryMaker(100_000).books()))
        found["ordinary"] = peak_mib(path)
        for name in HOSTILE:
            write_hostile(name, path)
            found[name] = peak_mib(path)
    return found


def main() -> None:
    """Measure and print; with `--json` the last line is one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        _read(options.read)
        return
    found = peaks()
    ordinary = found.pop("ordinary")
    for name, peak in found.items():
        print(f"{name:<24} {peak:6.1f} MiB")
    result = {
        "ratio_to_csv_reader_10k": round(ratio_to_csv_reader(10_000), 2),
        "ratio_to_csv_reader_100k": round(ratio_to_csv_reader(100_000, rounds=3), 2),
        "peak_mib_100k": round(ordinary, 1),
        "peak_mib_worst": round(max(found.values()), 1),
    }
    if options.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:<24} {value:6.1f}")


if __name__ == "__main__":
    main()
