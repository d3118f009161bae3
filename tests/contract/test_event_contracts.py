"""Every event keeps its contract, every example shows what is really made, and nothing personal gets out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft7Validator

from domain.events import DomainEvent, EventName
from events.contracts import EXAMPLES, SCHEMAS, ContractError, UnknownContractError, check, schema
from tests.events_made import DUNE, every_event

EVENTS = every_event()
CONTRACTS = sorted((path.parent.name, int(path.stem[1:])) for path in SCHEMAS.glob("*/v*.json"))


@pytest.mark.parametrize("name", EVENTS)
def test_what_is_made_is_what_the_example_shows(name: str) -> None:
    event = EVENTS[name]
    example = EXAMPLES / event.name / f"v{event.version}" / f"{name}.json"
    assert json.loads(example.read_text()) == event.envelope()


@pytest.mark.parametrize("name", EVENTS)
def test_what_is_made_keeps_its_contract(name: str) -> None:
    event = EVENTS[name]
    check(event.name, event.version, event.envelope())


def test_every_event_has_a_contract_and_examples() -> None:
    assert {name for name, _ in CONTRACTS} == {name.value for name in EventName}
    for name, version in CONTRACTS:
        assert list((EXAMPLES / name / f"v{version}").glob("*.json")), f"{name} v{version} has no example"


@pytest.mark.parametrize(("name", "version"), CONTRACTS)
def test_contracts_are_draft_7_with_every_text_bounded(name: str, version: int) -> None:
    contract = schema(name, version)
    Draft7Validator.check_schema(contract)
    for where, part in _parts(contract, name):
        kinds = part.get("type", [])
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if "string" in kinds:
            assert "maxLength" in part, f"{where} is a text without maxLength"
        if "array" in kinds:
            assert "maxItems" in part, f"{where} is a list without maxItems"


@pytest.mark.parametrize("name", EVENTS)
def test_nothing_personal_is_in_an_event(name: str) -> None:
    text = json.dumps(EVENTS[name].envelope())
    assert DUNE.review is not None
    for personal in ("sci-fi", DUNE.review, "my_rating", "date_read", "shelves"):
        assert personal not in text


@pytest.mark.parametrize("name", EVENTS)
def test_a_broken_event_is_told_by_its_place_and_never_its_value(name: str) -> None:
    event = EVENTS[name]
    broken = json.loads(json.dumps(event.envelope()))
    broken["metadata"]["export_key"] = "not a key at all"
    with pytest.raises(ContractError, match="export_key") as raised:
        check(event.name, event.version, broken)
    assert "not a key at all" not in str(raised.value)


@pytest.mark.parametrize(("name", "version"), [("Nothing", 1), ("BookQueued", 99), ("../../etc", 1)])
def test_an_unknown_event_is_refused(name: str, version: int) -> None:
    with pytest.raises(UnknownContractError):
        check(name, version, {})


def test_an_event_id_is_its_place() -> None:
    ids = {event.event_id for event in EVENTS.values()}
    outcomes: list[DomainEvent] = [e for n, e in EVENTS.items() if n.startswith("BookEnrich")]
    assert len({event.event_id for event in outcomes}) == 1, "the outcomes of a book share one slot"
    assert len(ids) == len(EVENTS) - len(outcomes) + 1


def _parts(part: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(part, dict):
        if "type" in part and not isinstance(part["type"], dict):
            yield where, part
        for name, below in part.items():
            yield from _parts(below, f"{where}/{name}")
    elif isinstance(part, list):
        for below in part:
            yield from _parts(below, where)
