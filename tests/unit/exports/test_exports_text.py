from __future__ import annotations

import pytest

from domain.exports.people import split_people, without_role
from tests.exports_made import goodreads_book, goodreads_library, kinds


@pytest.mark.parametrize("title", ["1984", "None", "NA", "null", "nan", "N/A", "NULL", "0", "-", "#", "True", '"Emma'])
def test_words_that_programs_take_for_nothing_are_titles(title: str) -> None:
    assert goodreads_book(Title=title).title == title


@pytest.mark.parametrize(
    ("cell", "title"),
    [
        ("Emma   ", "Emma"),
        ("\tEmma\n", "Emma"),
        ("The Arctic  Incident", "The Arctic  Incident"),
        ("Two\nlines", "Two lines"),
        ("Cafe\u0301", "Café"),
        ("دل\u200cتنگی", "دل\u200cتنگی"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("שלום\u200f!", "שלום\u200f!"),
        ("\ufeffEmma", "Emma"),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_titles_are_trimmed_and_composed_and_nothing_else(cell: str, title: str) -> None:
    assert goodreads_book(Title=cell).title == title


def test_authors() -> None:
    book = goodreads_book(
        Author="David   Epstein",
        Author_l_f="Epstein,  David",
        Additional_Authors="Joa\u0303o Silva,  Robert Downey, Jr., X",
    )
    assert book.author == "David Epstein"
    assert book.additional_authors == ("João Silva", "Robert Downey, Jr.", "X")


def test_author_last_first_is_kept() -> None:
    assert goodreads_book(**{"Author l-f": "Epstein,  David"}).author_last_first == "Epstein, David"


def test_a_book_without_an_author_is_kept_and_reported() -> None:
    library = goodreads_library(Author=" ")
    assert library.books[0].author == ""
    assert kinds(library.report) == ["no_author"]


def test_people_and_roles() -> None:
    assert split_people(" ") == ()
    assert split_people("A, , B,") == ("A", "B")
    assert without_role("Shvorne Marks (Narrator)") == "Shvorne Marks"
    assert without_role("Shvorne Marks") == "Shvorne Marks"
