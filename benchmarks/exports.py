"""How fast and in how much memory an export is read: `python -m benchmarks.exports [--json]`.

- `ratio_to_csv_reader_10k`, `ratio_to_csv_reader_100k`: the time of `read_export`, books and report and all, over
  that of `list(csv.reader(file))` on the same generated file without reviews, in the same run. Processor time of
  the best of several alternating runs, so that a busy machine does not decide.
- `peak_mib_100k`: the most memory of a process that reads 100,000 ordinary rows book by book, the file's bytes
  included, above that of an interpreter that has only started.
- `peak_mib_worst`: the same for the worst of a set of hostile files of 50 MB.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gc
import io
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from domain.books import Book, PartialDate, ReadingSpan, ReadingStatus
from domain.exports import MAX_BYTES, read_export, write_export
from domain.isbn import to_isbn13

TODAY = dt.date(2026, 11, 24)
_ROUNDS = 7
_MIB = 1 << 20

_WORDS = (
    "ash bell bridge city cold crown dark daughter dream dust empire fire forest garden ghost glass gold harbour "
    "heart history hour house island king knife lake letter light memory midnight moon mountain music night ocean "
    "orchard paper queen rain river road salt sea secret shadow silence sky smoke snow song star stone storm story "
    "summer sword thief thousand tide time tower war water winter witch wolf woman wood world year"
).split()
_GIVEN = (
    "Ada Ben Carla Dmitri Elif Fatima Georg Hana Ivo Jia Kofi Lena Marek Nadia Olu Priya Rosa Sven Tove Uma".split()
)
_ENDINGS = "son sen ova ez berg mann ley ton well wood field stein ski ic ara moto".split()


def generated_library(rows: int, seed: int = 1) -> Iterator[Book]:
    """Ordinary Goodreads books, no reviews: a third in series, a sixth without an ISBN, a third to be read."""
    random_ = random.Random(seed)
    authors = [f"{random_.choice(_GIVEN)} {_name(random_)}" for _ in range(max(1, rows // 3))]
    publishers = [f"{_name(random_)} {random_.choice(('Press', 'Books', 'House'))}" for _ in range(max(1, rows // 8))]
    names = [f"{first}-{second}" for first in _WORDS[:6] for second in _WORDS[6:12]]
    habits = [tuple(random_.sample(names, random_.choice((0, 1, 2, 3)))) for _ in range(max(1, rows // 10))]
    for number in range(rows):
        yield _book(number, random_, random_.choice(authors), random_.choice(publishers), random_.choice(habits))


def _book(number: int, random_: random.Random, author: str, publisher: str, shelves: tuple[str, ...]) -> Book:
    given, family = author.split()
    title = " ".join(random_.sample(_WORDS, random_.randint(2, 6))).title()
    if random_.random() < 0.33:
        title = f"{title} (The {random_.choice(_WORDS).title()} {_name(random_)}, #{random_.randint(1, 12)})"
    isbn10 = _isbn10(random_) if random_.random() < 0.83 else None
    status = random_.choices((ReadingStatus.READ, ReadingStatus.TO_READ, ReadingStatus.CURRENTLY_READING), (60, 37, 3))[
        0
    ]
    is_read = status is ReadingStatus.READ
    finished = PartialDate(_day(random_)) if is_read and random_.random() < 0.6 else None
    year = random_.randint(1950, 2026)
    return Book(
        book_id=str(1_000 + 7 * number),
        position=number,
        row=number + 1,
        title=title,
        short_title=title,
        author=author,
        status=status,
        goodreads_id=str(1_000 + 7 * number),
        author_last_first=f"{family}, {given}",
        additional_authors=(f"{random_.choice(_GIVEN)} {_name(random_)}",) if random_.random() < 0.2 else (),
        isbn10=isbn10,
        isbn13=to_isbn13(isbn10) if isbn10 else None,
        my_rating=float(random_.randint(2, 5)) if is_read and random_.random() < 0.8 else None,
        average_rating=round(random_.uniform(3, 4.7), 2),
        publisher=publisher,
        binding=random_.choice(("Hardcover", "Paperback", "Kindle Edition", "ebook", "Audible Audio")),
        num_pages=random_.randint(80, 900),
        year_published=year,
        original_publication_year=year - random_.randint(0, 30),
        date_read=finished,
        readings=(ReadingSpan(None, finished),) if finished else (),
        date_added=PartialDate(_day(random_)),
        shelf=status.value,
        shelves=shelves,
        read_count=1 if is_read else 0,
        owned_copies=0,
    )


def _name(random_: random.Random) -> str:
    return random_.choice(_WORDS).title() + random_.choice(_ENDINGS)


def _day(random_: random.Random) -> dt.date:
    return dt.date(2010, 1, 1) + dt.timedelta(days=random_.randrange(6_000))


def _isbn10(random_: random.Random) -> str:
    nine = f"{random_.randrange(10**9):09}"
    check = -sum((10 - at) * int(digit) for at, digit in enumerate(nine)) % 11
    return nine + "0123456789X"[check]
