"""Open Library's answers, in the shapes it was seen to give in 2026.

Empty fields are absent, as there. `jscmd=data` carries the work's headings and authors and never a `works`
key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from local.sources.catalogue import Catalogue
from local.sources.open_library_records import Json, edition_record, present, publish_date, shelf_lcc
from local.sources.works import OPEN_LIBRARY, Edition, Work

HOME = "https://openlibrary.org"
COVERS = "https://covers.openlibrary.org/b/id"

# What a search answers without `fields=`, since January 2025.
_DEFAULT_FIELDS = (
    "author_key",
    "author_name",
    "cover_edition_key",
    "cover_i",
    "ebook_access",
    "edition_count",
    "first_publish_year",
    "has_fulltext",
    "key",
    "language",
    "public_scan_b",
    "subtitle",
    "title",
)
_UNSAFE = re.compile(r"[\s/?#%&+:;,\"'()\[\]{}<>]+")


def books(catalogue: Catalogue, bibkeys: Sequence[str], jscmd: str) -> Json:
    """The answer of `/api/books`: one entry for each key that is known, none for the others."""
    answer: Json = {}
    for key in bibkeys:
        found = _by_bibkey(catalogue, key)
        if found is None:
            continue
        if jscmd == "data":
            answer[key] = _data(*found)
        elif jscmd == "details":
            answer[key] = {**_view(key, *found), "details": _details(*found)}
        else:
            answer[key] = _view(key, *found)
    return answer


def search(catalogue: Catalogue, query: Mapping[str, str]) -> Json:
    """The answer of `/search.json` for `title`, `author`, `q`, `isbn`, `fields`, `limit` and `offset`."""
    found = _found(catalogue, query)
    start = _integer(query.get("offset"), 0)
    limit = min(_integer(query.get("limit"), 100), 1000)
    wanted = query.get("fields", "")
    names = tuple(wanted.split(",")) if wanted else _DEFAULT_FIELDS
    docs = [_doc(work) for work in found[start : start + limit]]
    if "*" not in names:
        docs = [{name: value for name, value in doc.items() if name in names} for doc in docs]
    return {
        "numFound": len(found),
        "start": start,
        "numFoundExact": True,
        "num_found": len(found),
        "documentation_url": f"{HOME}/dev/docs/api/search",
        "q": query.get("q", ""),
        "offset": start if "offset" in query else None,
        "docs": docs,
    }


def _by_bibkey(catalogue: Catalogue, key: str) -> tuple[Work, Edition] | None:
    kind, _, value = key.strip().partition(":") if ":" in key else ("ISBN", "", key.strip())
    if kind.upper() == "OLID":
        found = catalogue.by_edition_id.get(value.upper())
    else:
        found = catalogue.isbn(value) if kind.upper() == "ISBN" else None
    return found if found is not None and OPEN_LIBRARY in found[0].sources else None


def _found(catalogue: Catalogue, query: Mapping[str, str]) -> list[Work]:
    isbn = query.get("isbn") or (query.get("q", "").removeprefix("isbn:") if "isbn:" in query.get("q", "") else "")
    if isbn:
        entry = catalogue.isbn(isbn)
        return [entry[0]] if entry is not None and OPEN_LIBRARY in entry[0].sources else []
    if query.get("q"):
        return catalogue.anywhere(query["q"], OPEN_LIBRARY)
    return catalogue.search(query.get("title", ""), query.get("author", ""), OPEN_LIBRARY)


def _data(work: Work, edition: Edition) -> Json:
    return present(
        {
            "url": f"{HOME}/books/{edition.edition_id}/{_slug(work.title)}",
            "key": f"/books/{edition.edition_id}",
            "title": work.title,
            "subtitle": work.subtitle,
            "authors": [
                {"url": f"{HOME}/authors/{key}/{_slug(name)}", "name": name}
                for key, name in zip(work.author_ids, work.authors, strict=True)
            ],
            "number_of_pages": work.pages,
            "identifiers": present(
                {
                    "isbn_10": [edition.isbn10] if edition.isbn10 else [],
                    "isbn_13": [edition.isbn13] if edition.isbn13 else [],
                    "openlibrary": [edition.edition_id],
                }
            ),
            "classifications": present(
                {
                    "lc_classifications": [shelf_lcc(number) for number in work.lcc],
                    "dewey_decimal_class": list(work.ddc),
                }
            ),
            "publishers": [{"name": work.publisher}] if work.publisher else [],
            "publish_date": publish_date(work),
            "subjects": _headings(work.subjects, ""),
            "subject_places": _headings(work.subject_places, "place:"),
            "subject_people": _headings(work.subject_people, "person:"),
            "subject_times": _headings(work.subject_times, "time:"),
            "cover": _cover_addresses(work),
        }
    )


def _view(key: str, work: Work, edition: Edition) -> Json:
    url = f"{HOME}/books/{edition.edition_id}/{_slug(work.title)}"
    view: Json = {"bib_key": key, "info_url": url, "preview": "noview", "preview_url": url}
    if work.cover_i is not None:
        view["thumbnail_url"] = f"{COVERS}/{work.cover_i}-S.jpg"
    return view


def _details(work: Work, edition: Edition) -> Json:
    named = [{"key": f"/authors/{key}", "name": name} for key, name in zip(work.author_ids, work.authors, strict=True)]
    return {**edition_record(work, edition), "authors": named}


def _doc(work: Work) -> Json:
    isbns = [isbn for edition in work.editions for isbn in (edition.isbn13, edition.isbn10) if isbn]
    return present(
        {
            "author_key": list(work.author_ids),
            "author_name": list(work.authors),
            "cover_edition_key": work.editions[0].edition_id if work.cover_i is not None else None,
            "cover_i": work.cover_i,
            "ddc": list(work.ddc),
            "ebook_access": "no_ebook",
            "edition_count": work.edition_count,
            "edition_key": [edition.edition_id for edition in work.editions],
            "first_publish_year": work.first_publish_year,
            "has_fulltext": False,
            "isbn": isbns,
            "key": f"/works/{work.work_id}",
            "language": [work.language],
            "lcc": list(work.lcc),
            "number_of_pages_median": work.pages,
            "public_scan_b": False,
            "publisher": [work.publisher] if work.publisher else [],
            "ratings_average": work.ratings_average,
            "ratings_count": work.ratings_count,
            "subject": list(work.subjects),
            "person": list(work.subject_people),
            "place": list(work.subject_places),
            "time": list(work.subject_times),
            "subtitle": work.subtitle,
            "title": work.title,
            "type": "work",
        }
    )


def _headings(names: Sequence[str], kind: str) -> list[Json]:
    return [{"name": name, "url": f"{HOME}/subjects/{kind}{name.lower().replace(' ', '_')}"} for name in names]


def _cover_addresses(work: Work) -> Json:
    if work.cover_i is None:
        return {}
    sizes = {"small": "S", "medium": "M", "large": "L"}
    return {size: f"{COVERS}/{work.cover_i}-{letter}.jpg" for size, letter in sizes.items()}


def _slug(title: str) -> str:
    return _UNSAFE.sub("_", title).strip("_")[:100] or "untitled"


def _integer(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdigit() else default
