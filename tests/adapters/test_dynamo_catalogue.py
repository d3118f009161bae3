"""The shared catalogue on DynamoDB: entries and shelves come back as they were."""

from __future__ import annotations

import datetime as dt

import pytest

from adapters.catalogue_table import DynamoCatalogue
from adapters.daily_budget import SharedBudget
from domain.catalogue import CatalogueEntry, Certainty
from domain.enrichment import Findings, Match, SourcePart
from domain.lending import Shelfmates

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)

pytestmark = pytest.mark.usefixtures("account")


def entry(key: str, *subjects: str) -> CatalogueEntry:
    findings = Findings(subjects=subjects, cover_id=5, pages=604, rating=4.28, match=Match("isbn", 1.0))
    return CatalogueEntry(key, Certainty.FOUND, findings, {"openlibrary": SourcePart.HIT}, NOW)


def test_entries_come_back_as_they_were() -> None:
    entries = [entry(f"isbn#{n}", "Science fiction", f"Heading {n}") for n in range(130)]
    catalogue = DynamoCatalogue()
    catalogue.put_many(entries)
    assert catalogue.get_many([each.key for each in entries]) == {each.key: each for each in entries}
    assert catalogue.get_many(["isbn#unknown"]) == {}
    assert catalogue.get_many([]) == {}


def test_of_two_entries_with_one_key_the_last_counts() -> None:
    DynamoCatalogue().put_many([entry("isbn#1", "First"), entry("isbn#1", "Last")])
    assert DynamoCatalogue().get_many(["isbn#1"])["isbn#1"].findings.subjects == ("Last",)


def test_a_refusal_keeps_its_reason() -> None:
    parts = {"openlibrary": SourcePart.MISS}
    missed = CatalogueEntry("isbn#1", Certainty.NOT_FOUND, Findings(), parts, NOW, "no_record")
    DynamoCatalogue().put_many([missed])
    assert DynamoCatalogue().get_many(["isbn#1"]) == {"isbn#1": missed}


def test_shelves_come_back_as_they_were() -> None:
    shelf = Shelfmates("author#terry pratchett", {"isbn#1": ("Fantasy fiction", "Magic"), "isbn#2": ("Humor",)})
    DynamoCatalogue().put_shelfmates([shelf], NOW)
    assert DynamoCatalogue().shelfmates([shelf.key, "author#nobody"]) == {shelf.key: shelf}


async def test_a_daily_budget_ends_and_begins_again() -> None:
    moments = [NOW]
    budget = SharedBudget("googlebooks", 2, lambda: moments[-1])
    assert [await budget.spend() for _ in range(3)] == [True, True, False]
    moments.append(NOW + dt.timedelta(days=1))
    assert await budget.spend()
    await budget.exhaust()
    assert not await budget.spend()
