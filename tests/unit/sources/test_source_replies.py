"""What an HTTP answer means before anyone looks for a book in it."""

from __future__ import annotations

import datetime as dt

import pytest

from domain.sources.breaker import Breaker
from domain.sources.reply import (
    RateLimitedError,
    RefusedError,
    RejectedError,
    Reply,
    SourceError,
    UnavailableError,
    UnreadableError,
    check_status,
    json_object,
    retry_after,
)

NOW = dt.datetime(2026, 11, 24, 12, 0, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (204, UnreadableError),
        (301, UnreadableError),
        (400, RejectedError),
        (401, RefusedError),
        (403, RefusedError),
        (404, UnreadableError),
        (422, RejectedError),
        (429, RateLimitedError),
        (500, UnreadableError),
        (502, UnavailableError),
        (503, UnavailableError),
        (504, UnavailableError),
        (522, UnavailableError),
    ],
)
def test_every_status_but_200_is_an_error(status: int, error: type[SourceError]) -> None:
    with pytest.raises(error):
        check_status(Reply(status, {}, b"{}"), NOW)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("Tue, 24 Nov 2026 12:01:30 GMT", 90.0),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_forms(header: str, seconds: float | None) -> None:
    assert retry_after(Reply(503, {"retry-after": header}, b""), NOW) == seconds


def test_a_time_that_the_source_names_comes_with_the_error() -> None:
    with pytest.raises(RateLimitedError) as limited:
        check_status(Reply(429, {"retry-after": "7"}, b""), NOW)
    assert limited.value.seconds == 7.0


@pytest.mark.parametrize("body", [b"", b"<html></html>", b'{"a": 1', b"[]", b"null", b"\xff\xfe\x00", b"[" * 100_000])
def test_only_an_object_is_an_answer(body: bytes) -> None:
    with pytest.raises(UnreadableError):
        json_object(Reply(200, {}, body))


def test_utf16_is_read_as_json_allows_it() -> None:
    assert json_object(Reply(200, {}, '{"a": "é"}'.encode("utf-16"))) == {"a": "é"}


def test_a_breaker_opens_after_three_failures_in_a_row() -> None:
    breaker = Breaker()
    assert [breaker.failed(), breaker.failed()] == [False, False]
    breaker.succeeded()
    assert [breaker.failed(), breaker.failed(), breaker.failed()] == [False, False, True]


def test_a_breaker_stays_open_for_longer_each_time_up_to_a_bound() -> None:
    breaker = Breaker()
    assert [breaker.open() for _ in range(7)] == [15, 30, 60, 120, 240, 300, 300]
    breaker.succeeded()
    assert breaker.open() == 15
    assert breaker.open(asked_seconds=1000.0) == 1000.0
    assert breaker.open(asked_seconds=0.0) == 1.0
