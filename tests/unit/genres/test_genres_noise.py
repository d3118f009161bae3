"""Noise: strings among the subjects that are no subjects, each with its kind."""

from __future__ import annotations

import pytest

from domain.genres.noise import NoiseKind, is_person
from domain.genres.reading import Column, Kind, read_heading
from domain.genres.vocabulary import FICTION, NONFICTION


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("nyt:hardcover-fiction=2015-10-25", NoiseKind.TAG),
        ("hardcover-fiction=2015-10-25", NoiseKind.TAG),
        ("paperback_books=2011-10-01", NoiseKind.TAG),
        ("award:hugo_award=1987", NoiseKind.TAG),
        ("series:Stormlight Archive", NoiseKind.TAG),
        ("Serie:The_Hunger_Games", NoiseKind.TAG),
        ("collectionID:bannedbooks", NoiseKind.TAG),
        ("open_syllabus_project", NoiseKind.TAG),
        ("bestseller", NoiseKind.BADGE),
        ("New York Times reviewed", NoiseKind.BADGE),
        ("In library", NoiseKind.LENDING),
        ("Protected DAISY", NoiseKind.LENDING),
        ("Large type books", NoiseKind.FORMAT),
        ("Livres en gros caractères", NoiseKind.FORMAT),
        ("Reading Level-Grade 11", NoiseKind.SCHOOL),
        ("Spanish: Grades 3-4", NoiseKind.SCHOOL),
        ("Lectures et morceaux choisis", NoiseKind.SCHOOL),
        ("Translations into Tagalog", NoiseKind.FILING),
        ("Spanish language materials", NoiseKind.FILING),
        ("General", NoiseKind.FILING),
        ("813/.54", NoiseKind.CALL_NUMBER),
        ("Ps3553.a655 e58 2002", NoiseKind.CALL_NUMBER),
        ("Rand al'Thor (Fictitious character)", NoiseKind.CHARACTER),
        ("Bean (Ficticious Character)", NoiseKind.CHARACTER),
        ("Cullen, Edward (Personnage fictif)", NoiseKind.CHARACTER),
        ("London (England)", NoiseKind.PLACE),
        ("Steinbeck, john , 1902-1968", NoiseKind.PERSON),
        ("King, stephen , 1947-", NoiseKind.PERSON),
        ("19th century", None),
        ("1939-1945", NoiseKind.DATE),
        ("Americans", None),
        ("Catch-22 (Heller, Joseph)", NoiseKind.WORK),
        ("The Infernal Devices Series", NoiseKind.WORK),
        ("", NoiseKind.EMPTY),
        ("...", NoiseKind.EMPTY),
    ],
)
def test_noise_is_recognised_with_its_kind(raw: str, kind: NoiseKind | None) -> None:
    assert read_heading(raw).noise == kind


@pytest.mark.parametrize("heading", ["Fantasy fiction", "World War, 1939-1945", "Ecology", "Literary", "ww2", "Magic"])
def test_a_heading_is_no_noise(heading: str) -> None:
    assert read_heading(heading).kind is not Kind.NOISE


def test_noise_never_tells_a_genre() -> None:
    for raw in ("science=2015-08-10", "award:hugo_award=novel", "Ender Wiggin (Fictitious character)"):
        reading = read_heading(raw)
        assert reading.names(Column.GENRE_OF_FICTION) == {}
        assert reading.names(Column.GENRE_OF_NONFICTION) == {}


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        ("combined-print-and-e-book-fiction=2021-05-16", FICTION),
        ("combined-print-and-e-book-nonfiction=2012-04-08", NONFICTION),
        ("advice-how-to-and-miscellaneous=2017-05-14", NONFICTION),
        ("Hari Seldon (Fictitious character)", FICTION),
    ],
)
def test_some_noise_tells_the_form(raw: str, form: str) -> None:
    assert list(read_heading(raw).names(Column.FORM)) == [form]


def test_a_tag_that_names_its_heading_is_read() -> None:
    assert "Fantasy" in read_heading("genre:fantasy").names(Column.GENRE_OF_FICTION)


def test_a_person_has_a_name_and_the_years_of_a_life() -> None:
    assert is_person("lincoln, abraham, 1809-1865")
    assert not is_person("world war, 1939-1945")
    assert not is_person("mythology, greek")
