"""Whatever a library holds, its dashboard keeps the schema and keeps the owner's things back."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from domain.books import Book, PartialDate, Precision, ReadingStatus, Series
from domain.dashboard import RunFacts, build_dashboard, build_preview, to_bytes
from domain.enrichment import BookOutcome, Findings, Match, Outcome, SourcePart
from domain.exports import Library
from domain.exports.report import Report
from domain.genres import Classification

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs" / "dashboard.schema.json").read_text("utf-8"))
SHAREABLE = Draft202012Validator({**SCHEMA, "$ref": "#/$defs/shareable"})
WHOLE = Draft202012Validator(SCHEMA)
REPORT = Report("storygraph", None, True, ",", "utf-8")
RUN = RunFacts("0f8fad5b-d9cb-469f-a165-70867728950e", 1, dt.datetime(2026, 11, 24, tzinfo=dt.UTC))

texts = st.text(st.characters(codec="utf-8"), max_size=20)
maybe_text = st.none() | texts
dates = st.builds(PartialDate, st.dates(), st.sampled_from(Precision))
ratings = st.integers(1, 20).map(lambda quarters: quarters / 4)
genres = st.lists(
    st.sampled_from(["Fantasy", "Poetry", "Law", "LGBTQ+", "Humor"]), unique=True, max_size=3
).map(tuple)  # fmt: skip

books = st.builds(
    Book,
    book_id=st.text(st.characters(codec="utf-8"), min_size=1, max_size=8),
    position=st.just(0),
    row=st.just(1),
    title=texts,
    short_title=texts,
    author=texts,
    status=st.sampled_from(ReadingStatus),
    series=st.lists(st.builds(Series, texts, maybe_text), max_size=2).map(tuple),
    my_rating=st.none() | ratings,
    average_rating=st.none() | st.floats(1, 5),
    num_pages=st.none() | st.integers(1, 10_000),
    year_published=st.none() | st.integers(-3000, 2027),
    date_read=st.none() | dates,
    date_added=st.none() | dates,
    read_count=st.none() | st.integers(0, 9),
    shelves=st.just(("a-private-shelf",)),
    review=st.none() | st.just("a private review"),
)
findings = st.builds(
    Findings,
    cover_id=st.none() | st.integers(-2, 10**9),
    thumbnail=maybe_text,
    pages=st.none() | st.integers(1, 5000),
    publication_year=st.none() | st.integers(-3000, 2027),
    rating=st.none() | st.floats(1, 5),
    match=st.none() | st.builds(Match, st.sampled_from(["isbn", "title"]), st.floats(0, 1)),
)
outcomes = st.builds(
    BookOutcome,
    book_id=st.just("?"),
    outcome=st.sampled_from(Outcome),
    findings=findings,
    sources=st.dictionaries(texts, st.sampled_from(SourcePart), max_size=3),
    reason=maybe_text,
)
classifications = st.builds(
    Classification,
    form=st.sampled_from(["Fiction", "Nonfiction", None]),
    genres=genres,
    audience=st.sampled_from(["Children's", "Young Adult", None]),
    inferred=st.booleans(),
    because=st.just({"Fantasy": ("a-private-shelf", "Fantasy fiction")}),
)


@st.composite
def libraries(draw: st.DrawFn) -> tuple[Library, dict[str, BookOutcome], dict[str, Classification]]:
    """A library, and outcomes and classifications of some of its books."""
    found = draw(st.lists(books, max_size=8, unique_by=lambda book: book.book_id))
    placed = tuple(dataclasses.replace(book, position=n, row=n + 1) for n, book in enumerate(found))
    answered = {book.book_id: dataclasses.replace(draw(outcomes), book_id=book.book_id) for book in placed[::2]}
    classified = {book.book_id: draw(classifications) for book in placed[1:]}
    return Library(placed, REPORT), answered, classified


@given(libraries())
def test_every_dashboard_keeps_the_schema_and_the_secrets(
    made: tuple[Library, dict[str, BookOutcome], dict[str, Classification]],
) -> None:
    for dashboard in (build_dashboard(RUN, *made), build_preview(RUN, made[0])):
        shareable = dashboard.shareable()
        assert [error.message for error in SHAREABLE.iter_errors(shareable)] == []
        assert [error.message for error in WHOLE.iter_errors(dashboard.owner())] == []
        public = to_bytes(shareable) + to_bytes(dashboard.evidence())
        assert b"a private" not in public
        assert b"a-private" not in public


@given(libraries())
def test_the_summary_is_what_the_books_say(
    made: tuple[Library, dict[str, BookOutcome], dict[str, Classification]],
) -> None:
    shown = build_dashboard(RUN, *made).shareable()
    summary = shown["summary"]
    read = [book for book in shown["books"] if book["reading_status"] == "read"]
    assert sum(summary["books_by_reading_status"].values()) == summary["total_books"] == len(shown["books"])
    assert summary["read_books"] == len(read) == sum((summary["forms"] or {}).values())
    assert summary["total_pages"] == sum(book["num_pages"] or 0 for book in read)
    assert summary["undated_books"] == sum(book["date_read"] is None for book in read)
    assert summary["reading_years"] == sorted(
        {book["reading_year"] for book in read if book["reading_year"] is not None}
    )
    assert summary["genre_enriched_books"] == sum(bool(book["genres"]) for book in read)
    for entry in summary["most_common_genres"] or []:
        having = sum(entry["genre"] in (book["genres"] or []) for book in read)
        assert entry["count"] == having
        assert entry["percentage"] == round(100 * having / len(read), 1)


@given(libraries())
def test_a_dashboard_is_a_function_of_its_inputs(
    made: tuple[Library, dict[str, BookOutcome], dict[str, Classification]],
) -> None:
    library, answered, classified = made
    turned = (library, dict(reversed(answered.items())), dict(reversed(classified.items())))
    assert to_bytes(build_dashboard(RUN, *made).owner()) == to_bytes(build_dashboard(RUN, *turned).owner())
