"""Google Books' client against the simulated source and against answers byte for byte."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
import stamina

from adapters.google_books import GoogleBooks
from domain.enrichment import Findings, Match, SourcePart
from domain.matching import Reason
from domain.sources.ask import BookQuery, LookedUp, SourceAnswer
from local.sources import Fault, FaultKind, SimulatedSources
from tests.sources_served import CONTACT, LIBRARY, Canned, OpenPace, Purse, canned

DUNE = BookQuery("dune", "Dune", "Frank Herbert", isbn13="9780441172719")
DUNE_BY_TITLE = BookQuery("dune", "Dune", "Frank Herbert")
EMMA = BookQuery("emma", "Emma", "Jane Austen", isbn13="9780141439587")
THUMBNAIL = "https://books.google.com/books/content?id=B1hSG45JCX4C&printsec=frontcover&img=1&zoom=1&source=gbs_api"
SEARCH, VOLUME = "/books/v1/volumes", "/books/v1/volumes/B1hSG45JCX4C"


@pytest.fixture(autouse=True)
def _no_backoff() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest.fixture(scope="module")
def simulated() -> Iterator[SimulatedSources]:
    with SimulatedSources(LIBRARY) as sources:
        yield sources


@pytest.fixture
def source(simulated: SimulatedSources) -> SimulatedSources:
    simulated.configure(google_keys=["good-key"], google_per_day=1000, google_per_minute=0, faults=[])
    simulated.clear_log()
    return simulated


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def pace() -> OpenPace:
    return OpenPace()


@pytest.fixture
def budget() -> Purse:
    return Purse()


def client(
    session: aiohttp.ClientSession,
    url: str,
    pace: OpenPace,
    budget: Purse,
    *,
    key: str = "good-key",
    country: str = "NZ",
) -> GoogleBooks:
    return GoogleBooks(session, base_url=url, user_agent=CONTACT, pace=pace, key=key, budget=budget, country=country)


def hit(looked_up: LookedUp, query: BookQuery) -> Findings:
    """What was found of a book, which must be a hit."""
    answer = looked_up.answers[query.key]
    assert answer.part is SourcePart.HIT
    assert answer.findings is not None
    return answer.findings


async def test_a_book_by_isbn_brings_full_categories_and_a_clean_thumbnail(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace, budget: Purse
) -> None:
    looked_up = await client(session, source.google_books_url, pace, budget).look_up([DUNE])

    found = hit(looked_up, DUNE)
    assert found.categories == ("Fiction / Science Fiction / General", "Fiction / Classics")
    assert found.thumbnail == THUMBNAIL
    assert (found.pages, found.publication_year, found.record_ids) == (604, 1965, ("B1hSG45JCX4C",))
    assert found.match == Match("isbn", 1.0)
    asked = source.log()
    assert [entry.path for entry in asked] == [SEARCH, VOLUME]
    assert {(entry.query["country"], entry.query["key"]) for entry in asked} == {("NZ", "good-key")}
    assert all("volumeInfo(title" in entry.query["fields"] for entry in asked)
    assert budget.spent == 2


async def test_a_book_that_its_isbn_does_not_find_is_asked_by_title_and_author(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace, budget: Purse
) -> None:
    other = BookQuery("emma", "Emma", "Jane Austen", isbn13="9780316030571")

    looked_up = await client(session, source.google_books_url, pace, budget).look_up([other])

    assert hit(looked_up, other).categories == ("Fiction / Classics",)
    assert [entry.query.get("q") for entry in source.log()] == [
        "isbn:9780316030571",
        'intitle:"emma" inauthor:"jane austen"',
        None,
    ]


async def test_a_book_that_google_does_not_have_is_a_miss(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace, budget: Purse
) -> None:
    nowhere = BookQuery("nowhere", "The Unwritten Book", "Nobody Known", isbn13="9780316030571")

    looked_up = await client(session, source.google_books_url, pace, budget).look_up([nowhere])

    assert looked_up.answers["nowhere"] == SourceAnswer(SourcePart.MISS, reason=Reason.NO_ANSWER)


async def test_another_book_under_the_isbn_is_not_believed(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace, budget: Purse
) -> None:
    source.configure(faults=[Fault(FaultKind.WRONG_BOOK)])

    answer = (await client(session, source.google_books_url, pace, budget).look_up([EMMA])).answers["emma"]

    assert answer.part is SourcePart.MISS
    assert answer.findings is not None
    assert answer.findings.categories == ()


@pytest.mark.parametrize("kind", [FaultKind.BACKEND_FAILED, FaultKind.TRUNCATED, FaultKind.HTML, FaultKind.DROPPED])
async def test_a_bad_moment_is_asked_through(
    kind: FaultKind, session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace, budget: Purse
) -> None:
    source.configure(faults=[Fault(kind, times=2)])

    hit(await client(session, source.google_books_url, pace, budget).look_up([DUNE]), DUNE)

    assert budget.spent == len(source.log()) == 4


async def test_a_volume_that_cannot_be_had_leaves_the_search_answer(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace, budget: Purse
) -> None:
    source.configure(faults=[Fault(FaultKind.BACKEND_FAILED, path=f"{SEARCH}/")])

    looked_up = await client(session, source.google_books_url, pace, budget).look_up([DUNE])

    assert hit(looked_up, DUNE).categories == ("Fiction",)
    assert looked_up.answers["dune"].reason == "categories_from_search"


async def test_a_google_that_is_down_keeps_no_book_waiting(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace, budget: Purse
) -> None:
    source.configure(faults=[Fault(FaultKind.BACKEND_FAILED)])
    queries = [BookQuery(str(n), "Dune", "Frank Herbert") for n in range(20)]

    looked_up = await client(session, source.google_books_url, pace, budget).look_up(queries)

    assert {answer.part for answer in looked_up.answers.values()} == {SourcePart.UNAVAILABLE}
    assert len(looked_up.answers) == 20
    assert looked_up.paused_seconds is None
    assert len(source.log()) < 25


@pytest.mark.parametrize(
    "kind", [FaultKind.DAILY_QUOTA, FaultKind.KEYLESS_QUOTA, FaultKind.LEGACY_QUOTA, FaultKind.QUOTA_AS_400]
)
async def test_a_spent_day_is_known_in_every_form(
    kind: FaultKind, session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace, budget: Purse
) -> None:
    source.configure(faults=[Fault(kind)])
    queries = [BookQuery(str(n), "Dune", "Frank Herbert") for n in range(9)]

    looked_up = await client(session, source.google_books_url, pace, budget).look_up(queries)

    assert {(answer.part, answer.reason) for answer in looked_up.answers.values()} == {
        (SourcePart.RATE_LIMITED, "daily_quota")
    }
    assert len(looked_up.answers) == 9
    assert budget.left == 0


async def test_our_own_budget_ends_before_googles(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    budget = Purse(left=2)

    looked_up = await client(session, source.google_books_url, pace, budget).look_up([DUNE])
    looked_up_later = await client(session, source.google_books_url, pace, budget).look_up([EMMA])

    hit(looked_up, DUNE)
    assert looked_up_later.answers["emma"] == SourceAnswer(SourcePart.RATE_LIMITED, reason="daily_budget")
    assert len(source.log()) == 2


async def test_a_hit_outlives_the_quota_that_ends_with_it(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    looked_up = await client(session, source.google_books_url, pace, Purse(left=1)).look_up([DUNE])

    assert hit(looked_up, DUNE).categories == ("Fiction",)


async def test_the_minutes_quota_is_waited_for(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace, budget: Purse
) -> None:
    source.configure(faults=[Fault(FaultKind.MINUTE_QUOTA)])

    looked_up = await client(session, source.google_books_url, pace, budget).look_up([DUNE, EMMA])

    assert looked_up == LookedUp({}, 60.0)
    assert pace.pauses == [60.0]
    assert budget.left


@pytest.mark.parametrize(
    ("key", "country", "reason"), [("bad-key", "US", "key_refused"), ("good-key", "", "unknown_location")]
)
async def test_a_refusal_is_the_answer_for_every_book(
    key: str,
    country: str,
    reason: str,
    session: aiohttp.ClientSession,
    source: SimulatedSources,
    pace: OpenPace,
    budget: Purse,
) -> None:
    books = client(session, source.google_books_url, pace, budget, key=key, country=country)

    looked_up = await books.look_up([DUNE, EMMA, BookQuery("3", "Emma", "Jane Austen")])

    assert {(answer.part, answer.reason) for answer in looked_up.answers.values()} == {(SourcePart.REFUSED, reason)}
    assert looked_up.paused_seconds is None


@pytest.mark.parametrize(
    ("file", "status", "expected"),
    [
        ("error_403_dailyLimitExceeded_legacy.json", 403, (SourcePart.RATE_LIMITED, "daily_quota")),
        ("error_403_unknownLocation.json", 403, (SourcePart.REFUSED, "unknown_location")),
        ("error_429_anonymous_daily_quota.json", 429, (SourcePart.RATE_LIMITED, "daily_quota")),
        ("error_429_daily_compact_keyed.json", 429, (SourcePart.RATE_LIMITED, "daily_quota")),
        ("error_429_daily_compact_keyed.json", 400, (SourcePart.RATE_LIMITED, "daily_quota")),
        ("error_429_per_minute_user.json", 429, None),
        ("empty_totalItems_0.json", 200, (SourcePart.MISS, Reason.NO_ANSWER)),
        ("openlibrary_affiliate_no_items_empty_list.json", 200, (SourcePart.MISS, Reason.NO_ANSWER)),
    ],
)
async def test_real_bodies(
    file: str,
    status: int,
    expected: tuple[SourcePart, str] | None,
    shared_data: Path,
    session: aiohttp.ClientSession,
    pace: OpenPace,
    budget: Purse,
) -> None:
    body = (shared_data / "google_books" / file).read_bytes()
    async with canned(Canned(body, status, {"Content-Type": "application/json; charset=UTF-8"})) as server:
        looked_up = await client(session, server.url, pace, budget).look_up([DUNE])

    answer = looked_up.answers.get("dune")
    assert (None if answer is None else (answer.part, answer.reason)) == expected
    assert (looked_up.paused_seconds is not None) == (expected is None)


async def test_a_captured_search_and_its_volume(
    shared_data: Path, session: aiohttp.ClientSession, pace: OpenPace, budget: Purse
) -> None:
    folder = shared_data / "google_books"
    volume = json.loads((folder / "natemkelley_volume_single.json").read_bytes())
    search = json.dumps({"kind": "books#volumes", "totalItems": 1, "items": [volume]}).encode()
    eden = BookQuery("eden", "East of Eden", "John Steinbeck", isbn13="9781440631320")
    async with canned(Canned(search), Canned((folder / "natemkelley_volume_single.json").read_bytes())) as server:
        found = hit(await client(session, server.url, pace, budget).look_up([eden]), eden)

    assert found.categories == ("Fiction / Classics", "Fiction / Literary", "Fiction / Sagas")
    assert (found.rating, found.ratings_count, found.pages) == (4.5, 203, 608)
    assert found.thumbnail is not None
    assert found.thumbnail.startswith("https://books.google.com/")
    assert "edge" not in found.thumbnail


async def test_a_volume_whose_own_title_names_another_number_is_not_believed(
    session: aiohttp.ClientSession, pace: OpenPace, budget: Purse
) -> None:
    """Search answers were seen to leave out the volume's number."""
    item = {"id": "TJLUzwEACAAJ", "volumeInfo": {"title": "Bucket List of the Dead", "authors": ["Haro Aso"]}}
    search = json.dumps({"totalItems": 1, "items": [item]}).encode()
    full = {**item, "volumeInfo": {"title": "Bucket List of the Dead Tome 8", "authors": ["Haro Aso"]}}
    async with canned(Canned(search), Canned(json.dumps(full).encode())) as server:
        books = client(session, server.url, pace, budget)
        answer = (await books.look_up([BookQuery("1", "Bucket List of the Dead", "Haro Aso")])).answers["1"]

    assert (answer.part, answer.reason) == (SourcePart.MISS, Reason.OTHER_TITLE)
