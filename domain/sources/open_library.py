"""Open Library: what to request, and what its answers say.

`/api/books?jscmd=data` answers for many ISBNs at once; a key that is absent is not known. `/search.json` answers
for a title and an author. `/works/OL…W.json` is a work's own record, which may say that it was merged or deleted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from domain.enrichment import Findings
from domain.isbn import isbn13_of
from domain.matching import Candidate, asked_isbns
from domain.sources import fields, names, titles
from domain.sources.ask import BookQuery
from domain.sources.reply import NoRecordError, Reply, Request, UnreadableError, json_object

ISBNS_A_REQUEST = 25
SEARCH_LIMIT = 20
_LONGEST_TERM = 200

_BIBKEY = "ISBN:"
_COVER_ID = re.compile(r"/b/id/(\d+)-[SML]\.jpg")
_RECORD_ID = re.compile(r"\bOL\d+[WM]\b")
_RECORD_KEY = re.compile(r"/(works|books)/OL\d+[WM]")
_SEARCH_FIELDS = (
    "key,title,subtitle,author_name,subject,cover_i,first_publish_year,edition_count,ddc,lcc,language,"
    "number_of_pages_median,ratings_average,ratings_count"
)


@dataclass(frozen=True, slots=True)
class Record:
    """One book of an answer: what identifies it, what it says, and its key where it has a record of its own."""

    candidate: Candidate
    findings: Findings
    key: str | None = None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The records of a search's first page, and whether there are no more."""

    records: Sequence[Record]
    complete: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A record that was merged into the one with `key`."""

    key: str


def books_request(isbns: Sequence[str]) -> Request:
    """The request for up to 25 ISBNs."""
    keys = ",".join(f"{_BIBKEY}{isbn}" for isbn in isbns)
    return Request("/api/books", {"bibkeys": keys, "jscmd": "data", "format": "json"})


def search_requests(query: BookQuery) -> Sequence[Request]:
    """The searches for a book by title and author, the better one first; none where there is too little to ask.

    The first asks for the title up to its colon, which finds the work with and without its subtitle, and for
    the author without initials, which sources write differently. The second asks for what comes after the
    colon or, where there is no colon, for the title by whoever wrote it: the author may be written in another
    script.
    """
    title = titles.without_author(query.title, query.author)
    main, rest = map(titles.search_words, titles.parts(title))
    if not main or not query.author.strip():
        return ()
    author = "" if names.is_nobody(query.author) else titles.search_words(names.search_words(query.author))
    searches = [(main, author)]
    if author:
        searches.append((rest, author) if len(rest.split()) > 1 else (main, ""))
    with_isbns = bool(asked_isbns(query))
    return [_search_request(words, by, with_isbns=with_isbns) for words, by in searches]


def record_request(key: str) -> Request:
    """The request for a record by its key, such as `/works/OL45804W`."""
    return Request(f"{key}.json", {})


def read_books(reply: Reply, asked: Collection[str]) -> Mapping[str, Record]:
    """The records by asked ISBN; an ISBN that is not in it is not known. Raises UnreadableError."""
    answer = json_object(reply)
    records: dict[str, Record] = {}
    for key, entry in answer.items():
        isbn = key.removeprefix(_BIBKEY)
        if isbn not in asked or not isinstance(entry, dict):
            raise UnreadableError("not_an_answer_of_books")
        if fields.text(entry, "title") is not None:
            records[isbn] = _book(entry)
    return records


def read_search(reply: Reply) -> SearchPage:
    """The first page of a search. Raises UnreadableError."""
    answer = json_object(reply)
    total = fields.whole(answer, "numFound")
    total = fields.whole(answer, "num_found") if total is None else total
    if total is None or not isinstance(answer.get("docs"), list):
        raise UnreadableError("not_an_answer_of_a_search")
    docs = fields.children(answer, "docs")
    return SearchPage([_doc(doc) for doc in docs if fields.text(doc, "title")], complete=total <= len(docs))


def read_work(reply: Reply) -> Record | Moved:
    """A work's own record, or where it was merged to. Raises NoRecordError where it was deleted."""
    record = json_object(reply)
    kind = fields.text(fields.child(record, "type"), "key")
    if kind == "/type/delete":
        raise NoRecordError("deleted_record")
    if kind == "/type/redirect":
        location = fields.text(record, "location") or ""
        if not _RECORD_KEY.fullmatch(location):
            raise NoRecordError("redirect_to_nothing")
        return Moved(location)
    title, key = fields.text(record, "title"), fields.text(record, "key")
    if kind != "/type/work" or title is None or key is None:
        raise UnreadableError("not_a_work")
    findings = Findings(
        subjects=fields.texts(record, "subjects"),
        ddc=fields.texts(record, "dewey_number"),
        lcc=fields.texts(record, "lc_classifications"),
        cover_id=_first_cover(record.get("covers")),
        publication_year=fields.year(fields.text(record, "first_publish_date")),
        record_ids=_ids(key),
    )
    return Record(Candidate(title, (), fields.text(record, "subtitle")), findings, key)


