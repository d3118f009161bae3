"""One work of the catalogue, and the reading of its row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b

from domain.isbn import isbn13_of, to_isbn10

OPEN_LIBRARY = "open_library"
GOOGLE_BOOKS = "google_books"

_VOLUME_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
# Derived ids lie above Open Library's own, which are near 60 million, so they never name a real record, and
# in a range so wide that 100,000 works share none.
_DERIVED_FROM = 1_000_000_000
_DERIVED_RANGE = 10**14
_WORK_ID = re.compile(r"OL\d+W")
_EDITION_ID = re.compile(r"OL\d+M")
_AUTHOR_ID = re.compile(r"OL\d+A")
_VOLUME_ID = re.compile(r"[\w-]{12}", re.ASCII)


class WorkError(ValueError):
    """A row of a catalogue that does not follow the format."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition: Open Library's id and its ISBNs; both are None for a work without ISBNs."""

    edition_id: str
    isbn13: str | None
    isbn10: str | None


@dataclass(slots=True)
class Work:
    """One work as both sources know it; the fields are those of the catalogue file, the ids never absent."""

    title: str
    authors: tuple[str, ...]
    editions: tuple[Edition, ...]
    work_id: str
    volume_id: str
    author_ids: tuple[str, ...]
    subtitle: str | None = None
    subjects: tuple[str, ...] = ()
    subject_people: tuple[str, ...] = ()
    subject_places: tuple[str, ...] = ()
    subject_times: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    cover_i: int | None = None
    thumbnail: bool = True
    pages: int | None = None
    first_publish_year: int | None = None
    publish_date: str | None = None
    publisher: str | None = None
    description: str | None = None
    language: str = "eng"
    ddc: tuple[str, ...] = ()
    lcc: tuple[str, ...] = ()
    ratings_average: float | None = None
    ratings_count: int | None = None
    google_rating: float | None = None
    google_ratings_count: int | None = None
    edition_count: int = 1
    sources: tuple[str, ...] = (OPEN_LIBRARY, GOOGLE_BOOKS)
    position: int = 0


_KNOWN = {field.name for field in fields(Work)} - {"editions", "position"} | {"isbns", "edition_id"}


class _Row:
    """Typed access to a row's fields; raises `WorkError` on another type."""

    def __init__(self, row: Mapping[str, object]) -> None:
        self._row = row

    def text(self, name: str) -> str | None:
        value = self._row.get(name)
        if value is not None and not isinstance(value, str):
            raise WorkError(f"{name} is not a string")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._row.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not set(map(type, value)) <= {str}:
            raise WorkError(f"{name} is not a list of strings")
        return tuple(value)

    def integer(self, name: str) -> int | None:
        value = self._row.get(name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise WorkError(f"{name} is not an integer")
        return value

    def number(self, name: str) -> float | None:
        value = self._row.get(name)
        if value is not None and (not isinstance(value, int | float) or isinstance(value, bool)):
            raise WorkError(f"{name} is not a number")
        return None if value is None else float(value)

    def flag(self, name: str) -> bool | None:
        value = self._row.get(name)
        if value is not None and not isinstance(value, bool):
            raise WorkError(f"{name} is not a boolean")
        return value


def work_of(fields: Mapping[str, object]) -> Work:
    """The work of one row, its absent ids derived. Raises `WorkError`."""
    unknown = fields.keys() - _KNOWN
    if unknown:
        raise WorkError(f"unknown field {', '.join(sorted(unknown))}")
    row = _Row(fields)
    title, authors = row.text("title"), row.texts("authors")
    if not title or "authors" not in fields:
        raise WorkError("title and authors are required")
    name = "|".join((title, row.text("subtitle") or "", *authors))
    editions = _editions(row.texts("isbns"), row.text("edition_id"), name)
    thumbnail = row.flag("thumbnail")
    work = Work(
        title=title,
        authors=authors,
        editions=editions,
        work_id=row.text("work_id") or f"OL{_derived_number(name)}W",
        volume_id=row.text("volume_id") or _derived_volume_id(name),
        author_ids=row.texts("author_ids") or tuple(f"OL{_derived_number(author)}A" for author in authors),
        subtitle=row.text("subtitle"),
        subjects=row.texts("subjects"),
        subject_people=row.texts("subject_people"),
        subject_places=row.texts("subject_places"),
        subject_times=row.texts("subject_times"),
        categories=row.texts("categories"),
        cover_i=row.integer("cover_i"),
        thumbnail=editions[0].isbn13 is not None if thumbnail is None else thumbnail,
        pages=row.integer("pages"),
        first_publish_year=row.integer("first_publish_year"),
        publish_date=row.text("publish_date"),
        publisher=row.text("publisher"),
        description=row.text("description"),
        language=row.text("language") or "eng",
        ddc=row.texts("ddc"),
        lcc=row.texts("lcc"),
        ratings_average=row.number("ratings_average"),
        ratings_count=row.integer("ratings_count"),
        google_rating=row.number("google_rating"),
        google_ratings_count=row.integer("google_ratings_count"),
        edition_count=row.integer("edition_count") or len(editions),
        sources=row.texts("sources") or (OPEN_LIBRARY, GOOGLE_BOOKS),
    )
    _check(work)
    return work


def _check(work: Work) -> None:
    if len(work.author_ids) != len(work.authors):
        raise WorkError("author_ids and authors differ in length")
    if not {OPEN_LIBRARY, GOOGLE_BOOKS}.issuperset(work.sources):
        raise WorkError(f"sources: {', '.join(work.sources)}")
    for pattern, identifier in (
        (_WORK_ID, work.work_id),
        (_EDITION_ID, work.editions[0].edition_id),
        (_VOLUME_ID, work.volume_id),
        *((_AUTHOR_ID, author_id) for author_id in work.author_ids),
    ):
        if not pattern.fullmatch(identifier):
            raise WorkError(f"{identifier} is not an id of its kind")


def _editions(isbns: Sequence[str], main_id: str | None, name: str) -> tuple[Edition, ...]:
    thirteens = []
    for isbn in isbns:
        thirteen = isbn13_of(isbn)
        if thirteen is None:
            raise WorkError(f"{isbn} is no ISBN")
        if thirteen not in thirteens:
            thirteens.append(thirteen)
    main = main_id or f"OL{_derived_number(f'{name}|edition')}M"
    if not thirteens:
        return (Edition(main, None, None),)
    return tuple(
        Edition(main if place == 0 else f"OL{_derived_number(isbn)}M", isbn, to_isbn10(isbn))
        for place, isbn in enumerate(thirteens)
    )


def _derived_number(name: str) -> int:
    digest = blake2b(name.encode(), digest_size=8).digest()
    return _DERIVED_FROM + int.from_bytes(digest) % _DERIVED_RANGE


def _derived_volume_id(name: str) -> str:
    digest = blake2b(name.encode(), digest_size=12, person=b"volume").digest()
    return "".join(_VOLUME_ALPHABET[byte % 64] for byte in digest)
