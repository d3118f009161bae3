"""When two written titles are one book's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sources.numerals import numbered
from domain.sources.titles import Agreement, agreement, parts, search_words, shares_main_title, without_author

WHOLE, SPELLING, SUBTITLE, CUT, NONE = (
    Agreement.WHOLE,
    Agreement.SPELLING,
    Agreement.SUBTITLE,
    Agreement.CUT,
    Agreement.NONE,
)
ORIGINS = "the origins of power, prosperity, and poverty"

CASES = [
    ("Dune", "Dune", None, WHOLE),
    ("The Goldfinch", "Goldfinch", None, WHOLE),
    ("Pride & Prejudice", "Pride and Prejudice", None, WHOLE),
    ("Circe", "Circe: A Novel", None, WHOLE),
    ("The Final Empire", "The Final Empire (Mistborn, Book 1)", None, WHOLE),
    ("Dracula", "Dracula [Large Print]", None, WHOLE),
    ("Why Nations Fail: The Origins of Power, Prosperity, and Poverty", "Why Nations Fail", ORIGINS, WHOLE),
    ("宇宙の話をしよう", "宇宙の話をしよう", None, WHOLE),
    ("The Colour of Magic", "The Color of Magic", None, SPELLING),
    ("Starship Troopers", "Star Ship Troopers", None, SPELLING),
    (
        "Quiet: The Power of Introverts",
        "Quiet: The Power of Introverts in a World That Can't Stop Talking",
        None,
        SUBTITLE,
    ),
    ("Why Nations Fail: The Origins of Power", "Why nations fail", None, CUT),
    ("Mistborn: The Final Empire", "The Final Empire", None, CUT),
    ("Frankenstein", "Frankenstein; or, the modern Prometheus", None, CUT),
    ("Moby-Dick or, the Whale", "Moby Dick", None, CUT),
    # A word more or another word is another book.
    ("Dune", "God Emperor of Dune", None, NONE),
    ("Foundation", "Foundation and Empire", None, NONE),
    ("Heir of Fire", "Heir to Fire", None, NONE),
    ("The Shadow Rising", "The Shadow Riding", None, NONE),
    ("Alien", "Aliens", None, NONE),
    # So is another subtitle, and what is made of the book.
    ("Star Wars: Aftermath", "Star Wars: Life Debt", None, NONE),
    ("Star Wars: The Force", "Star Wars: The Force Unleashed", None, NONE),
    ("Lolita", "Lolita: The Screenplay", None, NONE),
    ("Coraline", "Coraline (Graphic Novel)", None, NONE),
    ("Twilight", "Twilight: The Official Illustrated Guide", None, NONE),
]
NUMBERS = [
    ("1984", "Nineteen Eighty-Four", True),
    ("20,000 Leagues Under the Sea", "Twenty Thousand Leagues under the Sea", True),
    ("A Tale of Two Cities", "Tale of 2 Cities", True),
    ("Henry IV, Part 1", "Henry IV. Part I", True),
    ("Fullmetal Alchemist, Vol. 1", "Fullmetal Alchemist, Volume 01", True),
    ("Saga 2", "Saga, Vol. 2", True),
    ("Divergent", "Divergent (Divergent #1)", True),
    ("Catch-22", "Catch-23", False),
    ("Saga, Volume 2", "Saga, Volume 3", False),
    ("Saga, Volume 2", "Saga. Book Two", False),
    ("Saga", "Saga (Vol. 2)", False),
    ("Saga", "Saga: Volume 1", False),
    ("Divergent", "Divergent (Divergent #2)", False),
    ("Captive Prince", "Captive Prince: Volume Two", False),
    ("Faust", "Faust: First Part", False),
    ("Foundation", "Second Foundation", False),
    ("Henry IV, Part 1", "Henry IV. Part II", False),
]


@pytest.mark.parametrize(("asked", "title", "subtitle", "expected"), CASES)
def test_how_far_titles_agree(asked: str, title: str, subtitle: str | None, expected: Agreement) -> None:
    assert agreement(asked, title, subtitle) is expected


@pytest.mark.parametrize(("one", "other", "equal"), NUMBERS)
def test_numbers_must_be_equal_however_they_are_written(one: str, other: str, equal: bool) -> None:
    assert (agreement(one, other) is not NONE) is equal
    assert (agreement(other, one) is not NONE) is equal


@given(st.text(max_size=60), st.text(max_size=60))
def test_agreement_is_mutual_and_takes_any_text(one: str, other: str) -> None:
    assert agreement(one, other) is agreement(other, one)


@given(st.text(alphabet=st.characters(categories=["L", "N", "Zs"]), min_size=1, max_size=40), st.integers(2, 99))
def test_a_volume_is_never_another_volume_nor_the_whole(title: str, volume: int) -> None:
    for other in (f"{title}, Vol. {volume + 1}", f"{title} {volume + 1}", f"{title}: Volume {volume + 1}"):
        assert agreement(f"{title}, Vol. {volume}", other) is NONE


def test_titles_that_share_what_comes_before_the_colon() -> None:
    assert shares_main_title("Sapiens", "Sapiens: A Graphic History")
    assert shares_main_title("Abarat: Days of Magic", "Abarat", "Absolute Midnight")
    assert not shares_main_title("Dune", "Dune Messiah")


@pytest.mark.parametrize(
    ("title", "main", "rest"),
    [
        ("Dune: House Atreides", "Dune", "House Atreides"),
        ("The Hobbit, or There and Back Again", "The Hobbit", "There and Back Again"),
        ("Spider-Man – Blue", "Spider-Man", "Blue"),
        ("Catch-22", "Catch-22", ""),
        ("Moby-Dick or, the Whale", "Moby-Dick", "the Whale"),
        ("The Universal Penman (Lettering, Calligraphy)", "The Universal Penman", ""),
        ("Saga (Vol. 2)", "Saga (Vol. 2)", ""),
        (": Untitled", ": Untitled", ""),
    ],
)
def test_the_parts_of_a_title(title: str, main: str, rest: str) -> None:
    assert parts(title) == (main, rest)


def test_an_author_before_the_colon_is_no_title() -> None:
    assert without_author("Lao Tzu: Tao Te Ching: A Book", "Lao Tzu") == "Tao Te Ching: A Book"
    assert without_author("Emma: A Life", "Jane Austen") == "Emma: A Life"
    assert without_author("Jane Austen", "Jane Austen") == "Jane Austen"


def test_a_search_has_no_signs_that_engines_read() -> None:
    assert search_words('What If? "Serious" (Answers) AND -More*') == "what if serious answers and more"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("one hundred years", "100 years"),
        ("one thousand two hundred", "1200"),
        ("three hundred twenty one", "321"),
        ("two thousand one", "2001"),
        ("second foundation", "2 foundation"),
        ("2nd foundation", "2 foundation"),
        ("part ii", "#part 2"),
        ("book one", "#book 1"),
        ("vol 03", "#vol 3"),
        ("louis xiv", "louis 14"),
        ("the book thief", "the book thief"),
        ("mix civil dim", "mix civil dim"),
    ],
)
def test_numbers_in_one_form(written: str, read: str) -> None:
    assert " ".join(numbered(written.split())) == read
