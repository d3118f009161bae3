"""Google Books: what to request, what its answers say, and what its errors mean.

A search answer names only the first step of a category ("Fiction"); the full paths are in the volume's record.
An `isbn:` search may answer with another book, so its ISBN, or title and author, are checked like any other's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.enrichment import Findings
from domain.isbn import isbn13_of
from domain.matching import Candidate
from domain.sources import fields, names, titles
from domain.sources.ask import BookQuery
from domain.sources.reply import (
    NoRecordError,
    QuotaSpentError,
    RateLimitedError,
    RefusedError,
    Reply,
    Request,
    UnreadableError,
    check_status,
    json_object,
    retry_after,
)

PATH = "/books/v1/volumes"
_MOST_RESULTS = 10
_MINUTE = 60.0
_LONGEST_TERM = 200
_VOLUME_ID = re.compile(r"[\w-]{1,40}", re.ASCII)
_COVER = re.compile(
    r"https?://books\.google\.[a-z]{2,3}(?:\.[a-z]{2})?(?P<path>/[\w/.-]*)\?(?P<query>[\w=&%.~+-]*)", re.ASCII
)
_VOLUME_FIELDS = (
    "id,volumeInfo(title,subtitle,authors,publishedDate,industryIdentifiers,pageCount,categories,averageRating,"
    "ratingsCount,language,imageLinks(thumbnail,smallThumbnail))"
)

_PER_DAY = re.compile(r"per ?day|1/d\b|daily ?limit", re.IGNORECASE)
_PER_MINUTE = re.compile(r"per ?minute|1/min\b|per ?100 ?seconds|user ?rate ?limit", re.IGNORECASE)
_QUOTA = re.compile(r"quota|limit ?exceeded|rate_?limit|resource_exhausted", re.IGNORECASE)
_KEY_REFUSED = frozenset(
    {
        *("keyInvalid", "keyExpired", "API_KEY_INVALID", "API_KEY_EXPIRED", "API_KEY_SERVICE_BLOCKED"),
        *("accessNotConfigured", "SERVICE_DISABLED", "ipRefererBlocked", "API_KEY_IP_ADDRESS_BLOCKED"),
    }
)


class DailyBudget(Protocol):
    """The requests of a Pacific day, shared by all workers."""

    async def spend(self) -> bool:
        """Take one of today's requests; False when none is left."""

    async def exhaust(self) -> None:
        """Google says that today's are used up, whatever was counted."""


@dataclass(frozen=True, slots=True)
class Volume:
    """One volume: its id, what identifies it, and what it says."""

    volume_id: str
    candidate: Candidate
    findings: Findings


@dataclass(frozen=True, slots=True)
class VolumePage:
    """The first volumes of a search, and whether there are no more."""

    volumes: Sequence[Volume]
    complete: bool


def isbn_request(isbn: str) -> Request:
    """The search for an ISBN."""
    return _search(f"isbn:{isbn}")


def title_request(query: BookQuery) -> Request | None:
    """The search for a title, up to its colon, and an author; None where there is too little to ask with."""
    title = titles.without_author(query.title, query.author)
    title = titles.search_words(titles.parts(title)[0])[:_LONGEST_TERM]
    author = titles.search_words(names.search_words(query.author))[:_LONGEST_TERM]
    if not title or not author or names.is_nobody(query.author):
        return None
    return _search(f'intitle:"{title}" inauthor:"{author}"')


def volume_request(volume_id: str) -> Request:
    """The request for a volume's own record."""
    return Request(f"{PATH}/{volume_id}", {"fields": _VOLUME_FIELDS})


def read_volumes(reply: Reply) -> VolumePage:
    """The volumes of a search. Raises UnreadableError."""
    answer = json_object(reply)
    total = fields.whole(answer, "totalItems")
    if total is None:
        raise UnreadableError("not_an_answer_of_volumes")
    items = fields.children(answer, "items")
    if total > 0 and not items:
        raise UnreadableError("items_missing")
    volumes = [volume for item in items if (volume := _volume(item)) is not None]
    return VolumePage(volumes, complete=total <= len(items))


def read_volume(reply: Reply) -> Volume:
    """A volume's own record. Raises UnreadableError."""
    volume = _volume(json_object(reply))
    if volume is None:
        raise UnreadableError("not_a_volume")
    return volume


