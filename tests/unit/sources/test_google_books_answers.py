"""Reading Google Books' answers and errors, captured ones above all."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from domain.sources.ask import BookQuery
from domain.sources.google_books import check, https_thumbnail, read_volume, read_volumes, title_request
from domain.sources.reply import (
    NoRecordError,
    QuotaSpentError,
    RateLimitedError,
    RefusedError,
    RejectedError,
    Reply,
    SourceError,
    UnavailableError,
    UnreadableError,
)

NOW = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
SEARCHES = [
    ("natemkelley_list_10.json", 9),
    ("cmsanner_books.json", 10),
    ("cmsanner_books2.json", 10),
    ("atanasot_search.json", 5),
    ("koder_isbn_9781761186769.json", 1),
    ("ahiroshima_isbn_9784815602666_ja.json", 1),
    ("openlibrary_affiliate_isbn_9785699350131_ru.json", 1),
    ("philjestin_isbn_0747532699.json", 1),
    ("empty_totalItems_0.json", 0),
    ("openlibrary_affiliate_no_items_empty_list.json", 0),
]


def captured(shared_data: Path, name: str, status: int = 200) -> Reply:
    return Reply(status, {}, (shared_data / "google_books" / name).read_bytes())


def error(code: int, **fields: object) -> Reply:
    return Reply(code, {}, json.dumps({"error": {"code": code, **fields}}).encode())


@pytest.mark.parametrize(("name", "volumes"), SEARCHES)
def test_every_captured_search_is_read(name: str, volumes: int, shared_data: Path) -> None:
    page = read_volumes(captured(shared_data, name))
    assert len(page.volumes) == volumes
    for volume in page.volumes:
        thumbnail = volume.findings.thumbnail
        assert thumbnail is None or thumbnail.startswith("https://books.google.com/books/content?id=")
        assert "edge=" not in (thumbnail or "")


def test_every_captured_volume_is_read(shared_data: Path) -> None:
    files = sorted((shared_data / "google_books" / "volumes").glob("*.json"))
    volumes = [read_volume(Reply(200, {}, file.read_bytes())) for file in files]
    assert [volume.volume_id for volume in volumes] == [file.stem[:12] for file in files]


def test_what_a_captured_volume_says(shared_data: Path) -> None:
    volume = read_volumes(captured(shared_data, "koder_isbn_9781761186769.json")).volumes[0]
    assert volume.candidate.isbns == {"9781761186769"}
    assert volume.findings.categories == ("Fiction",)
    assert (volume.findings.pages, volume.findings.publication_year, volume.findings.language) == (292, 2023, "en")


@pytest.mark.parametrize(
    "body", [b"{}", b'{"totalItems": 3}', b'{"totalItems": 1, "items": []}', b"<html></html>", b'{"kind": "x"}']
)
def test_what_does_not_say_that_there_is_nothing_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_volumes(Reply(200, {}, body))


@pytest.mark.parametrize(
    ("name", "status", "expected", "reason"),
    [
        ("error_403_dailyLimitExceeded_legacy.json", 403, QuotaSpentError, "daily_quota"),
        ("error_403_unknownLocation.json", 403, RefusedError, "unknown_location"),
        ("error_429_anonymous_daily_quota.json", 429, QuotaSpentError, "daily_quota"),
        ("error_429_daily_compact_keyed.json", 429, QuotaSpentError, "daily_quota"),
        ("error_429_daily_compact_keyed.json", 400, QuotaSpentError, "daily_quota"),
        ("error_429_daily_compact_keyed.json", 403, QuotaSpentError, "daily_quota"),
        ("error_429_per_minute_user.json", 429, RateLimitedError, "minute_quota"),
    ],
)
def test_captured_errors(name: str, status: int, expected: type[SourceError], reason: str, shared_data: Path) -> None:
    with pytest.raises(expected) as raised:
        check(captured(shared_data, name, status), NOW)
    assert raised.value.reason == reason


BACKEND = [{"message": "Service temporarily unavailable.", "domain": "global", "reason": "backendFailed"}]
BAD_KEY = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (error(503, message="Service temporarily unavailable.", errors=BACKEND), UnavailableError),
        (Reply(502, {}, b"<html>Bad Gateway</html>"), UnavailableError),
        (error(400, message="API key not valid.", status="INVALID_ARGUMENT", details=BAD_KEY), RefusedError),
        (error(403, errors=[{"reason": "accessNotConfigured"}], message="Books API is disabled."), RefusedError),
        (
            error(403, errors=[{"reason": "userRateLimitExceeded"}], message="User Rate Limit Exceeded"),
            RateLimitedError,
        ),
        (error(400, message="Invalid value", status="INVALID_ARGUMENT"), RejectedError),
        (Reply(400, {}, b""), RejectedError),
        (Reply(429, {}, b"<html>sorry</html>"), RateLimitedError),
        (Reply(403, {}, b"<html>blocked</html>"), RefusedError),
        (error(500, message="Internal error"), UnreadableError),
        (error(404, message="The volume ID could not be found."), UnreadableError),
    ],
)
def test_other_errors(reply: Reply, expected: type[SourceError]) -> None:
    with pytest.raises(expected) as raised:
        check(reply, NOW)
    assert type(raised.value) is expected


def test_a_404_speaks_of_a_volume_only_where_one_was_asked_for() -> None:
    with pytest.raises(NoRecordError):
        check(error(404, message="The volume ID could not be found."), NOW, of_volume=True)


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (
            "http://books.google.com/books/content?id=a&zoom=1&edge=curl&source=gbs_api",
            "https://books.google.com/books/content?id=a&zoom=1&source=gbs_api",
        ),
        ("http://books.google.co.nz/books/content?id=a", "https://books.google.com/books/content?id=a"),
        ("http://books.google.com.evil.example/x", None),
        ("javascript:alert(1)", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_thumbnails_are_googles_and_https(given: str, made: str | None) -> None:
    assert https_thumbnail(given) == made


def test_a_title_search_needs_an_author() -> None:
    request = title_request(BookQuery("1", 'Why "Nations" Fail: The Origins', "Daron Acemoğlu"))
    assert request is not None
    assert request.params["q"] == 'intitle:"why nations fail" inauthor:"daron acemoğlu"'
    assert title_request(BookQuery("1", "Beowulf", "Anonymous")) is None
