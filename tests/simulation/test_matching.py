"""The pattern language of rules and filters."""

from __future__ import annotations

import pytest

from tests.simulation.matching import Pattern, matches

EVENT = {"source": "goodreads-stats", "detail": {"object": {"key": "uploads/a"}}, "remaining": "3"}


@pytest.mark.parametrize(
    "pattern",
    [
        {"source": ["goodreads-stats"]},
        {"source": ["aws.s3", "goodreads-stats"]},
        {"detail": {"object": {"key": [{"prefix": "uploads/"}]}}},
        {"replay-name": [{"exists": False}]},
        {"remaining": [{"anything-but": ["0"]}]},
    ],
)
def test_a_pattern_matches(pattern: Pattern) -> None:
    assert matches(pattern, EVENT)


@pytest.mark.parametrize(
    "pattern",
    [
        {"source": ["aws.s3"]},
        {"source": ["goodreads-stats"], "detail-type": ["BookQueued"]},
        {"detail": {"object": {"key": [{"prefix": "data/"}]}}},
        {"detail": {"bucket": {"name": ["data"]}}},
        {"source": [{"exists": False}]},
        {"replay-name": [{"prefix": "reprocess-"}]},
        {"remaining": [{"anything-but": ["3"]}]},
        {"total": [{"anything-but": ["0"]}]},
    ],
)
def test_a_pattern_does_not_match(pattern: Pattern) -> None:
    assert not matches(pattern, EVENT)


def test_what_the_templates_do_not_use_is_refused() -> None:
    with pytest.raises(NotImplementedError):
        matches({"total": [{"numeric": ["<", 3]}]}, EVENT)
