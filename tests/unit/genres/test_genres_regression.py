"""Whole books in the shapes that the sources send, each with the expected answer and the reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from domain.enrichment import Findings
from domain.genres import Entry, classify_library

BOOKS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "regression.jsonl").read_text(encoding="utf-8").split("\n")
    if line
]


@pytest.mark.parametrize("book", BOOKS, ids=[book["title"] for book in BOOKS])
def test_a_book_is_classified(book: dict[str, Any]) -> None:
    subjects, categories, ddc, lcc = (tuple(book.get(name, ())) for name in ("subjects", "categories", "ddc", "lcc"))
    findings = Findings(subjects=subjects, categories=categories, ddc=ddc, lcc=lcc)
    entry = Entry("1", book["title"], "An Author", None, findings, tuple(book.get("shelves", ())), book["year"])
    told = classify_library([entry])[0]
    assert (told.form, list(told.genres), told.audience) == (book["form"], book["genres"], book["audience"]), book[
        "why"
    ]


def test_the_books_are_many_and_each_has_its_reason() -> None:
    assert len(BOOKS) >= 60
    assert len({book["title"] for book in BOOKS}) == len(BOOKS)
    assert all(book["why"] for book in BOOKS)
