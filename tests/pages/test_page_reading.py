"""What the page computes from the books, at its edges."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.pages.conftest import Desk

pytestmark = pytest.mark.browser

Rows = list[dict[str, object]]


@pytest.fixture(scope="module")
def page(desk: Desk) -> Page:
    desk.page.goto("/")
    return desk.page


def ask(page: Page, function: str, books: Rows, *more: object, of: str = "reading.js") -> object:
    """What a function of `reading.js`, or of another module, says of these books."""
    call = "async ([module, name, given]) => (await import(module))[name](...given)"
    whole = [BOOK | book for book in books]
    return page.evaluate(call, [f"/scripts/{of}", function, [whole, *more]])


BOOK = {
    "author": "A",
    "reading_year": None,
    "reading_month_year": None,
    "num_pages": None,
    "my_rating": None,
    "average_rating": None,
    "genres": None,
    "date_read": None,
    "date_guess": False,
    "publication_year": None,
}


def test_empty_years_are_zero(page: Page) -> None:
    books: Rows = [{"reading_year": 2019, "num_pages": 10}, {"reading_year": 2021, "date_guess": True}, {}]
    years = ask(page, "perYear", books, 2021)
    none = {"books": 0, "pages": 0, "guesses": 0, "guessedPages": 0, "current": False}
    assert years == [
        none | {"year": 2019, "books": 1, "pages": 10},
        none | {"year": 2020},
        none | {"year": 2021, "books": 1, "guesses": 1, "current": True},
    ]
    assert ask(page, "perYear", [{}], 2021) == []


@pytest.mark.parametrize(
    ("given", "bins"),
    [
        ([], [1, 2, 3, 4, 5]),
        ([4, 5], [1, 2, 3, 4, 5]),
        ([4.5], [1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]),
        ([0.5, 4], [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]),
    ],
)
def test_ratings_come_in_the_reader_s_own_steps(page: Page, given: list[float], bins: list[float]) -> None:
    found = ask(page, "perRating", [{"my_rating": rating} for rating in given])
    assert found == [{"rating": rating, "books": given.count(rating)} for rating in bins]


def test_quarter_stars_lose_no_book(page: Page) -> None:
    found = ask(page, "perRating", [{"my_rating": 4.25}, {"my_rating": 3.75}])
    assert isinstance(found, list)
    assert len(found) == 17
    assert sum(entry["books"] for entry in found) == 2


def test_authors_by_books_then_pages_then_name(page: Page) -> None:
    books: Rows = [
        {"author": "B", "my_rating": 4},
        {"author": "C"},
        {"author": "A"},
        {"author": "D", "num_pages": 9},
        {"author": "B", "my_rating": 3},
        {"author": ""},
    ]
    found = ask(page, "topAuthors", books)
    assert isinstance(found, list)
    assert [entry["name"] for entry in found] == ["B", "D", "A", "C"]
    assert found[0] == {"name": "B", "books": 2, "pages": 0, "rating": 3.5}
    assert found[1]["rating"] is None


def test_the_community_is_met_where_both_rated(page: Page) -> None:
    books: Rows = [{"my_rating": 5, "average_rating": 4}, {"my_rating": 1}, {"average_rating": 2}]
    assert ask(page, "besideCommunity", books) == {"books": 1, "mine": 5, "theirs": 4}
    assert ask(page, "besideCommunity", [{}]) is None


def test_the_newest_reading_comes_first(page: Page) -> None:
    books: Rows = [
        {"author": "undated"},
        {"author": "year only", "reading_year": 2020},
        {"author": "spring", "reading_year": 2020, "reading_month_year": "2020-04"},
        {"author": "autumn", "reading_year": 2020, "reading_month_year": "2020-10"},
    ]
    found = ask(page, "latestRead", books, 3)
    assert isinstance(found, list)
    assert [book["author"] for book in found] == ["autumn", "spring", "year only"]


def dated(year: int, count: int, **more: object) -> Rows:
    return [{"reading_year": year} | more for _ in range(count)]


@pytest.mark.parametrize(
    ("books", "when", "current", "count"),
    [
        ([{}], None, False, 1),
        (dated(2025, 9), 2025, False, 9),
        (dated(2025, 9) + dated(2026, 3), 2026, True, 3),
        (dated(2025, 9) + dated(2026, 2), 2025, False, 9),
        (dated(2026, 1), 2026, True, 1),
        (dated(2025, 2) + dated(2031, 5), 2025, False, 2),
    ],
    ids=["undated", "a past year", "this year", "this year hardly begun", "nothing but this year", "a typing error"],
)
def test_what_the_headline_is_about(page: Page, books: Rows, when: int | None, current: bool, count: int) -> None:
    facts = ask(page, "headlineFacts", books, 2026)
    assert isinstance(facts, dict)
    assert (facts["when"], facts["current"], facts["books"]) == (when, current, count)


def test_a_genre_leads_alone_or_not_at_all(page: Page) -> None:
    fantasy: dict[str, object] = {"genres": ["Fantasy"]}
    law: dict[str, object] = {"genres": ["Law"]}
    cases: list[tuple[Rows, str | None, bool]] = [
        ([fantasy, fantasy, law], "Fantasy", True),
        ([fantasy, law], None, False),
        ([fantasy, fantasy, law, {}, {}], "Fantasy", False),
        ([{}], None, False),
    ]
    for books, genre, most in cases:
        facts = ask(page, "headlineFacts", books, 2026)
        assert isinstance(facts, dict)
        assert (facts["genre"], facts["most"]) == (genre, most)


def test_a_guess_does_not_make_january_the_fullest_month(page: Page) -> None:
    january: Rows = [{"reading_month_year": "2020-01", "date_guess": True}] * 3
    months = ask(page, "perMonth", [*january, {"reading_month_year": "2020-07"}], of="reading/months.js")
    assert isinstance(months, list)
    assert [entry["books"] for entry in months] == [3, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    best = page.evaluate("async (m) => (await import('/scripts/reading/months.js')).fullest(m)", months)
    assert [entry["month"] for entry in best] == [7]


def test_inferred_genres_are_counted_in_and_apart(page: Page) -> None:
    law: dict[str, object] = {"genres": ["Law"], "inferred": False}
    found = ask(page, "perGenre", [law, law | {"inferred": True}, {"genres": []}], of="reading/kinds.js")
    assert found == {"genres": [{"genre": "Law", "books": 2, "inferred": 1}], "unknown": 1, "inferred": 1}


def test_two_ends_that_are_one_book_are_told_once(page: Page) -> None:
    found = ask(page, "extremes", [{"num_pages": 10, "publication_year": -720}, {}], of="reading/extremes.js")
    assert isinstance(found, dict)
    assert found["longest"]["num_pages"] == 10
    assert found["oldest"]["publication_year"] == -720
    assert (found["shortest"], found["newest"]) == (None, None)


@pytest.mark.parametrize(
    ("text", "long", "short"),
    [
        ("2023-05-14", "14 May 2023", "May 2023"),
        ("2023-05", "May 2023", "May 2023"),
        ("2023", "2023", "2023"),
        ("0201-01-01", "1 January 201", "Jan 201"),
    ],
)
def test_dates_are_days_of_a_calendar_in_no_time_zone(page: Page, text: str, long: str, short: str) -> None:
    says = page.evaluate(
        "async (text) => { const { calendar, calendarShort } = await import('/scripts/format.js');"
        " return [calendar(text), calendarShort(text)]; }",
        text,
    )
    assert says == [long, short]


@pytest.mark.parametrize(
    ("binding", "form"),
    [
        ("Mass Market Paperback", "paperback"),
        ("Kindle Edition", "ebook"),
        ("Audible Audio", "audiobook"),
        ("Audio CD", "audiobook"),
        ("Hardcover", "hardcover"),
        ("Unknown Binding", "other"),
        (None, "none"),
    ],
)
def test_bindings_are_of_few_kinds(page: Page, binding: str | None, form: str) -> None:
    call = "async (binding) => (await import('/scripts/filters/keys.js')).formatOf(binding)"
    assert page.evaluate(call, binding) == form


def test_an_author_called_none_is_an_author(page: Page) -> None:
    call = """async ([search, books]) => {
      const { Selection } = await import('/scripts/filters/selection.js');
      return Selection.of(search).among(books).map((book) => book.author);
    }"""
    books = [{"author": "none"}, {"author": ""}, {"author": "~none"}]
    for name, value in (("none", "~none"), ("", "none"), ("~none", "~~none")):
        assert page.evaluate(call, [f"author={value}", books]) == [name]
