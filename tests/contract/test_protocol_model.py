"""The model of the protocol holds, breaks where it must, and speaks of code that exists."""

from __future__ import annotations

import importlib
import os
import re

import pytest

from tests.protocol_model import (
    ENDINGS,
    ENDLESS,
    HOW_TO_INSTALL,
    MODEL,
    MUTATIONS,
    ONE_BOOK,
    SOUND,
    THREE_BOOKS,
    Case,
    Found,
    check,
    missing_tools,
)

TEXT = MODEL.read_text()
NAMED = sorted(set(re.findall(r"code: ([\w.]+)", TEXT)))
PART = re.compile(r"^(?:inline|proctype|#define) ([a-z]\w+|[A-Z][a-z]\w+)\(", re.MULTILINE)
PARTS = {match[1]: match.start() for match in reversed(list(PART.finditer(TEXT)))}
"""Every part of the model, with where it is first made; what is in capitals is notation."""


@pytest.fixture(scope="module")
def _spin() -> None:
    missing = missing_tools()
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"not installed: {missing} ({HOW_TO_INSTALL})")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)} ({HOW_TO_INSTALL})")


@pytest.mark.usefixtures("_spin")
def test_the_protocol_holds_for_one_book() -> None:
    checked = check(ONE_BOOK)
    assert checked.found is Found.HOLDS
    assert checked.states > 100_000, "a search that ends at once has seen nothing"


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.usefixtures("_spin")
@pytest.mark.parametrize("case", [THREE_BOOKS, ENDLESS], ids=lambda case: case.name)
def test_the_protocol_holds_for_more_books(case: Case) -> None:
    checked = check(case)
    assert checked.found is Found.HOLDS
    assert checked.states > 5_000_000, "a search that ends at once has seen nothing"


@pytest.mark.usefixtures("_spin")
@pytest.mark.parametrize("case", MUTATIONS, ids=lambda case: case.name)
def test_a_broken_protocol_is_found(case: Case) -> None:
    assert check(case).found is case.expected


@pytest.mark.slow
@pytest.mark.usefixtures("_spin")
@pytest.mark.parametrize("case", ENDINGS, ids=lambda case: case.name)
def test_every_ending_is_reached(case: Case) -> None:
    assert check(case).found is case.expected


def test_no_case_stands_for_two() -> None:
    cases = [*SOUND, *ENDINGS, *MUTATIONS]
    assert len({(case.defines, case.cycles) for case in cases}) == len(cases)


def test_every_mutation_of_the_model_is_tried() -> None:
    switches = set(re.findall(r"^#ifn?def (\w+)$", TEXT, re.MULTILINE))
    tried = {define.partition("=")[0] for case in [*SOUND, *ENDINGS, *MUTATIONS] for define in case.defines}
    assert switches - tried - {"EARLY"} == set()


@pytest.mark.parametrize("name", NAMED)
def test_the_model_names_code_that_exists(name: str) -> None:
    module, attributes = _module_of(name.split("."))
    found: object = importlib.import_module(module)
    for attribute in attributes:
        assert hasattr(found, attribute), f"{name} is named in the model and is not there"
        found = getattr(found, attribute)


@pytest.mark.parametrize("name", PARTS)
def test_every_part_of_the_model_says_what_it_stands_for(name: str) -> None:
    above = TEXT[: PARTS[name]].rstrip("\n").split("\n\n")[-1]
    assert re.search(r"^/\* (code|model): ", above, re.MULTILINE), "a comment above it names code, or why there is none"


def test_the_counting_and_every_stage_that_ends_a_run_are_modelled() -> None:
    assert {
        "domain.counting.count",
        "domain.pipeline.ingest.Ingest",
        "domain.pipeline.enrich.Enrichment",
        "domain.pipeline.give_up.GivingUp.run",
        "domain.pipeline.aggregate.Aggregation",
        "domain.pipeline.deadline.ProgressCheck",
        "domain.pipeline.erase.Erasure",
    } <= set(NAMED)


def _module_of(words: list[str]) -> tuple[str, list[str]]:
    """A dotted name cut where the module ends: modules are in lower case, and the last word never is one."""
    length = next((place for place, word in enumerate(words) if word[0].isupper()), len(words) - 1)
    return ".".join(words[:length]), words[length:]
