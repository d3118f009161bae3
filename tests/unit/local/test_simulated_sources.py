"""The simulated book sources: their shapes beside captured answers, their limits, faults and log."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from local.sources import Fault, FaultKind, Settings, SimulatedSources
from local.sources.catalogue import Catalogue, CatalogueError
from local.sources.limits import Caller, caller
from local.sources.partial_response import FieldsError, parse_fields, select
from local.sources.settings import SettingsError
from tests.conftest import REPOSITORY
from tests.sources_served import CONTACT, DUNE, LIBRARY

BOOKS = "/api/books?bibkeys=ISBN:9780441172719,ISBN:0141439580,ISBN:9780316030571&jscmd=data&format=json"
VOLUMES = "/books/v1/volumes?q=isbn:9780441172719&country=US&key=k"


@pytest.fixture(scope="module")
def running() -> Iterator[SimulatedSources]:
    with SimulatedSources(LIBRARY) as sources:
        yield sources


@pytest.fixture
def sources(running: SimulatedSources) -> SimulatedSources:
    """The sources with their real limits for identified callers off, and nothing else changed."""
    running.configure(
        identified_per_second=0,
        unidentified_per_second=1,
        google_keys=[],
        google_per_day=1000,
        google_per_minute=0,
        faults=[],
        latency=0,
    )
    running.clear_log()
    return running


@pytest.fixture
def http(sources: SimulatedSources) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sources.url, headers={"User-Agent": CONTACT}) as client:
        yield client


def shape(value: object) -> object:
    """The names and types of a JSON value; a list by its first item."""
    if isinstance(value, dict):
        return {name: shape(item) for name, item in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def test_books_answers_known_isbns_in_either_form_and_leaves_out_the_others(http: httpx.Client) -> None:
    answer = http.get(BOOKS).json()
    assert answer.keys() == {"ISBN:9780441172719", "ISBN:0141439580"}
    assert "works" not in answer["ISBN:9780441172719"]
    assert [heading["name"] for heading in answer["ISBN:9780441172719"]["subjects"]] == DUNE["subjects"]


def test_books_has_the_captured_shape(http: httpx.Client, shared_data: Path) -> None:
    captured = json.loads((shared_data / "open_library" / "dkam_api_books_data_9780316030571.json").read_bytes())
    seen, given = shape(captured["ISBN:9780316030571"]), shape(http.get(BOOKS).json()["ISBN:9780441172719"])
    assert isinstance(seen, dict)
    assert isinstance(given, dict)
    for name in seen.keys() & given.keys() - {"identifiers"}:
        assert given[name] == seen[name], name
    assert seen.keys() - given.keys() <= {"ebooks", "subject_people", "publishers"}


@pytest.mark.parametrize("jscmd", ["viewapi", "details"])
def test_the_other_commands_have_the_captured_names(jscmd: str, http: httpx.Client, shared_data: Path) -> None:
    file = {"viewapi": "api_books_viewapi_multi.json", "details": "api_books_details_0385472579.json"}[jscmd]
    captured = json.loads((shared_data / "open_library" / file).read_bytes())["ISBN:0385472579"]
    given = http.get(f"/api/books?bibkeys=ISBN:9780441172719&jscmd={jscmd}&format=json").json()
    assert given["ISBN:9780441172719"].keys() == captured.keys()


def test_a_search_has_the_captured_shape_and_only_the_wanted_fields(http: httpx.Client, shared_data: Path) -> None:
    captured = json.loads((shared_data / "open_library" / "ibraheem_search.json").read_bytes())
    wanted = ",".join(captured["docs"][0])
    answer = http.get("/search.json", params={"title": "dune", "author": "herbert", "fields": wanted}).json()
    assert captured.keys() <= answer.keys()
    assert [doc["title"] for doc in answer["docs"]] == ["Dune", "God Emperor of Dune"]
    seen, given = shape(captured["docs"][0]), shape(answer["docs"][0])
    assert isinstance(seen, dict)
    assert isinstance(given, dict)
    assert {name: seen[name] for name in given} == given
    assert "subject" not in http.get("/search.json", params={"title": "dune"}).json()["docs"][0]
    assert http.get("/search.json", params={"q": "herbert emperor", "limit": "1"}).json()["numFound"] == 1
    assert http.get("/search.json", params={"title": "nothing"}).json()["docs"] == []


def test_records_and_the_way_from_an_isbn(http: httpx.Client) -> None:
    moved = http.get("/isbn/0441172717.json")
    assert (moved.status_code, moved.headers["location"]) == (302, "/books/OL26242482M.json")
    edition = http.get("/books/OL26242482M.json").json()
    assert edition["works"] == [{"key": "/works/OL893414W"}]
    assert http.get("/works/OL893414W.json").json()["type"] == {"key": "/type/work"}
    author = edition["authors"][0]["key"]
    assert http.get(f"{author}.json").json()["name"] == "Frank Herbert"
    assert http.get("/isbn/9780316030571.json").json() == {"error": "notfound"}
    assert http.get("/works/OL1W.json").status_code == 404
    assert http.get("/nowhere").headers["content-type"] == "text/html"


def test_volumes_have_the_captured_names(http: httpx.Client, shared_data: Path) -> None:
    captured = json.loads((shared_data / "google_books" / "koder_isbn_9781761186769.json").read_bytes())
    answer = http.get(VOLUMES).json()
    assert answer.keys() == captured.keys()
    item, seen = answer["items"][0], captured["items"][0]
    assert item.keys() - {"searchInfo"} <= seen.keys()
    assert item["volumeInfo"].keys() <= seen["volumeInfo"].keys() | {"averageRating", "ratingsCount", "subtitle"}
    assert item["volumeInfo"]["categories"] == ["Fiction"]
    assert "edge=curl" in item["volumeInfo"]["imageLinks"]["thumbnail"]
    assert http.get(VOLUMES.replace("9780441172719", "9780316030571")).json() == {
        "kind": "books#volumes",
        "totalItems": 0,
    }


def test_only_a_volume_names_its_categories_in_full(http: httpx.Client) -> None:
    volume = http.get("/books/v1/volumes/B1hSG45JCX4C?country=US&key=k").json()
    assert volume["volumeInfo"]["categories"] == DUNE["categories"]
    assert http.get("/books/v1/volumes/unknownvolum?country=US&key=k").status_code == 503


def test_google_finds_titles_by_authors(http: httpx.Client) -> None:
    query = {"q": 'intitle:"god emperor" inauthor:herbert', "country": "US", "key": "k"}
    assert http.get("/books/v1/volumes", params=query).json()["totalItems"] == 1
    query["q"] = 'intitle:"god emperor" inauthor:austen'
    assert http.get("/books/v1/volumes", params=query).json()["totalItems"] == 0


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ("a", {"a": 1}),
        ("items(id,info/title)", {"items": [{"id": "x", "info": {"title": "t"}}]}),
        ("items/info(title)", {"items": [{"info": {"title": "t"}}]}),
        ("*", {"a": 1, "items": [{"id": "x", "info": {"title": "t", "more": 2}}]}),
        ("nothing", {}),
    ],
)
def test_partial_responses(fields: str, kept: object) -> None:
    value = {"a": 1, "items": [{"id": "x", "info": {"title": "t", "more": 2}}]}
    assert select(value, parse_fields(fields)) == kept


@pytest.mark.parametrize("fields", ["", "a(", "a)", "a,,b", "a/"])
def test_partial_responses_that_google_refuses(fields: str) -> None:
    with pytest.raises(FieldsError):
        parse_fields(fields)


@pytest.mark.parametrize(
    ("user_agent", "who"),
    [
        (CONTACT, Caller.IDENTIFIED),
        ("App/2 (https://app.example/contact)", Caller.IDENTIFIED),
        ("GoodreadsStats/1.0", Caller.WITHOUT_CONTACT),
        ("bindery/sha-14ac48b (linux)", Caller.WITHOUT_CONTACT),
        ("Python/3.11 aiohttp/3.13", Caller.UNIDENTIFIED),
        ("Mozilla/5.0 (X11; Linux x86_64)", Caller.UNIDENTIFIED),
        ("", Caller.UNIDENTIFIED),
    ],
)
def test_who_is_asking(user_agent: str, who: Caller) -> None:
    assert caller(user_agent) is who


def test_open_library_limits_by_who_asks(http: httpx.Client, sources: SimulatedSources) -> None:
    sources.configure(identified_per_second=3)
    assert [http.get(BOOKS).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    anonymous = {"User-Agent": "curl/8.0"}
    assert [http.get(BOOKS, headers=anonymous).status_code for _ in range(2)] == [200, 429]
    refused = http.get(BOOKS, headers={"User-Agent": "GoodreadsStats/1.0"})
    assert (refused.status_code, refused.headers["content-type"]) == (403, "text/html")


def test_google_limits_by_key(http: httpx.Client, sources: SimulatedSources) -> None:
    sources.configure(google_per_day=2)
    assert [http.get(VOLUMES).status_code for _ in range(3)] == [200, 200, 429]
    sources.configure(google_per_minute=1)
    assert [http.get(VOLUMES).status_code for _ in range(2)] == [200, 429]
    sources.configure(google_keys=["another"])
    assert http.get(VOLUMES).status_code == 400
    keyless = http.get(VOLUMES.replace("&key=k", ""))
    assert keyless.json()["error"]["details"][0]["metadata"]["quota_limit_value"] == "0"
    sources.configure(google_keys=[])
    assert http.get(VOLUMES.replace("&country=US", "")).status_code == 403


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        (FaultKind.RATE_LIMITED, "open_library/error_429_web.json"),
        (FaultKind.DAILY_QUOTA, "google_books/error_429_daily_compact_keyed.json"),
        (FaultKind.KEYLESS_QUOTA, "google_books/error_429_anonymous_daily_quota.json"),
        (FaultKind.MINUTE_QUOTA, "google_books/error_429_per_minute_user.json"),
        (FaultKind.LEGACY_QUOTA, "google_books/error_403_dailyLimitExceeded_legacy.json"),
        (FaultKind.UNKNOWN_LOCATION, "google_books/error_403_unknownLocation.json"),
    ],
)
def test_faults_say_what_the_captured_bodies_say(
    kind: FaultKind, file: str, http: httpx.Client, sources: SimulatedSources, shared_data: Path
) -> None:
    sources.configure(faults=[Fault(kind)])
    body = (shared_data / file).read_bytes()
    given = http.get(BOOKS if file.startswith("open") else VOLUMES).json()
    seen = json.loads(body)
    if "error" not in seen:
        assert given == seen
        return
    assert given["error"]["code"] == seen["error"]["code"]
    wording = seen["error"]["message"].split(" for consumer")[0]
    assert given["error"]["message"].startswith(wording)
    reasons = [each["reason"] for each in seen["error"].get("errors", [])]
    assert [each["reason"] for each in given["error"]["errors"]][: len(reasons)] == reasons


def test_the_proxys_503_is_byte_for_byte(http: httpx.Client, sources: SimulatedSources, shared_data: Path) -> None:
    sources.configure(faults=[Fault(FaultKind.UNAVAILABLE)])
    answer = http.get(BOOKS)
    assert answer.content == (shared_data / "open_library" / "error_503_haproxy.html").read_bytes()
    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/html")


def test_faults_strike_by_number_isbn_source_and_chance(http: httpx.Client, sources: SimulatedSources) -> None:
    sources.configure(faults=[Fault(FaultKind.UNAVAILABLE, times=2)])
    assert [http.get(BOOKS).status_code for _ in range(3)] == [503, 503, 200]
    sources.configure(faults=[Fault(FaultKind.UNAVAILABLE, isbns=("9780141439587",))])
    assert http.get(BOOKS).status_code == 503
    assert http.get("/api/books?bibkeys=ISBN:9780441172719&format=json").status_code == 200
    sources.configure(faults=[Fault(FaultKind.BACKEND_FAILED, source="google_books")])
    assert (http.get(BOOKS).status_code, http.get(VOLUMES).status_code) == (200, 503)
    sources.configure(faults=[Fault(FaultKind.UNAVAILABLE, probability=0.5)])
    assert {http.get(BOOKS).status_code for _ in range(40)} == {200, 503}


def test_answers_that_are_changed_or_broken(http: httpx.Client, sources: SimulatedSources) -> None:
    sources.configure(faults=[Fault(FaultKind.EMPTY_BATCH)])
    assert http.get(BOOKS).json() == {}
    sources.configure(faults=[Fault(FaultKind.WRONG_BOOK, isbns=("9780441172719",))])
    assert http.get(BOOKS).json()["ISBN:9780441172719"]["title"] != "Dune"
    assert http.get(BOOKS).json()["ISBN:0141439580"]["title"] == "Emma"
    sources.configure(faults=[Fault(FaultKind.DELETED_RECORD)])
    assert http.get("/works/OL893414W.json").json()["type"] == {"key": "/type/delete"}
    sources.configure(faults=[Fault(FaultKind.REDIRECT_RECORD)])
    moved = http.get("/works/OL893414W.json").json()
    assert moved["type"] == {"key": "/type/redirect"}
    assert http.get(f"{moved['location']}.json").json()["title"] == "Dune"
    for kind in (FaultKind.TRUNCATED, FaultKind.DROPPED):
        sources.configure(faults=[Fault(kind)])
        with pytest.raises(httpx.RemoteProtocolError if kind is FaultKind.TRUNCATED else httpx.TransportError):
            http.get(BOOKS)
    sources.configure(faults=[Fault(FaultKind.SLOW, seconds=0.1)])
    assert len(http.get(BOOKS).json()) == 2


def test_answers_are_packed_where_asked_for(http: httpx.Client) -> None:
    assert http.get(BOOKS).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in http.get(BOOKS, headers={"Accept-Encoding": "identity"}).headers


def test_the_log_tells_what_came_in(http: httpx.Client, sources: SimulatedSources) -> None:
    sources.configure(faults=[Fault(FaultKind.UNAVAILABLE, times=1)])
    http.get(BOOKS)
    http.get(VOLUMES)

    first, second = sources.log()
    assert (first.source, first.path, first.status, first.fault) == ("open_library", "/api/books", 503, "unavailable")
    assert (second.source, second.query["q"], second.status) == ("google_books", "isbn:9780441172719", 200)
    assert first.user_agent == CONTACT
    assert first.at < second.at
    assert sources.log("google_books") == [second]
    sources.clear_log()
    assert sources.log() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"lateness": 1},
        {"latency": "slow"},
        {"faults": [{"kind": "fire"}]},
        {"faults": {}},
        {"identified_per_second": True},
    ],
)
def test_settings_that_cannot_be_are_refused(changes: dict[str, object], sources: SimulatedSources) -> None:
    with pytest.raises(SettingsError):
        Settings().changed(changes)
    with pytest.raises(httpx.HTTPStatusError):
        sources.configure(**changes)


def test_a_catalogue_is_read_plain_and_packed(tmp_path: Path) -> None:
    text = "\n".join([*(json.dumps(row) for row in LIBRARY), ""]).encode()
    plain, packed = tmp_path / "plain.jsonl", tmp_path / "packed"
    plain.write_bytes(text)
    packed.write_bytes(gzip.compress(text))
    assert [work.title for work in Catalogue.read(plain).works] == [work.title for work in Catalogue.read(packed).works]


@pytest.mark.parametrize(
    ("row", "about"),
    [
        ({"title": "Emma"}, "authors"),
        ({"title": "Emma", "authors": [], "subject": []}, "unknown field subject"),
        ({"title": "Emma", "authors": "Jane Austen"}, "authors is not a list"),
        ({"title": "Emma", "authors": [], "isbns": ["9780141439588"]}, "9780141439588 is no ISBN"),
        ({"title": "Emma", "authors": [], "pages": "many"}, "pages is not an integer"),
        ({"title": "Emma", "authors": [], "work_id": "66562"}, "66562"),
        ({"title": "Emma", "authors": ["A", "B"], "author_ids": ["OL1A"]}, "differ in length"),
        ({"title": "Emma", "authors": [], "sources": ["goodreads"]}, "goodreads"),
    ],
)
def test_a_bad_row_is_named(row: dict[str, object], about: str) -> None:
    with pytest.raises(CatalogueError, match=rf"work 2: .*{about}"):
        Catalogue.of([DUNE, row])


def test_absent_ids_are_made_from_title_and_authors() -> None:
    row = {"title": "Emma", "authors": ["Jane Austen"]}
    one, other = Catalogue.of([row]).works[0], Catalogue.of([row]).works[0]
    assert (one.work_id, one.volume_id, one.author_ids) == (other.work_id, other.volume_id, other.author_ids)
    with pytest.raises(CatalogueError, match="a second"):
        Catalogue.of([row, row])


def test_they_stop_with_the_process_that_started_them(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.jsonl"
    file.write_text(json.dumps(DUNE))
    command = [sys.executable, "-m", "local.sources", "--catalogue", str(file), "--until-input-ends"]
    with subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        address = child.stdout.readline().strip()
        assert httpx.get(f"{address}/_health").status_code == 200
        assert child.stdin is not None
        child.stdin.close()
        assert child.wait(30) == 0


def test_a_process_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in LIBRARY))
    with SimulatedSources(file, Settings(identified_per_second=1), process=True) as sources:
        with httpx.Client(base_url=sources.url, headers={"User-Agent": CONTACT}) as http:
            assert [http.get(BOOKS).status_code for _ in range(2)] == [200, 429]
        assert len(sources.log("open_library")) == 2
    with pytest.raises(httpx.ConnectError):
        sources.log()
