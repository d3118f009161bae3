"""Upcasters, proved on an event of the tests' own that has had three versions, and the real events' histories."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.event_items import from_image, from_item, to_item
from domain.events.books import queued_book
from events import contracts, upcasting
from events.contracts import EXAMPLES, SCHEMAS, ContractError
from events.upcasting import HISTORIES, Upcasters
from lambdas.messages import queued_book_of
from tests.events_made import every_event
from tests.hops import stream_record

ROOT = Path(__file__).parents[2]
QUEUED = every_event()["BookQueued"]
REAL_CONTRACTS = sorted((path.parent.name, int(path.stem[1:])) for path in SCHEMAS.glob("*/v*.json"))


def upcast_v1_v2(data: Mapping[str, object]) -> dict[str, object]:
    """Version 1 had title and author in one text."""
    title, _, author = str(data["book"]).partition(" by ")
    return {"title": title, "author": author or None, "stars": data["stars"]}


def upcast_v2_v3(data: Mapping[str, object]) -> dict[str, object]:
    """Version 2 counted stars; 3 has their share of five, and none where there was no rating."""
    stars = data["stars"]
    assert isinstance(stars, int)
    rating = stars / 5 if stars else None
    return {"title": data["title"], "author": data["author"], "rating": rating}


def event(version: int, **data: object) -> dict[str, Any]:
    return {"metadata": {"event_version": version, "event_id": "e-1"}, "data": data}


VERSIONS = {
    1: event(1, book="Dune by Frank Herbert", stars=4),
    2: event(2, title="Dune", author="Frank Herbert", stars=4),
    3: event(3, title="Dune", author="Frank Herbert", rating=0.8),
}


@pytest.fixture
def shelving(monkeypatch: pytest.MonkeyPatch) -> Upcasters:
    """The upcasters of the tests' event, whose contracts lie beside this file."""
    monkeypatch.setattr(contracts, "SCHEMAS", Path(__file__).parent / "schemas")
    return Upcasters({"BookShelved": (upcast_v1_v2, upcast_v2_v3)})


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_becomes_the_newest(shelving: Upcasters, version: int) -> None:
    contracts.check("BookShelved", version, VERSIONS[version])
    assert shelving.upcast("BookShelved", version, VERSIONS[version]["data"]) == (3, VERSIONS[3]["data"])
    assert shelving.accept("BookShelved", VERSIONS[version]) == VERSIONS[3]


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_brought_up_stays_as_it_was(shelving: Upcasters, version: int) -> None:
    before = copy.deepcopy(VERSIONS[version])
    shelving.accept("BookShelved", VERSIONS[version])
    assert VERSIONS[version] == before


def test_each_step_gives_the_next_version_and_no_more() -> None:
    assert upcast_v1_v2(VERSIONS[1]["data"]) == VERSIONS[2]["data"]
    assert upcast_v2_v3(VERSIONS[2]["data"]) == VERSIONS[3]["data"]


def test_what_an_older_version_did_not_know_is_unknown(shelving: Upcasters) -> None:
    _, shelved = shelving.upcast("BookShelved", 1, {"book": "Beowulf", "stars": 0})
    assert shelved == {"title": "Beowulf", "author": None, "rating": None}


def test_a_version_from_the_future_is_refused(shelving: Upcasters) -> None:
    assert shelving.upcast("BookShelved", 4, {}) == (4, {})
    with pytest.raises(ContractError):
        shelving.accept("BookShelved", event(4))


@pytest.mark.parametrize("version", [0, -1])
def test_there_is_nothing_before_the_first_version(shelving: Upcasters, version: int) -> None:
    assert shelving.upcast("BookShelved", version, {"book": "Dune"}) == (version, {"book": "Dune"})
    with pytest.raises(ContractError):
        shelving.accept("BookShelved", event(version, book="Dune", stars=4))


