"""Requests side by side: none is left out, whatever becomes of the others."""

from __future__ import annotations

import threading

import pytest

from adapters.parallel import AT_ONCE, in_parallel


@pytest.mark.parametrize("number", [0, 1, 2, 3 * AT_ONCE + 1])
def test_every_part_is_done_once(number: int) -> None:
    done: list[int] = []
    in_parallel(done.append, range(number))
    assert sorted(done) == list(range(number))


def test_as_many_as_are_allowed_wait_together() -> None:
    together = threading.Barrier(AT_ONCE, timeout=10)

    def work(_part: int) -> None:
        together.wait()

    in_parallel(work, range(AT_ONCE))
    assert not together.broken


def test_an_error_is_raised_when_every_part_was_tried() -> None:
    tried: list[int] = []

    def work(part: int) -> None:
        tried.append(part)
        if part in {1, 3}:
            raise ValueError(part)

    with pytest.raises(ValueError, match="1"):
        in_parallel(work, range(8))
    assert sorted(tried) == list(range(8))
