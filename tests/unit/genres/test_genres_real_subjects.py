"""The real subjects of a library: how many books get an answer, and that every answer has a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.genres import coverage
from cli.genres import read_file
from domain.genres import Classification, Entry, classify_library, unmapped_headings
from domain.genres.reading import Kind, read_heading


@pytest.fixture(scope="module")
def library(shared_data: Path) -> list[Entry]:
    return read_file(shared_data / "catalog" / "subjects.jsonl")


@pytest.fixture(scope="module")
def told(library: list[Entry]) -> dict[str, Classification]:
    return {entry.title: found for entry, found in zip(library, classify_library(library), strict=True)}


def test_coverage(library: list[Entry]) -> None:
    genre, form = coverage(library)
    assert genre >= 0.88
    assert form >= 0.96


def test_every_genre_has_a_reason(told: dict[str, Classification]) -> None:
    for title, found in told.items():
        assert all(found.because[name] for name in (*found.genres, found.form, found.audience) if name), title


def test_most_headings_are_understood(library: list[Entry]) -> None:
    strings = [subject for entry in library if entry.findings for subject in entry.findings.subjects]
    unknown = sum(read_heading(string).kind is Kind.UNMAPPED for string in strings)
    assert unknown < 0.15 * len(strings)


def test_unmapped_headings_are_listed_most_frequent_first(library: list[Entry]) -> None:
    counts = [count for _, count in unmapped_headings(library)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 1


@pytest.mark.parametrize(
    ("title", "form", "genre", "audience"),
    [
        ("Pride and Prejudice", "Fiction", "Classics", None),
        ("A Tale of Two Cities", "Fiction", "Classics", None),
        ("The Selfish Gene", "Nonfiction", "Science", None),
        ("Divergent (Divergent, #1)", "Fiction", "Dystopian", "Young Adult"),
        ("Feet of Clay (Discworld, #19; City Watch, #3)", "Fiction", "Fantasy", None),
        ("Jingo (Discworld, #21)", "Fiction", "Fantasy", None),
        ("Ender's Game (The Ender Saga, 1)", "Fiction", "Science Fiction", None),
        ("Down and Out in Paris and London", "Nonfiction", "Biography & Memoir", None),
        ("Kitchen Confidential: Adventures in the Culinary Underbelly", "Nonfiction", "Biography & Memoir", None),
        ("The Little Prince", "Fiction", "Classics", "Children's"),
        ("The God Delusion", "Nonfiction", "Religion & Spirituality", None),
    ],
)
def test_a_known_book(told: dict[str, Classification], title: str, form: str, genre: str, audience: str | None) -> None:
    assert (told[title].form, told[title].audience) == (form, audience)
    assert genre in told[title].genres
