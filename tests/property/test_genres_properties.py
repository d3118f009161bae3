"""What holds of genres for any strings at all."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.enrichment import Findings
from domain.genres import AUDIENCES, FORMS, GENRES, Classification, Entry, Lenders, classify_library
from domain.genres.clean import clean, key
from domain.genres.reading import read_heading, read_shelf
from domain.genres.tables import tables
from domain.genres.vocabulary import FICTION_GENRES, MOST_GENRES, NONFICTION_GENRES

_KNOWN = st.sampled_from(sorted(tables().headings)[::7])
_JOINTS = st.sampled_from([" / ", " -- ", ", ", "--", " > ", " (", ") ", ". ", " - "])
_TAILS = st.sampled_from(["fiction", "Juvenile fiction", "History", "Biography", "General", "1939-1945", "Poetry"])
_ARBITRARY = st.text(max_size=60)
_MADE = st.builds(lambda head, joint, tail: f"{head}{joint}{tail}", _KNOWN, _JOINTS, st.one_of(_KNOWN, _TAILS))
_STRINGS = st.one_of(_KNOWN, _MADE, _TAILS, _ARBITRARY, st.sampled_from(["Fiction", "Nonfiction", "bestseller"]))
_LISTS = st.lists(_STRINGS, max_size=12).map(tuple)
_YEARS = st.one_of(st.none(), st.integers(-850, 65_535))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    return Entry(
        book_id=draw(st.text(max_size=4)),
        title=draw(_ARBITRARY),
        author=draw(st.sampled_from(["A", "B", "C"])),
        series=draw(st.sampled_from([None, "S", "The T"])),
        findings=draw(
            st.one_of(st.none(), st.builds(Findings, subjects=_LISTS, categories=_LISTS, ddc=_LISTS, lcc=_LISTS))
        ),
        shelves=draw(st.lists(_STRINGS, max_size=3).map(tuple)),
        publication_year=draw(_YEARS),
        lenders=draw(st.builds(Lenders, series=st.tuples(_LISTS), author=st.tuples(_LISTS, _LISTS))),
    )


def names(told: Classification) -> list[str]:
    return [name for name in (told.form, *told.genres, told.audience) if name is not None]


@settings(max_examples=60)
@given(st.lists(entries(), max_size=6))
def test_nothing_outside_the_vocabulary(library: list[Entry]) -> None:
    for told in classify_library(library):
        assert told.form in (None, *FORMS)
        assert told.audience in (None, *AUDIENCES)
        assert set(told.genres) <= set(GENRES)
        assert len(told.genres) == len(set(told.genres)) <= MOST_GENRES


@settings(max_examples=60)
@given(st.lists(entries(), max_size=6))
def test_every_name_has_a_reason_from_the_input(library: list[Entry]) -> None:
    said = {string for entry in library for string in _strings(entry)}
    for told in classify_library(library):
        assert set(told.because) == set(names(told))
        for strings in told.because.values():
            assert strings
            assert len(set(strings)) == len(strings)
            assert set(strings) <= said


@settings(max_examples=60)
@given(st.lists(entries(), max_size=6))
def test_no_genre_contradicts_the_form(library: list[Entry]) -> None:
    for told in classify_library(library):
        if told.form == "Fiction":
            assert not set(told.genres) & set(NONFICTION_GENRES)
        elif told.form == "Nonfiction":
            assert not set(told.genres) & set(FICTION_GENRES)


@given(entries(), st.randoms(use_true_random=False))
def test_the_order_of_the_subjects_does_not_matter(entry: Entry, random_: random.Random) -> None:
    assert classify_library([entry]) == classify_library([_shuffled(entry, random_)])


@settings(max_examples=60)
@given(st.lists(entries(), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_library_does_not_matter(library: list[Entry], random_: random.Random) -> None:
    places = list(range(len(library)))
    random_.shuffle(places)
    told = classify_library(library)
    again = classify_library([library[place] for place in places])
    assert again == [told[place] for place in places]


@given(st.text(max_size=120))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert key(key(clean(text))) == key(clean(text))


@settings(max_examples=200)
@given(st.text(max_size=400))
def test_any_string_can_be_read(text: str) -> None:
    for reading in (read_heading(text), read_shelf(text)):
        assert all(weight > 0 for _, weight in reading.votes)


def _strings(entry: Entry) -> set[str]:
    findings = entry.findings or Findings()
    lent = [string for books in (entry.lenders.series, entry.lenders.author) for book in books for string in book]
    return {*findings.subjects, *findings.categories, *findings.ddc, *findings.lcc, *entry.shelves, *lent}


def _shuffled(entry: Entry, random_: random.Random) -> Entry:
    if entry.findings is None:
        return entry
    subjects = random_.sample(entry.findings.subjects, len(entry.findings.subjects))
    categories = random_.sample(entry.findings.categories, len(entry.findings.categories))
    findings = Findings(tuple(subjects), tuple(categories), entry.findings.ddc, entry.findings.lcc)
    return Entry(
        entry.book_id,
        entry.title,
        entry.author,
        entry.series,
        findings,
        entry.shelves,
        entry.publication_year,
        entry.lenders,
    )