def test_an_event_that_breaks_its_own_contract_is_not_brought_up(shelving: Upcasters) -> None:
    with pytest.raises(ContractError, match="stars"):
        shelving.accept("BookShelved", event(1, book="Dune", stars=6))


@pytest.mark.parametrize(
    "detail", [{}, {"metadata": None}, {"metadata": {}}, {"metadata": {"event_version": "1"}}, event(True)]
)
def test_an_event_without_a_version_is_refused(shelving: Upcasters, detail: dict[str, Any]) -> None:
    with pytest.raises(ContractError, match="event_version"):
        shelving.accept("BookShelved", detail)


@pytest.mark.usefixtures("shelving")
def test_a_bad_upcaster_is_found_by_the_newest_contract() -> None:
    forgetful = Upcasters({"BookShelved": (lambda data: {"title": data["book"]},)})
    with pytest.raises(ContractError, match="v2"):
        forgetful.accept("BookShelved", VERSIONS[1])


@pytest.fixture
def grown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[dict[str, Any]]:
    """A BookQueued as it would be had the contract of today followed one with `book`: the older event's detail."""
    folder = tmp_path / "BookQueued"
    folder.mkdir()
    today = contracts.schema("BookQueued", 1)
    older: dict[str, Any] = copy.deepcopy(today)
    older["properties"]["data"] = {"type": "object", "required": ["book"]}
    newer: dict[str, Any] = copy.deepcopy(today)
    newer["properties"]["metadata"]["properties"]["event_version"]["const"] = 2
    (folder / "v1.json").write_text(json.dumps(older))
    (folder / "v2.json").write_text(json.dumps(newer))
    monkeypatch.setattr(contracts, "SCHEMAS", tmp_path)
    contracts._validator.cache_clear()  # compiled once a process
    monkeypatch.setitem(HISTORIES, "BookQueued", (_split_book,))
    detail: dict[str, Any] = copy.deepcopy(QUEUED.envelope())
    detail["data"]["book"] = f"{detail['data'].pop('title')} by {detail['data'].pop('author')}"
    yield detail
    contracts._validator.cache_clear()


def _split_book(data: Mapping[str, object]) -> dict[str, object]:
    title, _, author = str(data["book"]).partition(" by ")
    return {name: value for name, value in data.items() if name != "book"} | {"title": title, "author": author}


def test_a_queued_message_of_an_older_version_is_read(grown: dict[str, Any]) -> None:
    assert queued_book_of(json.dumps({"detail": grown})) == queued_book(QUEUED.envelope())


def test_a_stored_event_of_an_older_version_is_read(grown: dict[str, Any]) -> None:
    older = replace(QUEUED, data=grown["data"])
    assert from_item(to_item(older)) == replace(QUEUED, version=2)


def test_the_stream_shows_an_older_version_as_it_was_written(grown: dict[str, Any]) -> None:
    older = replace(QUEUED, data=grown["data"])
    assert from_image(stream_record(older)["dynamodb"]["NewImage"]) == older


@pytest.mark.parametrize("file", ["lambdas", "adapters"])
def test_no_consumer_reads_a_version_by_itself(file: str) -> None:
    """The relay and the producers check what they write; all others go through the upcasters."""
    asking = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / file).rglob("*.py")
        if re.search(r"from events(\.contracts)? import .*\b(check|contracts)\b", path.read_text())
    }
    assert asking <= {"lambdas/relay/handler.py", "adapters/event_items.py"}


@pytest.mark.parametrize(("name", "version"), REAL_CONTRACTS)
def test_examples_of_every_real_version_become_the_newest(name: str, version: int) -> None:
    newest = max(number for each, number in REAL_CONTRACTS if each == name)
    assert upcasting.newest(name) == newest, "a contract without an upcaster to it, or the other way round"
    examples = sorted((EXAMPLES / name / f"v{version}").glob("*.json"))
    assert examples
    for example in examples:
        accepted = upcasting.accept(name, json.loads(example.read_text()))
        assert accepted["metadata"]["event_version"] == newest
