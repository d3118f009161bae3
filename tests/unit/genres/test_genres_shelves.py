"""Readers' shelves, as readers write them."""

from __future__ import annotations

import pytest

from domain.enrichment import Findings
from domain.genres import Entry, classify_library
from domain.genres.reading import Column, read_shelf


@pytest.mark.parametrize(
    ("shelf", "genre"),
    [
        ("sci-fi", "Science Fiction"),
        ("Science Fiction", "Science Fiction"),
        ("scifi", "Science Fiction"),
        ("historical-fiction", "Historical Fiction"),
        ("hist-fic", "Historical Fiction"),
        ("chick-lit", "Romance"),
        ("krimi", "Mystery"),
        ("polar", "Mystery"),
        ("novela-negra", "Crime"),
        ("fantasy-2021", "Fantasy"),
        ("sword-and-sorcery-fantasy", "Fantasy"),
        ("my-fantasy-shelf", "Fantasy"),
        ("graphic-novels", "Graphic Novels & Comics"),
        ("short-stories", "Short Stories"),
    ],
)
def test_a_topical_shelf_tells_a_genre_of_fiction(shelf: str, genre: str) -> None:
    told = read_shelf(shelf).names(Column.GENRE_OF_FICTION)
    assert max(told, key=lambda name: told[name]) == genre


@pytest.mark.parametrize(
    "shelf",
    ["to-read", "owned", "favourites", "2021", "bookclub", "kindle", "bsfa-2023", "read-for-school", "school", ""],
)
def test_a_shelf_about_reading_is_silent(shelf: str) -> None:
    assert read_shelf(shelf).votes == ()


@pytest.mark.parametrize(
    ("shelf", "audience"), [("ya", "Young Adult"), ("2021_ya", "Young Adult"), ("kids", "Children's")]
)
def test_a_shelf_tells_the_audience(shelf: str, audience: str) -> None:
    assert list(read_shelf(shelf).names(Column.AUDIENCE)) == [audience]


@pytest.mark.parametrize("shelf", ["non-fic", "nonfiction", "Sachbuch", "no-ficción"])
def test_a_shelf_tells_nonfiction(shelf: str) -> None:
    assert list(read_shelf(shelf).names(Column.FORM)) == ["Nonfiction"]


def test_the_readers_shelf_outweighs_one_heading() -> None:
    book = Entry(
        "1", "A book", "An author", findings=Findings(subjects=("Fiction", "Horror tales")), shelves=("fantasy",)
    )
    assert classify_library([book])[0].genres[0] == "Fantasy"


def test_the_readers_shelf_decides_the_audience() -> None:
    subjects = ("Juvenile Fiction", "Children's fiction", "Dragons, fiction")
    book = Entry("1", "A book", "An author", findings=Findings(subjects=subjects), shelves=("ya",))
    assert classify_library([book])[0].audience == "Young Adult"


def test_shelves_speak_for_their_own_book_alone() -> None:
    shelved = Entry("1", "One", "An author", findings=Findings(subjects=("Fiction",)), shelves=("horror",))
    other = Entry("2", "Two", "Another author", findings=Findings(subjects=("Fiction",)))
    assert classify_library([shelved, other])[1].genres == ()
