"""From votes to a verdict: form, genres, audience, and why."""

from __future__ import annotations

from domain.enrichment import Findings
from domain.genres import Classification, Entry, classify_library


def classify(
    *subjects: str,
    year: int | None = None,
    categories: tuple[str, ...] = (),
    ddc: tuple[str, ...] = (),
    lcc: tuple[str, ...] = (),
) -> Classification:
    findings = Findings(subjects=subjects, categories=categories, ddc=ddc, lcc=lcc)
    entry = Entry("1", "A book", "An author", findings=findings, publication_year=year)
    return classify_library([entry])[0]


def test_nothing_in_nothing_out() -> None:
    assert classify_library([Entry("1", "A book", "An author")]) == [Classification()]


def test_a_form_is_only_given_when_something_said_so() -> None:
    assert classify("bestseller", "In library").form is None


def test_clear_words_decide_the_form_against_one_facet() -> None:
    assert classify("Biography", "Authors, biography", "Personal memoirs", "Fiction").form == "Nonfiction"
    assert classify("Fiction", "Fiction, general", "Murder, fiction", "History").form == "Fiction"


def test_many_hints_outweigh_one_fiction() -> None:
    hints = ("Ecology", "Forest conservation", "Trees", "Forests", "Botany", "Anecdotes", "Zoology", "Birds")
    assert classify("Fiction", *hints).form == "Nonfiction"


def test_a_genre_of_one_form_alone_tells_the_form() -> None:
    assert classify("Swords", "Kings and rulers", "Wizards").form == "Fiction"
    assert classify("Historical linguistics").form == "Nonfiction"


def test_topics_without_a_word_on_the_form_are_knowledge() -> None:
    assert classify("Mediterranean Region, history").genres == ("History",)


def test_a_genre_that_contradicts_the_form_is_dropped() -> None:
    told = classify("Fiction", "Fiction, fantasy, general", "History", "Science", "Philosophy", "Psychology")
    assert told.genres == ("Fantasy",)


def test_a_topic_is_read_by_the_form() -> None:
    assert classify("Fiction", "Robots", "Robots -- Fiction").genres == ("Science Fiction",)
    assert classify("Nonfiction", "Robots").genres == ("Technology & Computing",)


def test_ten_spellings_are_not_ten_things() -> None:
    many = classify(
        "Fiction", "Vampires", "Vampiros", "Vampir", "Vampires in fiction", "Fiction, science fiction, general"
    )
    assert many.genres[0] == "Science Fiction"


def test_hints_make_a_first_genre_only() -> None:
    told = classify("Fiction", "Fantasy fiction", "Fiction, fantasy, epic", "Survival", "Kings and rulers")
    assert told.genres == ("Fantasy",)


def test_a_loose_tag_alone_is_no_second_genre() -> None:
    assert classify("Fiction", "Fantasy fiction", "Mystery").genres == ("Fantasy",)
    assert classify("Fiction", "Fantasy fiction", "Mystery fiction").genres == ("Fantasy", "Mystery")


def test_at_most_three_genres() -> None:
    told = classify(
        "Horror tales", "Love stories", "Western stories", "Detective and mystery stories", "Science fiction"
    )
    assert len(told.genres) == 3


def test_ties_go_by_the_vocabulary_whatever_the_order() -> None:
    assert (
        classify("Western stories", "Horror tales", "Love stories").genres
        == classify("Love stories", "Western stories", "Horror tales").genres
    )
    assert classify("Horror tales", "Fantasy fiction").genres == ("Fantasy", "Horror")


def test_age_makes_a_classic_of_fiction_alone() -> None:
    assert classify("Fiction", year=1892).genres == ("Classics",)
    assert classify("Fiction", year=1999).genres == ()
    assert "Classics" not in classify("Nonfiction", "Philosophy", year=1781).genres


def test_a_classic_by_age_quotes_what_called_it_fiction() -> None:
    assert classify("Fiction", year=1892).because["Classics"] == ("Fiction",)


def test_adaptations_of_a_novel_are_not_its_genre() -> None:
    told = classify(
        "Fiction", "Love stories", "Fiction, romance, general", "Comic books, strips, etc.", "Drama", "English poetry"
    )
    assert told.genres == ("Romance",)


def test_one_juvenile_heading_on_a_classic_tells_no_audience() -> None:
    told = classify(
        "Fiction", "Classic Literature", "Juvenile fiction", "Orphans", "London, fiction", "English fiction"
    )
    assert told.audience is None


def test_a_fair_share_tells_the_audience() -> None:
    assert classify("Juvenile Fiction").audience == "Children's"
    assert classify("Juvenile Fiction", "Children's fiction", "Young Adult Fiction").audience == "Young Adult"


def test_a_young_readers_edition_makes_no_childrens_book_of_knowledge() -> None:
    told = classify(
        "History", "Biography", "Autobiography", "Politics", "Presidents, juvenile literature", "Nonfiction"
    )
    assert told.audience is None


def test_because_quotes_the_strings_that_spoke() -> None:
    told = classify("FICTION / Fantasy / Epic", "Magic", "bestseller", "Juvenile Fiction")
    assert told.because["Fantasy"] == ("FICTION / Fantasy / Epic", "Magic")
    assert told.because["Fiction"][0] == "FICTION / Fantasy / Epic"
    assert told.because["Children's"] == ("Juvenile Fiction",)


def test_categories_and_numbers_speak_beside_the_subjects() -> None:
    told = classify("Whales", categories=("Science / Life Sciences / Zoology",), ddc=("599.5",), lcc=("QL737.C4",))
    assert set(told.genres) == {"Science", "Nature & Environment"}
    assert told.form == "Nonfiction"


def test_a_string_said_twice_counts_once() -> None:
    assert classify("Magic", "Magic", "Magic", "Fiction") == classify("Magic", "Fiction")
