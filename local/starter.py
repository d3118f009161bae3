"""What a first start brings along: a catalogue that knows the sample library's books, and that library itself."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from domain.catalogue import CatalogueEntry, Certainty, catalogue_key
from domain.enrichment import Findings, Match, SourcePart
from domain.ports import Catalogue
from local.client import LibraryClient
from local.folder import CHECKOUT
from local.sources.works import Work, work_of

SAMPLE_LIBRARY = CHECKOUT / "local" / "sample" / "goodreads_library_export.csv"
STARTER_CATALOGUE = CHECKOUT / "local" / "sample" / "catalogue.jsonl.gz"
# The address that Google Books gives for a volume's small image.
_IMAGE = "https://books.google.com/books/content?id={}&printsec=frontcover&img=1&zoom=1&source=gbs_api"


def load_starter_catalogue(catalogue: Catalogue, now: dt.datetime, file: Path = STARTER_CATALOGUE) -> int:
    """Put what the file knows into the catalogue, unless it is there; how many entries were put."""
    entries = {entry.key: entry for entry in starter_entries(file, now)}
    last = next(reversed(entries), None)
    if last is None or catalogue.get_many([last]):
        return 0
    catalogue.put_many(entries.values())
    return len(entries)


def starter_entries(file: Path, now: dt.datetime) -> Iterator[CatalogueEntry]:
    """One entry for each edition of a work with an ISBN, and one for its title and main author.

    The file is a catalogue of `local.sources`. Ids that it does not give are no real records': they stay out.
    """
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            work = work_of(row)
            given = tuple(row[name] for name in ("work_id", "volume_id") if name in row)
            for edition in work.editions:
                if edition.isbn13 is not None:
                    key = catalogue_key(isbn13=edition.isbn13, title="", author="")
                    yield _entry(key, work, given, Match("isbn", 1.0), now)
            if work.authors:
                key = catalogue_key(isbn13=None, title=work.title, author=work.authors[0])
                yield _entry(key, work, given, Match("title", 1.0), now)


def process_sample(address: str, record: Path, library: Path = SAMPLE_LIBRARY) -> None:
    """Upload the sample library as the page does, wait for its end, and write its name for the page."""
    with LibraryClient(address) as client:
        upload = client.upload(library)
        client.wait(upload.uuid, lambda _status: None)
    draft = record.with_suffix(".draft")
    draft.write_text(json.dumps({"uuid": upload.uuid}))
    draft.replace(record)


def _entry(key: str, work: Work, given: tuple[str, ...], match: Match, now: dt.datetime) -> CatalogueEntry:
    has_image = work.thumbnail and work.volume_id in given
    findings = Findings(
        subjects=work.subjects,
        categories=work.categories,
        ddc=work.ddc,
        lcc=work.lcc,
        cover_id=work.cover_i,
        thumbnail=_IMAGE.format(work.volume_id) if has_image else None,
        pages=work.pages,
        publication_year=work.first_publish_year,
        language=work.language,
        rating=work.ratings_average,
        ratings_count=work.ratings_count,
        record_ids=given,
        match=match,
    )
    parts = {"openlibrary": SourcePart.HIT}
    if work.categories or has_image:
        parts["googlebooks"] = SourcePart.HIT
    return CatalogueEntry(key, Certainty.FOUND, findings, parts, now)
