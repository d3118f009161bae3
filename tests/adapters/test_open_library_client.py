"""Open Library's client against the simulated source and against answers byte for byte."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
import stamina

from adapters import source_http
from adapters.open_library import OpenLibrary
from adapters.source_http import HostNotAllowedError
from adapters.steady_pace import SteadyPace
from domain.enrichment import Findings, Match, SourcePart
from domain.matching import Reason
from domain.sources.ask import BookQuery, LookedUp, SourceAnswer
from local.sources import Fault, FaultKind, SimulatedSources
from tests.sources_served import CONTACT, LIBRARY, Canned, OpenPace, canned

DUNE = BookQuery("dune", "Dune", "Frank Herbert", isbn13="9780441172719")
EMMA = BookQuery("emma", "Emma", "Jane Austen", isbn13="9780141439587")
DUNE_BY_TITLE = BookQuery("dune", "Dune", "Frank Herbert")
UNKNOWN = BookQuery("unknown", "The Unwritten Book", "Nobody Known", isbn13="9780316030571")
JSON = {"Content-Type": "application/json"}
HTML = {"Content-Type": "text/html"}


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
    """The simulated source without limits and faults, its log empty."""
    simulated.configure(identified_per_second=0, unidentified_per_second=0, faults=[])
    simulated.clear_log()
    return simulated


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def pace() -> OpenPace:
    return OpenPace()


def client(session: aiohttp.ClientSession, url: str, pace: OpenPace, *, patience: float = 45.0) -> OpenLibrary:
    return OpenLibrary(session, base_url=url, user_agent=CONTACT, pace=pace, patience=patience)


def hit(looked_up: LookedUp, query: BookQuery) -> Findings:
    """What was found of a book, which must be a hit."""
    answer = looked_up.answers[query.key]
    assert answer.part is SourcePart.HIT
    assert answer.findings is not None
    return answer.findings


async def test_many_isbns_take_one_request(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    looked_up = await client(session, source.open_library_url, pace).look_up([DUNE, EMMA])

    found = hit(looked_up, DUNE)
    assert found.subjects == ("Science fiction", "Dune (Imaginary place)")
    assert (found.cover_id, found.pages, found.publication_year) == (11481354, 604, 1965)
    assert (found.ddc, found.lcc, found.record_ids) == (("813.54",), ("PS3558 .E63",), ("OL26242482M",))
    assert found.match == Match("isbn", 1.0)
    hit(looked_up, EMMA)
    assert [entry.path for entry in source.log()] == ["/api/books"]
    assert looked_up.paused_seconds is None


async def test_batches_hold_25_different_isbns(session: aiohttp.ClientSession, pace: OpenPace) -> None:
    numbers = [f"978{n:09d}" for n in range(100_000_000, 100_000_030)]
    isbns = [stem + str(-sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(stem)) % 10) for stem in numbers]
    rows = [{"title": f"Book {isbn}", "authors": ["A. Writer"], "isbns": [isbn]} for isbn in isbns]
    queries = [BookQuery(f"{isbn}{copy}", "x", "y", isbn13=isbn) for isbn in isbns for copy in "ab"]
    with SimulatedSources(rows) as sources:
        sources.configure(identified_per_second=0)
        looked_up = await client(session, sources.open_library_url, pace).look_up(queries)
        asked = [entry.query["bibkeys"].split(",") for entry in sources.log()]

    assert len(looked_up.answers) == 60
    assert sorted(map(len, asked)) == [5, 25]


async def test_a_book_without_isbn_is_searched_and_brings_the_rating(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    looked_up = await client(session, source.open_library_url, pace).look_up([DUNE_BY_TITLE])

    found = hit(looked_up, DUNE_BY_TITLE)
    assert (found.rating, found.ratings_count) == (4.28, 312)
    assert found.record_ids == ("OL893414W",)
    assert found.match is not None
    assert found.match.by == "title"
    assert [entry.path for entry in source.log()] == ["/search.json"]


async def test_an_isbn_that_is_not_known_takes_one_search_more(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    other_edition = BookQuery("emma", "Emma", "Jane Austen", isbn13="9780316030571")

    looked_up = await client(session, source.open_library_url, pace).look_up([DUNE, other_edition])

    hit(looked_up, other_edition)
    assert [entry.path for entry in source.log()] == ["/api/books", "/search.json"]


async def test_a_book_that_nobody_knows_is_a_miss_after_two_searches(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    nowhere = BookQuery("nowhere", "The Unwritten Book", "Nobody Known")

    looked_up = await client(session, source.open_library_url, pace).look_up([nowhere])

    assert looked_up.answers["nowhere"] == SourceAnswer(SourcePart.MISS, reason=Reason.NO_ANSWER)
    assert len(source.log()) == 2


async def test_a_candidate_that_is_not_believed_is_kept_as_such(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    wrong = BookQuery("wrong", "Emperor of Dune", "Frank Herbert")

    answer = (await client(session, source.open_library_url, pace).look_up([wrong])).answers["wrong"]

    assert (answer.part, answer.reason) == (SourcePart.MISS, Reason.OTHER_TITLE)
    assert answer.findings is not None
    assert answer.findings.record_ids == ("OL893515W",)
    assert answer.findings.subjects == ()


async def test_an_all_miss_batch_is_asked_once_more_in_halves(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    source.configure(faults=[Fault(FaultKind.EMPTY_BATCH, times=1)])

    looked_up = await client(session, source.open_library_url, pace).look_up([DUNE, EMMA])

    hit(looked_up, DUNE)
    hit(looked_up, EMMA)
    asked = [entry.query.get("bibkeys", "").count("ISBN:") for entry in source.log()]
    assert asked == [2, 1, 1]


async def test_a_batch_that_stays_empty_is_searched_by_title(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    source.configure(faults=[Fault(FaultKind.EMPTY_BATCH)])

    looked_up = await client(session, source.open_library_url, pace).look_up([DUNE, EMMA])

    assert {answer.part for answer in looked_up.answers.values()} == {SourcePart.HIT}
    assert [entry.path for entry in source.log()] == ["/api/books"] * 3 + ["/search.json"] * 2


async def test_an_answer_for_another_book_is_not_believed(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    source.configure(faults=[Fault(FaultKind.WRONG_BOOK)])

    answer = (await client(session, source.open_library_url, pace).look_up([EMMA])).answers["emma"]

    assert answer.part is SourcePart.MISS


async def test_a_doubtful_isbn_needs_the_title(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    """The 13 is Emma's and the 10 Dune's: the title says which of them the reader meant."""
    mixed = BookQuery("mixed", "Dune", "Frank Herbert", "9780141439587", "0441172717", isbn_doubtful=True)
    neither = BookQuery("neither", "Persuasion", "Jane Austen", "9780141439587", "0441172717", isbn_doubtful=True)

    looked_up = await client(session, source.open_library_url, pace).look_up([mixed, neither])

    found = hit(looked_up, mixed)
    assert found.record_ids == ("OL26242482M",)
    assert looked_up.answers["neither"].part is SourcePart.MISS


@pytest.mark.parametrize(
    "kind", [FaultKind.TRUNCATED, FaultKind.HTML, FaultKind.SERVER_ERROR, FaultKind.DROPPED, FaultKind.UNAVAILABLE]
)
async def test_a_passing_fault_is_asked_through(
    kind: FaultKind, session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    source.configure(faults=[Fault(kind, times=2)])

    looked_up = await client(session, source.open_library_url, pace).look_up([DUNE])

    hit(looked_up, DUNE)
    assert len(source.log()) == 3


@pytest.mark.parametrize("kind", [FaultKind.TRUNCATED, FaultKind.HTML, FaultKind.SERVER_ERROR])
async def test_an_answer_that_cannot_be_read_is_never_a_miss(
    kind: FaultKind, session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    source.configure(faults=[Fault(kind, path="/search.json")])

    looked_up = await client(session, source.open_library_url, pace).look_up([DUNE_BY_TITLE])

    assert looked_up.answers["dune"].part is SourcePart.UNAVAILABLE
    assert pace.pauses == []


async def test_requests_that_all_fail_mean_that_the_source_is_down(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    source.configure(faults=[Fault(FaultKind.SERVER_ERROR)])
    queries = [BookQuery(str(n), f"Title {n}", "A. Writer") for n in range(9)]

    looked_up = await client(session, source.open_library_url, pace).look_up(queries)

    assert not looked_up.answers
    assert looked_up.paused_seconds
    assert pace.pauses


@pytest.mark.parametrize("kind", [FaultKind.UNAVAILABLE, FaultKind.DROPPED])
async def test_books_wait_for_a_source_that_is_not_there(
    kind: FaultKind, session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    source.configure(faults=[Fault(kind)])

    looked_up = await client(session, source.open_library_url, pace).look_up([DUNE, EMMA, UNKNOWN])

    assert not looked_up.answers
    assert looked_up.paused_seconds == pace.pauses[0] == 15.0


async def test_pauses_grow_until_the_source_answers(session: aiohttp.ClientSession, source: SimulatedSources) -> None:
    books = client(session, source.open_library_url, pace := OpenPace())
    source.configure(faults=[Fault(FaultKind.UNAVAILABLE)])
    seen = []
    for _ in range(3):
        seen.append((await books.look_up([DUNE])).paused_seconds)
        pace.pauses.clear()
    source.configure(faults=[])
    await books.look_up([DUNE])
    source.configure(faults=[Fault(FaultKind.UNAVAILABLE)])
    seen.append((await books.look_up([DUNE])).paused_seconds)

    assert seen == [15.0, 30.0, 60.0, 15.0]


async def test_a_source_that_fails_most_of_the_time_answers_in_the_end(
    session: aiohttp.ClientSession, source: SimulatedSources
) -> None:
    source.configure(faults=[Fault(FaultKind.UNAVAILABLE, probability=0.6)])
    waiting = [DUNE, EMMA, *(BookQuery(str(n), "Dune", "Frank Herbert") for n in range(10))]
    answers: dict[str, SourceAnswer] = {}
    books = client(session, source.open_library_url, pace := OpenPace())
    for _ in range(60):
        looked_up = await books.look_up(waiting)
        answers.update(looked_up.answers)
        waiting = [query for query in waiting if query.key not in answers]
        pace.pauses.clear()

    assert len(answers) == 12
    assert {answer.part for answer in answers.values()} == {SourcePart.HIT}


async def test_a_429_stops_everything_until_its_time(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    queries = [BookQuery(str(n), "Dune", "Frank Herbert") for n in range(20)]
    source.configure(faults=[Fault(FaultKind.RATE_LIMITED, times=1, retry_after="90")])

    looked_up = await client(session, source.open_library_url, pace).look_up([DUNE, *queries])

    assert not looked_up.answers
    assert looked_up.paused_seconds == 90.0
    assert pace.pauses == [90.0]
    assert [entry.status for entry in source.log()] == [429]


async def test_answers_from_before_a_429_are_kept(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    source.configure(faults=[Fault(FaultKind.RATE_LIMITED, path="/search.json")])

    looked_up = await client(session, source.open_library_url, pace).look_up([DUNE, UNKNOWN])

    assert looked_up.answers.keys() == {"dune"}
    assert looked_up.paused_seconds == 30.0


async def test_a_paused_source_is_not_asked(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    await pace.pause(77.0)

    looked_up = await client(session, source.open_library_url, pace).look_up([DUNE, DUNE_BY_TITLE])

    assert looked_up == LookedUp({}, 77.0)
    assert source.log() == []


async def test_a_source_that_refuses_us_says_so_for_every_book(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    """An application that names itself and no contact is refused: waiting would change nothing."""
    books = OpenLibrary(session, base_url=source.open_library_url, user_agent="GoodreadsStats/1.0", pace=pace)

    looked_up = await books.look_up([DUNE, EMMA, DUNE_BY_TITLE, BookQuery("2", "Emma", "Jane Austen")])

    assert {answer.part for answer in looked_up.answers.values()} == {SourcePart.REFUSED}
    assert looked_up.paused_seconds is None
    assert len(source.log()) == 1


async def test_without_a_contact_no_application_is_named(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    books = OpenLibrary(session, base_url=source.open_library_url, user_agent=None, pace=pace)

    hit(await books.look_up([DUNE]), DUNE)
    assert "Goodreads" not in source.log()[0].user_agent


async def test_books_for_which_there_is_no_time_left_wait(
    session: aiohttp.ClientSession, source: SimulatedSources, pace: OpenPace
) -> None:
    looked_up = await client(session, source.open_library_url, pace, patience=-1.0).look_up([DUNE])

    assert not looked_up.answers
    assert looked_up.paused_seconds is not None


async def test_the_plain_pace_keeps_the_real_limit(session: aiohttp.ClientSession) -> None:
    """Eight at once, on a source that counts three in any sliding second and answers a fourth with 429."""
    queries = [BookQuery(str(n), "Dune", "Frank Herbert") for n in range(8)]
    pace = SteadyPace()
    with SimulatedSources(LIBRARY) as sources:
        books = OpenLibrary(session, base_url=sources.open_library_url, user_agent=CONTACT, pace=pace)
        looked_up = await books.look_up(queries)
        statuses = [entry.status for entry in sources.log()]

    assert len(looked_up.answers) == 8
    assert set(statuses) == {200}


SEARCH_WITHOUT_HEADINGS = (
    b'{"numFound": 1, "start": 0, "docs": ['
    b'{"key": "/works/OL100005W", "title": "Emma", "author_name": ["Jane Austen"]}]}'
)
REDIRECT = (
    b'{"key": "/works/OL100005W", "type": {"key": "/type/redirect"}, "location": "/works/OL66562W", "revision": 3}'
)
DELETED = b'{"key": "/works/OL100005W", "type": {"key": "/type/delete"}, "revision": 2}'
WORK = (
    b'{"key": "/works/OL66562W", "type": {"key": "/type/work"}, "title": "Emma", "subjects": ["Young women"],'
    b' "covers": [-1, 8]}'
)
EMMA_BY_TITLE = BookQuery("emma", "Emma", "Jane Austen")


async def test_a_merged_record_is_followed(session: aiohttp.ClientSession, pace: OpenPace) -> None:
    async with canned(Canned(SEARCH_WITHOUT_HEADINGS), Canned(REDIRECT), Canned(WORK)) as server:
        looked_up = await client(session, server.url, pace).look_up([EMMA_BY_TITLE])

    found = hit(looked_up, EMMA_BY_TITLE)
    assert (found.subjects, found.cover_id) == (("Young women",), 8)
    assert found.record_ids == ("OL100005W", "OL66562W")
    assert [path for path, _ in server.requests] == ["/search.json", "/works/OL100005W.json", "/works/OL66562W.json"]


async def test_merges_without_end_are_given_up(session: aiohttp.ClientSession, pace: OpenPace) -> None:
    async with canned(Canned(SEARCH_WITHOUT_HEADINGS), Canned(REDIRECT)) as server:
        looked_up = await client(session, server.url, pace).look_up([EMMA_BY_TITLE])

    hit(looked_up, EMMA_BY_TITLE)
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (Canned(DELETED), "deleted_record"),
        (Canned(b"<!DOCTYPE html><html></html>", 404, HTML), "no_such_record"),
        (Canned(REDIRECT.replace(b"/works/OL66562W", b"https://elsewhere.example/")), "redirect_to_nothing"),
    ],
)
async def test_a_record_that_is_gone_is_no_hit(
    record: Canned, reason: str, session: aiohttp.ClientSession, pace: OpenPace
) -> None:
    async with canned(Canned(SEARCH_WITHOUT_HEADINGS), record) as server:
        answer = (await client(session, server.url, pace).look_up([EMMA_BY_TITLE])).answers["emma"]

    assert (answer.part, answer.reason) == (SourcePart.MISS, reason)


@pytest.mark.parametrize(
    ("file", "status", "content_type", "waits"),
    [
        ("error_429_web.json", 429, "application/json", True),
        ("error_429_covers.json", 429, "application/json", True),
        ("error_503_haproxy.html", 503, "text/html", True),
        ("error_404_isbn.json", 404, "application/json", False),
        ("error_503_haproxy.html", 200, "text/html", False),
        ("ibraheem_search_empty.json", 200, "application/json", False),
    ],
)
async def test_real_error_bodies_are_no_miss_of_an_isbn(
    file: str,
    status: int,
    content_type: str,
    waits: bool,
    shared_data: Path,
    session: aiohttp.ClientSession,
    pace: OpenPace,
) -> None:
    body = (shared_data / "open_library" / file).read_bytes()
    async with canned(Canned(body, status, {"Content-Type": content_type})) as server:
        looked_up = await client(session, server.url, pace).look_up([DUNE, EMMA])

    if waits:
        assert looked_up.answers == {}
        assert looked_up.paused_seconds
    else:
        assert {answer.part for answer in looked_up.answers.values()} == {SourcePart.UNAVAILABLE}


async def test_a_block_page_is_a_refusal(session: aiohttp.ClientSession, pace: OpenPace) -> None:
    page = b"<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center></body></html>"
    async with canned(Canned(page, 403, HTML)) as server:
        looked_up = await client(session, server.url, pace).look_up([DUNE])

    assert looked_up.answers["dune"] == SourceAnswer(SourcePart.REFUSED, reason="http_403")


async def test_the_captured_answer_of_books(shared_data: Path, session: aiohttp.ClientSession, pace: OpenPace) -> None:
    body = (shared_data / "open_library" / "dkam_api_books_data_9780316030571.json").read_bytes()
    weapons = BookQuery("weapons", "Use of Weapons", "Iain M. Banks", isbn13="9780316030571")
    async with canned(Canned(body, headers=JSON)) as server:
        found = hit(await client(session, server.url, pace).look_up([weapons]), weapons)

    assert found.subjects[:2] == ("Fiction", "Science Fiction")
    assert (found.cover_id, found.pages, found.publication_year) == (2379038, 480, 2008)


async def test_an_empty_answer_of_books_and_an_empty_search_are_a_miss(
    shared_data: Path, session: aiohttp.ClientSession, pace: OpenPace
) -> None:
    books, search = (
        (shared_data / "open_library" / name).read_bytes()
        for name in ("api_books_empty.json", "ibraheem_search_empty.json")
    )
    async with canned(Canned(books, headers=JSON), Canned(search, headers=JSON)) as server:
        looked_up = await client(session, server.url, pace).look_up([UNKNOWN])

    assert looked_up.answers["unknown"] == SourceAnswer(SourcePart.MISS, reason=Reason.NO_ANSWER)


async def test_gzip_is_unpacked_and_a_broken_one_is_no_miss(session: aiohttp.ClientSession, pace: OpenPace) -> None:
    packed = gzip.compress(SEARCH_WITHOUT_HEADINGS)
    headers = {**JSON, "Content-Encoding": "gzip"}
    async with canned(Canned(packed, headers=headers), Canned(WORK.replace(b"OL66562W", b"OL100005W"))) as server:
        hit(await client(session, server.url, pace).look_up([EMMA_BY_TITLE]), EMMA_BY_TITLE)
    async with canned(Canned(b"no gzip at all", headers=headers)) as server:
        looked_up = await client(session, server.url, pace).look_up([EMMA_BY_TITLE])
    assert looked_up.answers["emma"].part is SourcePart.UNAVAILABLE


async def test_a_body_that_ends_early_is_no_miss(session: aiohttp.ClientSession, pace: OpenPace) -> None:
    async with canned(Canned(b'{"numFound": 0, "docs": []}', length=500)) as server:
        looked_up = await client(session, server.url, pace).look_up([EMMA_BY_TITLE])

    assert looked_up.answers["emma"] == SourceAnswer(SourcePart.UNAVAILABLE, reason="broken_body")


async def test_a_body_that_takes_too_long_is_no_miss(session: aiohttp.ClientSession, pace: OpenPace) -> None:
    quick = aiohttp.ClientTimeout(total=0.2)
    async with canned(Canned(SEARCH_WITHOUT_HEADINGS, pause=5.0)) as server:
        books = OpenLibrary(session, base_url=server.url, user_agent=CONTACT, pace=pace, timeout=quick)
        looked_up = await books.look_up([EMMA_BY_TITLE])

    assert looked_up.answers["emma"] == SourceAnswer(SourcePart.UNAVAILABLE, reason="timeout")


async def test_a_body_without_end_is_cut_off(
    session: aiohttp.ClientSession, pace: OpenPace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_http, "LONGEST_BODY", 1000)
    async with canned(Canned(b'{"docs": "' + b"x" * 200_000 + b'"}')) as server:
        looked_up = await client(session, server.url, pace).look_up([EMMA_BY_TITLE])

    assert looked_up.answers["emma"] == SourceAnswer(SourcePart.UNAVAILABLE, reason="too_long")


async def test_redirects_stay_on_the_source(session: aiohttp.ClientSession, pace: OpenPace) -> None:
    async with canned(Canned(json.dumps({"numFound": 0, "docs": []}).encode())) as other:
        elsewhere = Canned(status=302, headers={"Location": f"{other.url}/search.json"})
        async with canned(elsewhere) as server:
            looked_up = await client(session, server.url, pace).look_up([EMMA_BY_TITLE])

    assert looked_up.answers["emma"] == SourceAnswer(SourcePart.UNAVAILABLE, reason="redirect_to_another_host")
    assert other.requests == []


async def test_a_redirect_on_the_source_is_followed(session: aiohttp.ClientSession, pace: OpenPace) -> None:
    moved = Canned(status=301, headers={"Location": "/search.json?title=emma"})
    full = SEARCH_WITHOUT_HEADINGS.replace(b'"title"', b'"subject": ["Love"], "title"')
    async with canned(moved, Canned(full)) as server:
        hit(await client(session, server.url, pace).look_up([EMMA_BY_TITLE]), EMMA_BY_TITLE)
    assert pace.turns == 2


@pytest.mark.parametrize(
    "address", ["http://openlibrary.org", "https://openlibrary.org.example", "https://169.254.169.254", "file:///etc"]
)
async def test_only_the_sources_are_asked(address: str, session: aiohttp.ClientSession, pace: OpenPace) -> None:
    with pytest.raises(HostNotAllowedError):
        client(session, address, pace)