def check(reply: Reply, now: dt.datetime, *, of_volume: bool = False) -> None:
    """Returns for 200, raises the `SourceError` that any other answer means.

    The day's end and the minute's share the reason `rateLimitExceeded`, and an exhausted key was seen to answer
    with 429, 403 and 400: only the message and the quota's name tell. A quota that names neither is taken for
    the minute's. `of_volume`: a 404 speaks of the volume that was asked for.
    """
    if reply.status == 200:
        return
    error = _error(reply)
    said = " ".join((*_reasons(error), fields.text(error, "message") or "", *_quota_names(error)))
    if reply.status == 429 or (reply.status in (400, 403) and _QUOTA.search(said)):
        if _PER_DAY.search(said) and not _PER_MINUTE.search(said):
            raise QuotaSpentError("daily_quota")
        named = "minute_quota" if _PER_MINUTE.search(said) else "too_many_requests"
        seconds = retry_after(reply, now)
        raise RateLimitedError(named, _MINUTE if seconds is None else seconds)
    if not _KEY_REFUSED.isdisjoint(_reasons(error)):
        raise RefusedError("key_refused")
    if "unknownLocation" in _reasons(error):
        raise RefusedError("unknown_location")
    if reply.status == 404 and of_volume:
        raise NoRecordError("no_such_volume")
    check_status(reply, now)


def https_thumbnail(address: str) -> str | None:
    """A cover's address by https and without the curled edge; None where it is not Google Books'."""
    parts = _COVER.fullmatch(address)
    if parts is None:
        return None
    query = "&".join(pair for pair in parts["query"].split("&") if not pair.startswith("edge="))
    return f"https://books.google.com{parts['path']}?{query}"


def _search(q: str) -> Request:
    wanted = f"kind,totalItems,items({_VOLUME_FIELDS})"
    return Request(PATH, {"q": q, "maxResults": str(_MOST_RESULTS), "printType": "books", "fields": wanted})


def _volume(item: Mapping[str, object]) -> Volume | None:
    info = fields.child(item, "volumeInfo")
    volume_id, title = fields.text(item, "id"), fields.text(info, "title")
    if volume_id is None or title is None or not _VOLUME_ID.fullmatch(volume_id):
        return None
    rating, ratings_count = fields.rating(info, "averageRating", "ratingsCount")
    categories = fields.texts(info, "categories")
    findings = Findings(
        categories=categories,
        thumbnail=_thumbnail(fields.child(info, "imageLinks")),
        pages=fields.pages(info, "pageCount"),
        publication_year=fields.year(fields.text(info, "publishedDate")),
        language=fields.text(info, "language"),
        rating=rating,
        ratings_count=ratings_count,
        record_ids=(volume_id,),
    )
    identifiers = (fields.text(each, "identifier") for each in fields.children(info, "industryIdentifiers"))
    candidate = Candidate(
        title=title,
        authors=fields.texts(info, "authors"),
        subtitle=fields.text(info, "subtitle"),
        isbns=frozenset(isbn for text in identifiers if text and (isbn := isbn13_of(text)) is not None),
        weight=2 * len(categories) + (findings.thumbnail is not None),
    )
    return Volume(volume_id, candidate, findings)


def _thumbnail(links: Mapping[str, object]) -> str | None:
    for size in ("thumbnail", "smallThumbnail"):
        address = fields.text(links, size)
        if address is not None and (cover := https_thumbnail(address)) is not None:
            return cover
    return None


def _error(reply: Reply) -> Mapping[str, object]:
    """The error object of an error's body; an empty one where the body is something else."""
    try:
        return fields.child(json_object(reply), "error")
    except UnreadableError:
        return {}


def _reasons(error: Mapping[str, object]) -> Collection[str]:
    described = (*fields.children(error, "errors"), *fields.children(error, "details"))
    reasons = [reason for each in described if (reason := fields.text(each, "reason")) is not None]
    return [*reasons, fields.text(error, "status") or ""]


def _quota_names(error: Mapping[str, object]) -> Sequence[str]:
    metadata = [fields.child(each, "metadata") for each in fields.children(error, "details")]
    return [fields.text(each, name) or "" for each in metadata for name in ("quota_unit", "quota_limit")]
