"""Splitting: a heading's parts, head first."""

from __future__ import annotations

import pytest

from domain.genres.split import Shape, split


@pytest.mark.parametrize(
    ("cleaned", "shape", "parts"),
    [
        ("fantasy fiction", Shape.PLAIN, ("fantasy fiction",)),
        ("fiction / fantasy / epic", Shape.PATH, ("fiction", "fantasy", "epic")),
        ("action/adventure", Shape.PATH, ("action", "adventure")),
        ("social sciences -> history -> world", Shape.PATH, ("social sciences", "history", "world")),
        ("allied health > medical", Shape.PATH, ("allied health", "medical")),
        ("magic -- fiction", Shape.SUBDIVIDED, ("magic", "fiction")),
        ("magic--fiction", Shape.SUBDIVIDED, ("magic", "fiction")),
        ("fiction, fantasy, epic", Shape.SUBDIVIDED, ("fiction", "fantasy", "epic")),
        ("world war, 1939-1945", Shape.SUBDIVIDED, ("world war", "1939-1945")),
        ("united states. army air forces", Shape.SUBDIVIDED, ("united states", "army air forces")),
        ("fantasy - epic", Shape.SUBDIVIDED, ("fantasy", "epic")),
        ("english law: contract law", Shape.SUBDIVIDED, ("english law", "contract law")),
        ("self-help", Shape.PLAIN, ("self-help",)),
        ("394.1/2", Shape.PLAIN, ("394.1/2",)),
        (" / ", Shape.PLAIN, ()),
    ],
)
def test_a_heading_is_split(cleaned: str, shape: Shape, parts: tuple[str, ...]) -> None:
    heading = split(cleaned)
    assert (heading.shape, heading.parts) == (shape, parts)


def test_brackets_are_taken_off_before_the_separators_in_them_are_seen() -> None:
    heading = split("exposition (1893 : chicago, ill.), fiction")
    assert heading.parts == ("exposition", "fiction")
    assert heading.qualifiers == ("1893 : chicago, ill.",)
