"""The starter catalogue: what it knows of a work, under which keys."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path

import pytest

from domain.catalogue import CatalogueEntry, Certainty, catalogue_key
from domain.enrichment import Match, SourcePart
from local.starter import load_starter_catalogue, starter_entries
from tests.memory import MemoryCatalogue

NOW = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
DUNE = {
    "title": "Dune",
    "authors": ["Frank Herbert"],
    "isbns": ["9780441172719", "0441172717", "9780340960196"],
    "subjects": ["Science fiction", "Deserts, fiction"],
    "categories": ["Fiction / Science Fiction / General"],
    "cover_i": 11481354,
    "pages": 604,
    "first_publish_year": 1965,
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    unknown = {"title": "Letters", "authors": [], "work_id": "OL1W", "volume_id": "abcdefghijkl"}
    path = tmp_path / "catalogue.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        for work in (DUNE, unknown | {"isbns": ["9780241372579"], "thumbnail": True}):
            lines.write(json.dumps(work) + "\n")
    return path


@pytest.fixture
def entries(file: Path) -> dict[str, CatalogueEntry]:
    return {entry.key: entry for entry in starter_entries(file, NOW)}


def test_every_edition_and_the_title_lead_to_the_work(entries: dict[str, CatalogueEntry]) -> None:
    by_title = catalogue_key(isbn13=None, title="Dune", author="Frank Herbert")
    assert set(entries) == {"isbn#9780441172719", "isbn#9780340960196", by_title, "isbn#9780241372579"}
    assert entries[by_title].findings.match == Match("title", 1.0)
    assert entries["isbn#9780340960196"].findings.match == Match("isbn", 1.0)
    assert {entry.certainty for entry in entries.values()} == {Certainty.FOUND}


def test_what_the_file_says_is_what_the_sources_would_have_said(entries: dict[str, CatalogueEntry]) -> None:
    entry = entries["isbn#9780441172719"]
    assert entry.findings.subjects == ("Science fiction", "Deserts, fiction")
    assert (entry.findings.cover_id, entry.findings.pages, entry.findings.publication_year) == (11481354, 604, 1965)
    assert entry.findings.thumbnail is None
    assert entry.sources == {"openlibrary": SourcePart.HIT, "googlebooks": SourcePart.HIT}


def test_only_ids_that_the_file_gives_are_told(entries: dict[str, CatalogueEntry]) -> None:
    assert entries["isbn#9780441172719"].findings.record_ids == ()
    letters = entries["isbn#9780241372579"].findings
    assert letters.record_ids == ("OL1W", "abcdefghijkl")
    assert letters.thumbnail is not None
    assert letters.thumbnail.startswith("https://books.google.com/")
    assert "id=abcdefghijkl&" in letters.thumbnail


def test_it_is_loaded_once(file: Path) -> None:
    catalogue = MemoryCatalogue()
    assert load_starter_catalogue(catalogue, NOW, file) == 4
    assert load_starter_catalogue(catalogue, NOW, file) == 0
