"""Whether an answer is the book that was asked for."""

from __future__ import annotations

import pytest

from domain.matching import Candidate, Reason, Verdict, asked_isbns, judge
from domain.sources.ask import BookQuery

DUNE = Candidate("Dune", ("Frank Herbert",), isbns=frozenset({"9780441172719"}), weight=120)
GOD_EMPEROR = Candidate("God Emperor of Dune", ("Frank Herbert",), isbns=frozenset({"9780441294671"}))
CHILDREN = Candidate("Children of Dune", ("Frank Herbert",))
HOUSE_ATREIDES = Candidate("Dune", ("Brian Herbert", "Kevin J. Anderson"), "House Atreides")


def query(title: str, author: str = "Frank Herbert", **isbns: str | bool) -> BookQuery:
    doubtful = bool(isbns.pop("isbn_doubtful", False))
    numbers = {name: str(number) for name, number in isbns.items()}
    return BookQuery("1", title, author, numbers.get("isbn13"), numbers.get("isbn10"), doubtful)


def believed(verdict: Verdict) -> tuple[int, str, float]:
    assert verdict.believed
    assert verdict.place is not None
    assert verdict.match is not None
    return verdict.place, verdict.match.by, verdict.match.confidence


def test_the_asked_isbn_is_believed() -> None:
    assert believed(judge(query("Dune", isbn13="9780441172719"), [GOD_EMPEROR, DUNE])) == (1, "isbn", 1.0)


def test_an_isbn10_is_the_same_number() -> None:
    assert believed(judge(query("Dune", isbn10="0441172717"), [DUNE])) == (0, "isbn", 1.0)
    assert asked_isbns(query("Dune", isbn13="9780441172719", isbn10="0441172717")) == {"9780441172719"}


def test_an_isbn_whose_title_and_author_are_others_is_less_sure() -> None:
    translated = Candidate("Der Wüstenplanet", ("F. Unbekannt",), isbns=frozenset({"9780441172719"}))
    assert believed(judge(query("Dune", isbn13="9780441172719"), [translated])) == (0, "isbn", 0.9)


def test_an_answer_for_another_isbn_needs_title_and_author() -> None:
    asked = query("Dune", isbn13="9780593099322")
    assert believed(judge(asked, [DUNE])) == (0, "title", 0.97)
    assert judge(asked, [GOD_EMPEROR]).reason is Reason.OTHER_TITLE


def test_two_isbns_of_different_books_need_the_title() -> None:
    doubtful = query("Dune", isbn13="9780441294671", isbn10="0441172717", isbn_doubtful=True)
    assert believed(judge(doubtful, [GOD_EMPEROR, DUNE])) == (1, "isbn", 1.0)
    verdict = judge(doubtful, [GOD_EMPEROR])
    assert (verdict.reason, verdict.place) == (Reason.ISBN_DOUBTFUL, 0)


def test_dune_is_not_god_emperor_of_dune() -> None:
    assert judge(query("Dune"), [GOD_EMPEROR, CHILDREN]).reason is Reason.OTHER_TITLE
    assert believed(judge(query("Dune"), [GOD_EMPEROR, CHILDREN, DUNE]))[0] == 2


def test_the_author_is_a_gate() -> None:
    verdict = judge(query("Dune", "Brian Herbert"), [DUNE, GOD_EMPEROR])
    assert (verdict.reason, verdict.place) == (Reason.OTHER_AUTHOR, 0)
    assert verdict.match is not None
    assert verdict.match.confidence < 0.75


def test_nothing_and_nobody() -> None:
    assert judge(query("Dune"), []) == Verdict(None, None, Reason.NO_ANSWER)
    assert judge(query("Dune", ""), [DUNE]).reason is Reason.OTHER_AUTHOR


def test_of_two_records_of_a_book_the_weightier_counts() -> None:
    thin = Candidate("Dune", ("Frank Herbert",))
    assert believed(judge(query("Dune"), [thin, DUNE]))[0] == 1


def test_a_cut_title_is_believed_when_it_is_the_authors_only_one() -> None:
    nations = Candidate("Why Nations Fail", ("Daron Acemoglu", "James A. Robinson"))
    asked = query("Why Nations Fail: The Origins of Power", "Daron Acemoğlu")
    assert believed(judge(asked, [nations])) == (0, "title", 0.85)
    assert judge(asked, [nations], complete=False).reason is Reason.NOT_UNIQUE


@pytest.mark.parametrize(
    ("asked", "titles", "reason"),
    [
        ("Sapiens", ["Sapiens: A Brief History of Humankind", "Sapiens: A Graphic History of War"], Reason.NOT_UNIQUE),
        ("Abarat: Days of Magic", ["Abarat", "Abarat: Absolute Midnight"], Reason.NOT_UNIQUE),
        ("Star Wars: Aftermath", ["Star Wars: Life Debt"], Reason.OTHER_TITLE),
        ("Sapiens", ["Sapiens: A Brief History of Humankind", "Sapiens: a brief history of humankind."], None),
        ("Abarat: Days of Magic", ["Abarat", "Abarat: Days of Magic, Nights of War", "Abarat. Absolute"], None),
    ],
)
def test_books_that_share_their_main_title(asked: str, titles: list[str], reason: Reason | None) -> None:
    candidates = [Candidate(title, ("A. Writer",)) for title in titles]
    assert judge(query(asked, "A. Writer"), candidates).reason is reason


def test_an_author_before_the_colon_is_no_title() -> None:
    novels = Candidate("The Complete Novels", ("Jane Austen",))
    assert judge(query("Jane Austen: The Complete Novels", "Jane Austen"), [novels]).believed
    tao = Candidate("Tao Te Ching", ("Laozi", "Lao Tzu"))
    assert judge(query("Lao Tzu: Tao Te Ching: A Book about the Way", "Lao Tzu"), [tao]).believed


def test_confidence_falls_with_what_had_to_be_allowed_for() -> None:
    def confidence(title: str, author: str) -> float:
        return believed(judge(query(title, author), [Candidate("The Colour of Magic", ("Terry Pratchett",))]))[2]

    exact = confidence("The Colour of Magic", "Terry Pratchett")
    spelling = confidence("The Color of Magic", "Terry Pratchett")
    initials = confidence("The Colour of Magic", "T. Pratchett")
    assert exact > spelling > 0.75
    assert exact > initials > 0.75


def test_two_weak_signs_do_not_make_a_book() -> None:
    """A title cut at its colon, by an author of whom only the family name agrees."""
    verdict = judge(query("Flatland: Of Many Dimensions", "Abbott"), [Candidate("Flatland", ("Edwin A. Abbott",))])
    assert verdict.reason is Reason.UNSURE
