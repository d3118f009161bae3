"""Reading Open Library's answers: captured ones, and every odd shape that a record was seen in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from domain.sources.ask import BookQuery
from domain.sources.open_library import (
    Moved,
    Record,
    books_request,
    read_books,
    read_search,
    read_work,
    search_requests,
)
from domain.sources.reply import NoRecordError, Reply, UnreadableError


def reply(value: object) -> Reply:
    return Reply(200, {}, json.dumps(value).encode())


def captured(shared_data: Path, name: str) -> Reply:
    return Reply(200, {}, (shared_data / "open_library" / name).read_bytes())


def test_a_request_for_isbns() -> None:
    request = books_request(["9780441172719", "9780141439587"])
    assert request.path == "/api/books"
    assert request.params["bibkeys"] == "ISBN:9780441172719,ISBN:9780141439587"


def test_the_captured_answer_with_a_vandalised_isbn10(shared_data: Path) -> None:
    record = read_books(captured(shared_data, "api_books_data_9780980200447.json"), ["9780980200447"])["9780980200447"]

    assert record.candidate.isbns == {"9780980200447"}
    assert record.candidate.authors == ("John Miedema",)
    assert record.findings.subjects == ("Books and reading", "Reading")
    assert (record.findings.ddc, record.findings.lcc) == (("028/.9",), ("Z1003 .M58 2009",))
    assert (record.findings.cover_id, record.findings.pages) == (5546156, 80)
    assert record.findings.record_ids == ("OL22853304M",)


def test_an_absent_key_is_not_known(shared_data: Path) -> None:
    assert read_books(captured(shared_data, "api_books_empty.json"), ["9780980200447"]) == {}


@pytest.mark.parametrize("name", ["error_429_web.json", "error_404_isbn.json", "ibraheem_search_empty.json"])
def test_another_object_is_no_answer_of_books(name: str, shared_data: Path) -> None:
    with pytest.raises(UnreadableError):
        read_books(captured(shared_data, name), ["9780980200447"])


def test_answers_of_the_other_commands_are_read_for_what_they_say(shared_data: Path) -> None:
    """viewapi names no title, so nothing is known; details hides the record one level down."""
    isbn = "0385472579"
    assert read_books(captured(shared_data, "api_books_details_0385472579.json"), [isbn]) == {}


@pytest.mark.parametrize(
    ("entry", "pages", "year", "cover"),
    [
        ({"number_of_pages": "320", "publish_date": "c1994."}, 320, 1994, None),
        ({"number_of_pages": 0, "publish_date": "2008-07"}, None, 2008, None),
        ({"number_of_pages": 10**9, "publish_date": "n.d."}, None, None, None),
        ({"number_of_pages": True, "publish_date": 1999}, None, None, None),
        ({"cover": {"small": "https://covers.openlibrary.org/b/id/12-S.jpg"}}, None, None, 12),
        ({"cover": {"large": "https://covers.openlibrary.org/b/id/-1-L.jpg"}}, None, None, None),
        ({"cover": "https://covers.openlibrary.org/b/id/12-S.jpg"}, None, None, None),
        ({"subjects": None, "authors": [None, 3], "identifiers": [], "classifications": "x"}, None, None, None),
    ],
)
def test_odd_values_are_left_out(
    entry: dict[str, object], pages: int | None, year: int | None, cover: int | None
) -> None:
    record = read_books(reply({"ISBN:1": {"title": "Emma", **entry}}), ["1"])["1"]
    assert (record.findings.pages, record.findings.publication_year, record.findings.cover_id) == (pages, year, cover)


def test_headings_are_read_from_texts_and_objects_without_repeats() -> None:
    subjects = [{"name": "Love"}, "War", {"value": "Peace"}, {"key": "/subjects/x"}, " ", "War", 7]
    record = read_books(reply({"ISBN:1": {"title": "Emma", "subjects": subjects}}), ["1"])["1"]
    assert record.findings.subjects == ("Love", "War", "Peace")


def test_the_captured_search(shared_data: Path) -> None:
    page = read_search(captured(shared_data, "ibraheem_search.json"))

    dune = page.records[0]
    assert not page.complete
    assert [each.candidate.title for each in page.records] == ["Dune", "Children of Dune", "God Emperor of Dune"]
    assert dune.candidate.authors == ("Frank Herbert", "Френк Герберт")
    assert "9780441172634" in dune.candidate.isbns
    assert (dune.key, dune.findings.record_ids) == ("/works/OL893414W", ("OL893414W",))
    assert (dune.findings.publication_year, dune.findings.pages, dune.findings.language) == (1965, 605, None)


def test_an_old_search_and_an_empty_one(shared_data: Path) -> None:
    old = read_search(captured(shared_data, "bookwyrm_ol_search.json"))
    assert [bool(record.findings.subjects) for record in old.records] == [True, False]
    assert old.records[0].candidate.weight > old.records[1].candidate.weight
    assert read_search(captured(shared_data, "ibraheem_search_empty.json")).records == []
    assert len(read_search(captured(shared_data, "angelh32_search_mistborn_15docs.json")).records) == 15


@pytest.mark.parametrize("value", [{}, {"docs": []}, {"numFound": 1}, {"numFound": 1, "docs": {}}, {"error": "x"}])
def test_another_object_is_no_search(value: object) -> None:
    with pytest.raises(UnreadableError):
        read_search(reply(value))


@pytest.mark.parametrize(
    ("average", "count", "read"),
    [(4.28, 312, (4.28, 312)), (4.28, 0, (None, None)), (0.0, 5, (None, None)), (None, 5, (None, None))],
)
def test_a_rating_needs_readers(average: float | None, count: int, read: tuple[float | None, int | None]) -> None:
    doc = {"title": "Emma", "ratings_average": average, "ratings_count": count}
    findings = read_search(reply({"numFound": 1, "docs": [doc]})).records[0].findings
    assert (findings.rating, findings.ratings_count) == read


def test_every_captured_work_is_read(shared_data: Path) -> None:
    files = sorted((shared_data / "open_library" / "works").glob("*.json"))
    works = [read_work(Reply(200, {}, file.read_bytes())) for file in files]
    assert {work.key for work in works if isinstance(work, Record)} == {f"/works/{file.stem}" for file in files}
    assert any(isinstance(work, Record) and work.findings.subjects for work in works)


def test_every_work_of_the_dump_is_read(shared_data: Path) -> None:
    lines = (shared_data / "open_library" / "dump" / "works-head-n1000.txt").read_text().splitlines()
    for line in lines:
        assert isinstance(read_work(Reply(200, {}, line.split("\t")[4].encode())), Record)


def test_a_merged_record_says_where_it_went() -> None:
    moved = {"key": "/works/OL1W", "type": {"key": "/type/redirect"}, "location": "/works/OL2W"}
    assert read_work(reply(moved)) == Moved("/works/OL2W")


@pytest.mark.parametrize(
    "location", [None, "", "/works/OL2W/../x", "https://elsewhere.example/works/OL2W", "/people/x"]
)
def test_a_merge_into_nothing_is_no_record(location: str | None) -> None:
    with pytest.raises(NoRecordError):
        read_work(reply({"key": "/works/OL1W", "type": {"key": "/type/redirect"}, "location": location}))


def test_a_deleted_record_is_no_record() -> None:
    with pytest.raises(NoRecordError):
        read_work(reply({"key": "/works/OL1W", "type": {"key": "/type/delete"}}))


@pytest.mark.parametrize("value", [{}, {"type": {"key": "/type/edition"}, "key": "/books/OL1M", "title": "x"}])
def test_something_else_is_unreadable(value: object) -> None:
    with pytest.raises(UnreadableError):
        read_work(reply(value))


@pytest.mark.parametrize(
    ("title", "author", "searches"),
    [
        ("Dune", "Frank Herbert", [("dune", "frank herbert"), ("dune", None)]),
        ("The Hobbit", "J.R.R. Tolkien", [("the hobbit", "tolkien"), ("the hobbit", None)]),
        (
            "Dune: House Atreides",
            "Brian Herbert",
            [("dune", "brian herbert"), ("house atreides", "brian herbert")],
        ),
        ("Beowulf", "Anonymous", [("beowulf", None)]),
        ("Emma", " ", []),
        ("???", "Jane Austen", []),
    ],
)
def test_what_is_searched_for(title: str, author: str, searches: list[tuple[str, str | None]]) -> None:
    requests = search_requests(BookQuery("1", title, author))
    assert [(request.params["title"], request.params.get("author")) for request in requests] == searches


def test_isbns_are_asked_for_only_where_there_is_one_to_compare() -> None:
    with_isbn = BookQuery("1", "Emma", "Jane Austen", isbn13="9780141439587")
    assert "isbn" in search_requests(with_isbn)[0].params["fields"].split(",")
    assert "isbn" not in search_requests(BookQuery("1", "Emma", "Jane Austen"))[0].params["fields"].split(",")
