from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import isbn as stdnum_isbn

from domain.isbn import compact, is_isbn10, is_isbn13, isbn13_of, to_isbn10, to_isbn13

digits = st.text("0123456789", min_size=8, max_size=14)
near_isbns = st.builds(
    lambda start, middle, end: start + middle + end,
    st.sampled_from(["", "978", "979", "977", "0"]),
    st.text("0123456789", min_size=7, max_size=10),
    st.sampled_from(["", "X", "x", "0", "5"]),
)
spelled = st.lists(
    st.sampled_from([*"0123456789X", "-", " ", "–", "\u2212", "\u00a0", "\uff11", "\U0001d7d8", "٣", "²", "ß", "\t"]),
    max_size=18,
).map("".join)
valid_tens = st.text("0123456789", min_size=9, max_size=9).map(lambda nine: to_isbn10(to_isbn13(nine + "0")) or "")


def stdnum_verdict(text: str) -> bool:
    try:
        return stdnum_isbn.is_valid(text)
    except ValueError:
        # A line end where it takes a digit for granted; not a verdict.
        return False


@given(st.one_of(digits, near_isbns, spelled, st.text(max_size=15), valid_tens))
@example("0-306-40615-2")
@example("9790000000001")
@example("080442957X")
@example("")
def test_verdicts_are_those_of_python_stdnum(text: str) -> None:
    assert (isbn13_of(text) is not None) == stdnum_verdict(text)


@given(valid_tens)
def test_both_forms_are_valid_and_lead_to_each_other(isbn10: str) -> None:
    isbn13 = to_isbn13(isbn10)
    assert is_isbn10(isbn10)
    assert is_isbn13(isbn13)
    assert isbn13 == stdnum_isbn.to_isbn13(isbn10)
    assert to_isbn10(isbn13) == isbn10


@given(valid_tens, st.integers(0, 9), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_noticed(isbn10: str, at: int, digit: str) -> None:
    wrong = isbn10[:at] + digit + isbn10[at + 1 :]
    assert is_isbn10(wrong) == (wrong == isbn10)


@given(spelled)
def test_a_compact_number_is_its_own_compact_form(text: str) -> None:
    assert compact(compact(text)) == compact(text)
