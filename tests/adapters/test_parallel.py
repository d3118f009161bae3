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
    together, counting = threading.Barrier(AT_ONCE, timeout=10), threading.Lock()
    under_way, most = 0, 0

    def work(_part: int) -> None:
        nonlocal under_way, most
        with counting:
            under_way += 1
            most = max(most, under_way)
        together.wait()
        with counting:
            under_way -= 1

    in_parallel(work, range(3 * AT_ONCE))
    assert most == AT_ONCE


@pytest.mark.parametrize(("bad", "raised"), [({3}, ValueError), ({1, 3}, ExceptionGroup)])
def test_errors_are_raised_when_every_part_was_tried(bad: set[int], raised: type[Exception]) -> None:
    tried: list[int] = []

    def work(part: int) -> None:
        tried.append(part)
        if part in bad:
            raise ValueError(part)

    with pytest.raises(raised) as failure:
        in_parallel(work, range(8))
    assert sorted(tried) == list(range(8))
    if isinstance(failure.value, ExceptionGroup):
        assert [str(error) for error in failure.value.exceptions] == ["1", "3"]
