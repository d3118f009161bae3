"""The unmapped report, by which the tables grow."""

from __future__ import annotations

from domain.enrichment import Findings
from domain.genres import Entry, unmapped_headings


def test_unknown_headings_most_frequent_first_then_by_the_alphabet() -> None:
    books = [
        Entry("1", "One", "A", findings=Findings(subjects=("Zorbing", "Fantasy", "Quokkas"))),
        Entry("2", "Two", "A", findings=Findings(subjects=("zorbing", "ZORBING"), categories=("Axolotls",))),
        Entry("3", "Three", "A"),
    ]
    assert unmapped_headings(books) == [("Zorbing", 2), ("Axolotls", 1), ("Quokkas", 1)]


def test_noise_and_known_headings_are_not_listed() -> None:
    known = ("bestseller", "London (England)", "Steinbeck, John, 1902-1968", "813/.54", "Fiction", "Friendship")
    assert unmapped_headings([Entry("1", "One", "A", findings=Findings(subjects=known))]) == []
