"""Cleaning: one way of writing for the many in which sources write a heading."""

from __future__ import annotations

import pytest

from domain.genres.clean import clean, key


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("FICTION / Fantasy / Epic", "fiction / fantasy / epic"),
        ("Brothers -- Fiction.", "brothers -- fiction"),
        ("  Science\u00a0fiction ", "science fiction"),
        ("Ｆａｎｔａｓｙ", "fantasy"),
        ("Mœurs et coutumes", "moeurs et coutumes"),
        ("Ficción", "ficcion"),
        ("Ficcio\u0301n", "ficcion"),
        ("Straße", "strasse"),
        ("Children’s stories", "children's stories"),
        ("World War (1914-1918) fast (OCoLC)fst01180746", "world war (1914-1918)"),
        ("Exposition http://id.loc.gov/authorities/names/n80008759", "exposition"),
        ("Sabriel (Fictitious character) ‡v Fiction", "sabriel (fictitious character)--fiction"),
        ("ファンタジー", "ファンタジー"),
        ("", ""),
    ],
)
def test_a_heading_is_cleaned(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("sci-fi & fantasy", "sci fi and fantasy"),
        ("children's stories", "childrens stories"),
        ("open_syllabus_project", "open syllabus project"),
        ("non-fiction", "non fiction"),
    ],
)
def test_the_tables_key_joins_ways_of_writing(part: str, expected: str) -> None:
    assert key(part) == expected
