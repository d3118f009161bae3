"""When two written names are one author."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sources.names import agreement, is_nobody, search_words

SAME = [
    ("J.R.R. Tolkien", "J. R. R. Tolkien"),
    ("JRR Tolkien", "J.R.R. Tolkien"),
    ("J.K. Rowling", "Joanne Rowling"),
    ("J.K. Rowling", "Rowling, J. K."),
    ("C.S. Lewis", "Clive Staples Lewis"),
    ("Iain M. Banks", "Iain Banks"),
    ("Ursula K. Le Guin", "Ursula K. LeGuin"),
    ("Kurt Vonnegut", "Kurt Vonnegut, Jr."),
    ("Victor Hugo", "Hugo, Victor, 1802-1885"),
    ("Marjane Satrapi", "Marjane Satrapi (Author)"),
    ("Roald Dahl", "ROALD DAHL"),
    ("Neil Gaiman", "Neil Gaiman, Terry Pratchett"),
    ("Terry Pratchett", "Neil Gaiman & Terry Pratchett"),
    ("Haruki Murakami", "Murakami Haruki"),
    ("Voltaire", "François-Marie Arouet Voltaire"),
    ("Antoine de Saint-Exupéry", "Antoine de Saint Exupery"),
    ("Honoré de Balzac", "Honore Balzac"),
    ("Stanisław Lem", "Stanislaw Lem"),
    ("Fyodor Dostoyevsky", "Фёдор Михайлович Достоевский"),
    ("Fyodor Dostoevsky", "Dostoevskiĭ, Fedor"),
    ("Leo Tolstoy", "Лев Толстой"),
    ("Anton Chekhov", "Anton Pavlovich Tchekhov"),
    ("Nikolai Gogol", "Николай Васильевич Гоголь"),
    ("Yevgeny Zamyatin", "Евгений Замятин"),
    ("Aleksandr Solzhenitsyn", "Alexander Solzhenitsyn"),
    ("Nikos Kazantzakis", "Νίκος Καζαντζάκης"),
    ("村上春樹", "村上春樹"),
]
DIFFERENT = [
    ("Frank Herbert", "Brian Herbert"),
    ("Stephen King", "Tabitha King"),
    ("John Smith", "James Smith"),
    ("Anne Brontë", "Emily Brontë"),
    ("J.K. Rowling", "J.R.R. Tolkien"),
    ("Homer", "Homer Simpson"),
    ("George Eliot", "T.S. Eliot"),
    ("Heinrich Mann", "Thomas Mann"),
    ("Jean-Paul Sartre", "Jean-Paul Marat"),
    ("Robert Jordan", "Robin Jordan"),
    ("Kevin J. Anderson", "Poul Anderson"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_author_written_in_two_ways(one: str, other: str) -> None:
    assert agreement(one, [other]) >= 0.85
    assert agreement(one, [other]) == agreement(other, [one])


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_authors(one: str, other: str) -> None:
    assert agreement(one, [other]) == agreement(other, [one]) == 0.0


def test_any_of_several_authors_will_do() -> None:
    assert agreement("Terry Pratchett", ["Neil Gaiman", "Terry Pratchett"]) == 1.0
    assert agreement("Terry Pratchett", []) == 0.0


def test_nobody_is_only_nobody() -> None:
    assert agreement("Anonymous", []) == agreement("Unknown", ["Anonymous"]) == 0.85
    assert agreement("Anonymous", ["Seamus Heaney"]) == agreement("Seamus Heaney", ["Anonymous"]) == 0.0
    assert is_nobody("  ")


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=3))
def test_any_text_is_taken_for_a_name(asked: str, names: list[str]) -> None:
    assert 0.0 <= agreement(asked, names) <= 1.0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("J.R.R. Tolkien", "Tolkien"),
        ("Ursula K. Le Guin", "Ursula Le Guin"),
        ("Dr. Seuss", "Seuss"),
        ("Kurt Vonnegut Jr.", "Kurt Vonnegut"),
        ("ROALD DAHL", "ROALD DAHL"),
        ("Voltaire", "Voltaire"),
    ],
)
def test_a_search_is_for_the_parts_that_every_spelling_has(name: str, words: str) -> None:
    assert search_words(name) == words
