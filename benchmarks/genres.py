"""How many books get a genre and a form, and how fast: `python -m benchmarks.genres [FILE.jsonl] [--json]`.

- `genre_coverage`, `form_coverage`: of the file's books that have subjects, the share that gets one.
- `seconds_10k`: the time to classify 10,000 books with 12 subjects each, drawn in turn from the file's strings.
  Processor time of the best of several rounds, so that a busy machine does not decide; every round reads each
  distinct string anew. The tables are in memory, as they are from a process's first library on.

Without `--json` it also says what remains without Google's bare categories (`Fiction`, `History`), which is about
what a deployment without a Google key sees.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cli.genres import read_file
from domain.enrichment import Findings
from domain.genres import Entry, classify_library
from domain.genres.votes import hear_heading

BOOKS = 10_000
SUBJECTS_A_BOOK = 12
_ROUNDS = 5
_BOOKS_AN_AUTHOR = 5

# The first steps of Google's category paths, as a search answer gives them.
GOOGLE_CATEGORIES = frozenset(
    {
        "Antiques & Collectibles",
        "Architecture",
        "Art",
        "Bibles",
        "Biography & Autobiography",
        "Body, Mind & Spirit",
        "Business & Economics",
        "Comics & Graphic Novels",
        "Computers",
        "Cooking",
        "Crafts & Hobbies",
        "Design",
        "Drama",
        "Education",
        "Family & Relationships",
        "Fiction",
        "Foreign Language Study",
        "Games & Activities",
        "Gardening",
        "Health & Fitness",
        "History",
        "House & Home",
        "Humor",
        "Juvenile Fiction",
        "Juvenile Nonfiction",
        "Language Arts & Disciplines",
        "Law",
        "Literary Collections",
        "Literary Criticism",
        "Mathematics",
        "Medical",
        "Music",
        "Nature",
        "Performing Arts",
        "Pets",
        "Philosophy",
        "Photography",
        "Poetry",
        "Political Science",
        "Psychology",
        "Reference",
        "Religion",
        "Science",
        "Self-Help",
        "Social Science",
        "Sports & Recreation",
        "Study Aids",
        "Technology & Engineering",
        "Transportation",
        "Travel",
        "True Crime",
        "Young Adult Fiction",
        "Young Adult Nonfiction",
    }
)


def default_file() -> Path:
    """The shared subjects, as the tests find them."""
    shared = os.environ.get("SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")
    return Path(shared) / "catalog" / "subjects.jsonl"


def coverage(entries: Sequence[Entry]) -> tuple[float, float]:
    """The shares of the books with subjects that get a genre, and a form."""
    told = [
        classification
        for entry, classification in zip(entries, classify_library(entries), strict=True)
        if entry.findings and entry.findings.subjects
    ]
    with_genre = sum(bool(classification.genres) for classification in told)
    with_form = sum(classification.form is not None for classification in told)
    return with_genre / len(told), with_form / len(told)


def without_google(entries: Sequence[Entry]) -> list[Entry]:
    """The books without the categories that Google gives."""
    return [replace(entry, findings=Findings(subjects=_of_open_library(entry))) for entry in entries]


def seconds(entries: Sequence[Entry]) -> float:
    """The time for `BOOKS` books made of the entries' strings."""
    library = list(_library(entries))
    best = float("inf")
    for _ in range(_ROUNDS):
        hear_heading.cache_clear()
        start = time.process_time()
        classify_library(library)
        best = min(best, time.process_time() - start)
    return best


def _of_open_library(entry: Entry) -> tuple[str, ...]:
    subjects = entry.findings.subjects if entry.findings else ()
    return tuple(subject for subject in subjects if subject not in GOOGLE_CATEGORIES)


def _library(entries: Sequence[Entry]) -> Iterator[Entry]:
    strings = itertools.cycle([s for entry in entries if entry.findings for s in entry.findings.subjects])
    for number in range(BOOKS):
        subjects = tuple(itertools.islice(strings, SUBJECTS_A_BOOK))
        author = f"author {number // _BOOKS_AN_AUTHOR}"
        yield Entry(str(number), f"book {number}", author, findings=Findings(subjects=subjects))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=default_file())
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    options = parser.parse_args()
    if not options.file.is_file():
        parser.error(f"no file {options.file} (name one, or set SHARED_DATA)")
    entries = read_file(options.file)
    genre_coverage, form_coverage = coverage(entries)
    measured = {
        "genre_coverage": round(genre_coverage, 4),
        "form_coverage": round(form_coverage, 4),
        "seconds_10k": round(seconds(entries), 3),
    }
    if options.json:
        print(json.dumps(measured))
        return
    for name, value in measured.items():
        print(f"{name:<16} {value}")
    alone = without_google(entries)
    told = sum(bool(entry.findings and entry.findings.subjects) for entry in alone)
    genre_alone, form_alone = coverage(alone)
    print(f"of the {told} books with headings of Open Library: genre {genre_alone:.4f}, form {form_alone:.4f}")


if __name__ == "__main__":
    main()
