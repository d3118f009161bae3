"""Open Library's records of works, editions and authors, as their `.json` addresses give them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from local.sources.works import Edition, Work

_CREATED = {"type": "/type/datetime", "value": "2009-10-17T17:59:12.548417"}
_MODIFIED = {"type": "/type/datetime", "value": "2025-11-02T09:03:15.533052"}
_SORTABLE_LCC = re.compile(r"([A-Z]{1,3})-*0*(\d+)(?:\.0*)?(\d*)(.*)")

Json = dict[str, object]


def work_record(work: Work) -> Json:
    """The work's own record, `/works/OL…W.json`."""
    return present(
        {
            "title": work.title,
            "subtitle": work.subtitle,
            "key": f"/works/{work.work_id}",
            "authors": [
                {"type": {"key": "/type/author_role"}, "author": {"key": f"/authors/{author}"}}
                for author in work.author_ids
            ],
            "type": {"key": "/type/work"},
            "covers": _covers(work),
            "subjects": list(work.subjects),
            "subject_people": list(work.subject_people),
            "subject_places": list(work.subject_places),
            "subject_times": list(work.subject_times),
            "description": _text(work.description),
            "first_publish_date": str(work.first_publish_year) if work.first_publish_year else None,
            "dewey_number": list(work.ddc),
            "lc_classifications": [shelf_lcc(number) for number in work.lcc],
            "latest_revision": 3,
            "revision": 3,
            "created": _CREATED,
            "last_modified": _MODIFIED,
        }
    )


def edition_record(work: Work, edition: Edition) -> Json:
    """The edition's own record, `/books/OL…M.json`."""
    return present(
        {
            "title": work.title,
            "subtitle": work.subtitle,
            "key": f"/books/{edition.edition_id}",
            "authors": [{"key": f"/authors/{author}"} for author in work.author_ids],
            "type": {"key": "/type/edition"},
            "works": [{"key": f"/works/{work.work_id}"}],
            "isbn_13": [edition.isbn13] if edition.isbn13 else [],
            "isbn_10": [edition.isbn10] if edition.isbn10 else [],
            "covers": _covers(work),
            "number_of_pages": work.pages,
            "publish_date": publish_date(work),
            "publishers": [work.publisher] if work.publisher else [],
            "languages": [{"key": f"/languages/{work.language}"}],
            "dewey_decimal_class": list(work.ddc),
            "lc_classifications": [shelf_lcc(number) for number in work.lcc],
            "latest_revision": 5,
            "revision": 5,
            "created": _CREATED,
            "last_modified": _MODIFIED,
        }
    )


def author_record(author_id: str, name: str) -> Json:
    """The author's own record, `/authors/OL…A.json`."""
    return {
        "name": name,
        "personal_name": name,
        "key": f"/authors/{author_id}",
        "type": {"key": "/type/author"},
        "latest_revision": 2,
        "revision": 2,
        "created": _CREATED,
        "last_modified": _MODIFIED,
    }


def redirect_record(key: str, location: str) -> Json:
    """What a merged record answers, with status 200: the key it was merged into."""
    return {
        "key": key,
        "type": {"key": "/type/redirect"},
        "location": location,
        "latest_revision": 4,
        "revision": 4,
        "created": _CREATED,
        "last_modified": _MODIFIED,
    }


def delete_record(key: str) -> Json:
    """What a deleted record answers, with status 200."""
    return {
        "key": key,
        "type": {"key": "/type/delete"},
        "latest_revision": 2,
        "revision": 2,
        "created": _CREATED,
        "last_modified": _MODIFIED,
    }


def present(fields: Mapping[str, object]) -> Json:
    """`fields` without the empty ones, as Open Library leaves them out."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def publish_date(work: Work) -> str | None:
    """The main edition's date of publication, as printed."""
    return work.publish_date or (str(work.first_publish_year) if work.first_publish_year else None)


def shelf_lcc(sortable: str) -> str:
    """`PS-3558.00000000.E63` as it stands on a shelf: `PS3558 .E63`."""
    match = _SORTABLE_LCC.fullmatch(sortable)
    if match is None:
        return sortable
    letters, whole, fraction, rest = match.groups()
    return f"{letters}{whole}{f'.{fraction}' if fraction else ''} {rest.strip()}".strip()


def _covers(work: Work) -> list[int]:
    return [] if work.cover_i is None else [work.cover_i]


def _text(text: str | None) -> Json | None:
    return None if text is None else {"type": "/type/text", "value": text}
