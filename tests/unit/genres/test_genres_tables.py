"""The tables: each line is sound, so that whoever edits one hears of a slip."""

from __future__ import annotations

from pathlib import Path

import pytest

import domain.genres.tables as module
from domain.genres.noise import NoiseKind
from domain.genres.tables import Meaning, TableError, tables
from domain.genres.vocabulary import AUDIENCES, EITHER_GENRES, FICTION_GENRES, FORMS, NONFICTION_GENRES

HEADER = "meaning\tin fiction\tin nonfiction\tform\taudience\n"


def every_meaning() -> list[Meaning]:
    known = tables()
    kept = (known.headings, known.subdivisions, known.paths, known.last_words, known.first_words, known.shelves)
    return [meaning for table in (*kept, known.ddc, known.lcc, known.lists) for meaning in table.values()]


def test_every_verdict_is_of_the_vocabulary_and_of_its_column() -> None:
    for meaning in every_meaning():
        assert {name for name, _ in meaning.fiction} <= {*FICTION_GENRES, *EITHER_GENRES}
        assert {name for name, _ in meaning.nonfiction} <= {*NONFICTION_GENRES, *EITHER_GENRES}
        assert {name for name, _ in meaning.form} <= set(FORMS)
        assert {name for name, _ in meaning.audience} <= set(AUDIENCES)


def test_every_weight_is_between_a_hint_and_a_name() -> None:
    for meaning in every_meaning():
        for _, weight in (*meaning.fiction, *meaning.nonfiction, *meaning.form, *meaning.audience):
            assert 0 < weight <= 4, meaning.name


def test_every_genre_can_be_reached_by_a_heading_that_names_it() -> None:
    named = {
        genre
        for meaning in tables().headings.values()
        for genre, weight in (*meaning.fiction, *meaning.nonfiction)
        if weight >= 1.5
    }
    assert named == {*FICTION_GENRES, *NONFICTION_GENRES, *EITHER_GENRES}


def test_noise_has_a_known_kind_and_is_no_heading() -> None:
    known = tables()
    for heading, kind in known.noise.items():
        assert NoiseKind(kind)
        assert heading not in known.headings, heading


def folder_with(tmp_path: Path, meanings: str, headings: str) -> Path:
    (tmp_path / "headings").mkdir()
    (tmp_path / "meanings.tsv").write_text(HEADER + meanings, encoding="utf-8")
    (tmp_path / "headings" / "some.tsv").write_text("# a remark\nheading\tmeaning\n" + headings, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("meanings", "headings", "reason", "line"),
    [
        ("dragons\tFantasi 2\t\t\t\n", "", "no place in this column", 2),
        ("dragons\tHistory 2\t\t\t\n", "", "no place in this column", 2),
        ("dragons\tFantasy lots\t\t\t\n", "", "no weight", 2),
        ("dragons\tFantasy 2\t\t\t\t\t\n", "", "7 cells under 5 columns", 2),
        ("dragons\tFantasy 2\t\t\t\ndragons\t\t\t\t\n", "", "stands here twice", 3),
        ("dragons\tFantasy 2\t\t\t\n", "drakes\tdraggons\n", "is not in meanings.tsv", 3),
        ("dragons\tFantasy 2\t\t\t\n", "drakes\tdragons\nDrakes.\tdragons\n", "stands in the tables twice", 4),
    ],
)
def test_a_slip_is_named_with_its_table_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanings: str, headings: str, reason: str, line: int
) -> None:
    monkeypatch.setattr(module, "_FOLDER", folder_with(tmp_path, meanings, headings))
    with pytest.raises(TableError, match=reason) as raised:
        module._headings()
    assert raised.value.line == line
    assert raised.value.table in ("meanings.tsv", "headings/some.tsv")


def test_a_new_spelling_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_with(tmp_path, "dragons\tFantasy 2\t\t\t\n", "Drachen\tdragons\nDragões\tdragons\n")
    monkeypatch.setattr(module, "_FOLDER", folder)
    assert module._headings()["dragoes"].fiction == (("Fantasy", 2.0),)
