"""Borrowing from the series, else from the author, and never what was borrowed."""

from __future__ import annotations

from domain.enrichment import Findings
from domain.genres import Classification, Entry, Lenders, classify_library

FANTASY = ("Fiction", "Fantasy fiction")
CRIME = ("Fiction", "Crime fiction", "Fiction, crime")


def book(
    book_id: str, *subjects: str, author: str = "An Author", series: str | None = None, lenders: Lenders | None = None
) -> Entry:
    return Entry(
        book_id,
        f"Title {book_id}",
        author,
        series,
        Findings(subjects=subjects) if subjects else None,
        lenders=lenders or Lenders(),
    )


def last(*entries: Entry) -> Classification:
    return classify_library(entries)[-1]


def test_a_silent_book_borrows_from_its_series() -> None:
    told = last(book("1", *FANTASY, series="The Saga"), book("2", "Fiction", series="Saga"))
    assert told.genres == ("Fantasy",)
    assert told.inferred
    assert told.because["Fantasy"] == ("Fantasy fiction",)


def test_a_book_that_says_its_genre_borrows_nothing() -> None:
    told = last(book("1", *FANTASY, series="Saga"), book("2", *CRIME, series="Saga"))
    assert (told.genres, told.inferred) == (("Crime",), False)


def test_the_same_series_name_of_another_author_lends_nothing() -> None:
    told = last(book("1", *FANTASY, series="Chronicles"), book("2", "Fiction", series="Chronicles", author="Another"))
    assert told.genres == ()


def test_a_series_tag_names_a_series() -> None:
    told = last(book("1", *FANTASY, series="Stormlight Archive"), book("2", "Fiction", "series:The_Stormlight_Archive"))
    assert told.genres == ("Fantasy",)


def test_one_book_of_the_author_is_not_enough() -> None:
    assert last(book("1", *FANTASY), book("2", "Fiction")).genres == ()
    assert last(book("1", *FANTASY), book("2", *FANTASY), book("3", "Fiction")).genres == ("Fantasy",)


def test_an_author_whose_books_differ_lends_nothing() -> None:
    assert last(book("1", *FANTASY), book("2", *CRIME), book("3", "Fiction")).genres == ()


def test_the_series_goes_before_the_author() -> None:
    told = last(
        book("1", *FANTASY), book("2", *FANTASY), book("3", *CRIME, series="S"), book("4", "Fiction", series="S")
    )
    assert told.genres == ("Crime",)


def test_what_was_borrowed_is_never_lent() -> None:
    told = classify_library(
        [book("1", *FANTASY, series="A"), book("2", "Fiction", series="A"), book("3", "Fiction", series="B")]
    )
    assert told[1].inferred
    assert told[2].genres == ()


def test_lenders_of_another_form_have_no_say() -> None:
    memoir = ("Biography", "Memoir")
    assert last(book("1", *memoir), book("2", *memoir), book("3", "Fiction")).genres == ()


def test_a_book_without_subjects_takes_form_and_genres() -> None:
    told = last(book("1", *FANTASY, series="Saga"), book("2", series="Saga"))
    assert (told.form, told.genres, told.inferred) == ("Fiction", ("Fantasy",), True)
    assert told.because["Fiction"]


def test_a_book_without_subjects_takes_nothing_from_an_author_of_both_forms() -> None:
    told = last(book("1", *FANTASY), book("2", *FANTASY), book("3", "Biography", "Memoir"), book("4"))
    assert told == Classification()


def test_the_catalogues_evidence_lends_as_the_library_does() -> None:
    by_series = book("1", "Fiction", lenders=Lenders(series=(FANTASY,)))
    assert last(by_series).genres == ("Fantasy",)
    assert last(book("1", "Fiction", lenders=Lenders(author=(FANTASY,)))).genres == ()
    assert last(book("1", "Fiction", lenders=Lenders(author=(FANTASY, FANTASY)))).inferred


def test_a_classic_is_not_lent() -> None:
    old = Entry("1", "Old", "An Author", "S", Findings(subjects=("Fiction", "Fantasy fiction")), publication_year=1890)
    told = classify_library([old, book("2", "Fiction", series="S")])
    assert told[0].genres[0] == "Classics"
    assert told[1].genres == ("Fantasy",)


def test_the_series_audience_comes_along() -> None:
    young = ("Young Adult Fiction", "Fantasy fiction")
    assert last(book("1", *young, series="S"), book("2", "Fiction", series="S")).audience == "Young Adult"


def test_the_order_of_the_library_does_not_matter() -> None:
    entries = [book("1", *FANTASY, series="S"), book("2", *CRIME, series="S"), book("3", "Fiction", series="S")]
    forward = {entry.book_id: told for entry, told in zip(entries, classify_library(entries), strict=True)}
    entries.reverse()
    backward = {entry.book_id: told for entry, told in zip(entries, classify_library(entries), strict=True)}
    assert forward == backward
