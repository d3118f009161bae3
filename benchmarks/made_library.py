"""Libraries made for measuring: as many read books as wanted, every one of them known to the catalogue."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from domain.books import Book, PartialDate, ReadingStatus
from domain.catalogue import CatalogueEntry, Certainty, catalogue_key
from domain.enrichment import Findings, Match, SourcePart
from domain.exports import write_export
from domain.isbn import isbn13_of, to_isbn10

_SUBJECTS = (
    ("Science fiction", "Fiction, science fiction, general", "Space colonies", "Interplanetary voyages"),
    ("Detective and mystery stories", "Fiction, mystery & detective, general", "Murder", "London (England)"),
    ("Biography", "Autobiography", "Authors, American", "nyt:combined-nonfiction=2014-05-04"),
    ("Fantasy fiction", "Fiction, fantasy, epic", "Magic", "Large type books", "Dragons, fiction"),
    ("History", "World War, 1939-1945", "Campaigns", "Europe, history, 1939-1945"),
    ("Fiction, romance, contemporary", "Love stories", "Man-woman relationships, fiction"),
)
_FIRST_DAY = dt.date(2015, 1, 1)


def made_books(number: int) -> Iterator[Book]:
    """`number` read books with distinct ids, titles and valid ISBNs."""
    for position in range(number):
        isbn13 = _isbn13(position)
        yield Book(
            book_id=str(1_000_000 + position),
            goodreads_id=str(1_000_000 + position),
            position=position,
            row=position + 1,
            title=f"The Book of Number {position}",
            short_title=f"The Book of Number {position}",
            author=f"Author Number{position % 997}",
            author_last_first=f"Number{position % 997}, Author",
            status=ReadingStatus.READ,
            shelf="read",
            isbn13=isbn13,
            isbn10=to_isbn10(isbn13),
            my_rating=float(position % 5 + 1),
            publisher="A Publisher",
            binding="Paperback",
            num_pages=120 + position % 600,
            year_published=1950 + position % 75,
            original_publication_year=1950 + position % 75,
            date_read=PartialDate(_FIRST_DAY + dt.timedelta(days=position % 4000)),
            date_added=PartialDate(_FIRST_DAY + dt.timedelta(days=position % 4000)),
            read_count=1,
            owned_copies=0,
        )


def made_export(number: int) -> bytes:
    """An export of `made_books`, in Goodreads' own dialect."""
    return write_export(made_books(number))


def made_entries(number: int, now: dt.datetime) -> Iterator[CatalogueEntry]:
    """What the catalogue knows of `made_books`."""
    for book in made_books(number):
        key = catalogue_key(isbn13=book.isbn13, title=book.short_title, author=book.author)
        findings = Findings(
            subjects=_SUBJECTS[book.position % len(_SUBJECTS)],
            cover_id=1_000_000 + book.position,
            pages=book.num_pages,
            publication_year=book.original_publication_year,
            record_ids=(f"OL{book.position}W",),
            match=Match("isbn", 1.0),
        )
        yield CatalogueEntry(key, Certainty.FOUND, findings, {"openlibrary": SourcePart.HIT}, now)


def write_source_catalogue(number: int, file: Path) -> None:
    """Write what a simulated source knows of `made_books`, as `local.sources` reads it."""
    with gzip.open(file, "wt") as lines:
        for book in made_books(number):
            row = {
                "title": book.short_title,
                "authors": [book.author],
                "isbns": [book.isbn13],
                "subjects": _SUBJECTS[book.position % len(_SUBJECTS)],
                "cover_i": 1_000_000 + book.position,
                "pages": book.num_pages,
                "first_publish_year": book.original_publication_year,
                "work_id": f"OL{book.position + 1}W",
            }
            lines.write(json.dumps(row) + "\n")


def _isbn13(position: int) -> str:
    stem = f"978{100_000_000 + position}"
    for check in "0123456789":
        isbn13 = isbn13_of(stem + check)
        if isbn13 is not None:
            return isbn13
    raise AssertionError("one of ten check digits is right")