def _search_request(title: str, author: str, *, with_isbns: bool) -> Request:
    named = {"author": author[:_LONGEST_TERM]} if author else {}
    wanted = f"{_SEARCH_FIELDS},isbn" if with_isbns else _SEARCH_FIELDS
    return Request(
        "/search.json",
        {"title": title[:_LONGEST_TERM], **named, "fields": wanted, "limit": str(SEARCH_LIMIT)},
    )


def _book(entry: Mapping[str, object]) -> Record:
    identifiers = fields.child(entry, "identifiers")
    classes = fields.child(entry, "classifications")
    key = fields.text(entry, "key")
    findings = Findings(
        subjects=fields.texts(entry, "subjects"),
        ddc=fields.texts(classes, "dewey_decimal_class"),
        lcc=fields.texts(classes, "lc_classifications"),
        cover_id=_cover_id(fields.child(entry, "cover")),
        pages=fields.pages(entry, "number_of_pages"),
        publication_year=fields.year(fields.text(entry, "publish_date")),
        record_ids=_ids(key or "", *fields.texts(identifiers, "openlibrary"), fields.text(entry, "url") or "")[:1],
    )
    candidate = Candidate(
        title=fields.text(entry, "title") or "",
        authors=fields.texts(entry, "authors"),
        subtitle=fields.text(entry, "subtitle"),
        isbns=_isbns(fields.texts(identifiers, "isbn_13") + fields.texts(identifiers, "isbn_10")),
        weight=len(findings.subjects),
    )
    return Record(candidate, findings, key)


def _doc(doc: Mapping[str, object]) -> Record:
    key = fields.text(doc, "key")
    rating, ratings_count = fields.rating(doc, "ratings_average", "ratings_count")
    languages = fields.texts(doc, "language")
    findings = Findings(
        subjects=fields.texts(doc, "subject"),
        ddc=fields.texts(doc, "ddc"),
        lcc=fields.texts(doc, "lcc"),
        cover_id=_positive(fields.whole(doc, "cover_i")),
        pages=fields.pages(doc, "number_of_pages_median"),
        publication_year=fields.whole(doc, "first_publish_year"),
        language=languages[0] if len(languages) == 1 else None,
        rating=rating,
        ratings_count=ratings_count,
        record_ids=_ids(key or ""),
    )
    candidate = Candidate(
        title=fields.text(doc, "title") or "",
        authors=fields.texts(doc, "author_name"),
        subtitle=fields.text(doc, "subtitle"),
        isbns=_isbns(fields.texts(doc, "isbn")),
        # Of two records of one work the one with headings says more; then the one with more editions.
        weight=10_000 * bool(findings.subjects) + (fields.whole(doc, "edition_count") or 0),
    )
    return Record(candidate, findings, key if key and _RECORD_KEY.fullmatch(key) else None)


def _isbns(written: Collection[str]) -> frozenset[str]:
    return frozenset(isbn for text in written if (isbn := isbn13_of(text)) is not None)


def _ids(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found[0] for text in texts if (found := _RECORD_ID.search(text)) is not None))


def _cover_id(addresses: Mapping[str, object]) -> int | None:
    """The cover's id, which an answer of books has only in the cover's addresses."""
    for size in ("large", "medium", "small"):
        found = _COVER_ID.search(fields.text(addresses, size) or "")
        if found is not None:
            return _positive(int(found[1]))
    return None


def _first_cover(covers: object) -> int | None:
    """The first cover that is one: a list may begin with -1, which stands for a removed cover."""
    ids = covers if isinstance(covers, list) else []
    return next((cover for cover in ids if isinstance(cover, int) and cover > 0), None)


def _positive(identifier: int | None) -> int | None:
    return identifier if identifier is not None and identifier > 0 else None
