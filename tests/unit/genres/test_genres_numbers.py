"""Dewey and Library of Congress numbers."""

from __future__ import annotations

import pytest

from domain.genres.numbers import is_call_number
from domain.genres.reading import Column, Reading, read_dewey, read_library_of_congress


def genres(reading: Reading) -> set[str]:
    return set(reading.names(Column.GENRE_OF_NONFICTION)) | set(reading.names(Column.GENRE_OF_FICTION))


@pytest.mark.parametrize(
    ("number", "genre"),
    [
        ("576.82", "Science"),
        ("577.3", "Nature & Environment"),
        ("211/.8", "Religion & Spirituality"),
        ("292.13", "Mythology & Folklore"),
        ("364.152/3", "True Crime"),
        ("512/.74", "Mathematics"),
        ("641.5", "Food & Cooking"),
        ("741.5/973", "Graphic Novels & Comics"),
        ("821/.3", "Poetry"),
        ("822.3/3", "Drama"),
        ("910.4", "Travel"),
        ("940.54", "War & Military"),
        ("973.92", "History"),
        ("005.13/3", "Technology & Computing"),
        ("158.1", "Self-Help"),
        ("649/.1 22", "Parenting & Family"),
    ],
)
def test_a_dewey_number_tells_a_genre(number: str, genre: str) -> None:
    assert genre in genres(read_dewey(number))


@pytest.mark.parametrize("number", ["813/.54", "823.914", "813/.54 [fic]", "[Fic]", "FIC", "843"])
def test_a_dewey_number_of_novels_tells_fiction_and_no_genre(number: str) -> None:
    assert list(read_dewey(number).names(Column.FORM)) == ["Fiction"]
    assert genres(read_dewey(number)) == set()


def test_the_standard_subdivision_for_persons_adds_biography() -> None:
    assert genres(read_dewey("530/.092/4")) == {"Science", "Biography & Memoir"}
    assert "Biography & Memoir" in genres(read_dewey("780.92"))
    assert "Biography & Memoir" not in genres(read_dewey("973.92"))


@pytest.mark.parametrize(
    ("number", "genre"),
    [
        ("QH437 .D38 2006", "Science"),
        ("TX-0652.00000000.C8325 1998", "Food & Cooking"),
        ("BF637.S8", "Psychology"),
        ("KF8742", "Law"),
        ("QA76.73.P98", "Mathematics"),
        ("D743", "History"),
        ("WH 11 AA1", "Health & Medicine"),
    ],
)
def test_a_library_of_congress_number_tells_a_genre(number: str, genre: str) -> None:
    assert genre in genres(read_library_of_congress(number))


@pytest.mark.parametrize("number", ["", "not a number", "12", "ASIN B00X", "9780140449136"])
def test_what_is_no_dewey_number_says_nothing(number: str) -> None:
    assert read_dewey(number).votes == ()


@pytest.mark.parametrize("string", ["813/.54", "Qh437 .d38 2006", "Qu 475 d271s 2006", "Gt2850", "576.82"])
def test_numbers_among_the_subjects_are_recognised(string: str) -> None:
    assert is_call_number(string.lower())


@pytest.mark.parametrize("string", ["ww2", "1984", "y2k", "evs", "fantasy", "20th century", "42.21 evolution"])
def test_subjects_are_not_taken_for_numbers(string: str) -> None:
    assert not is_call_number(string)
