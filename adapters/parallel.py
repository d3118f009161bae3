"""Requests that wait side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

AT_ONCE = 4

Part = TypeVar("Part")


class DoAll(Protocol):
    """Does the work on every part, and raises what failed when all were tried."""

    def __call__(self, work: Callable[[Part], None], parts: Sequence[Part], /) -> None: ...


def in_parallel(work: Callable[[Part], None], parts: Sequence[Part]) -> None:
    """Do the work on each part, at most AT_ONCE at a time and begun in order.

    When every part was tried the error of one is raised, or those of several as a group.
    """
    if len(parts) < 2:
        for part in parts:
            work(part)
        return
    with ThreadPoolExecutor(min(AT_ONCE, len(parts))) as threads:
        tried = [threads.submit(work, part) for part in parts]
    errors = [error for each in tried if (error := each.exception()) is not None]
    if len(errors) > 1:
        raise BaseExceptionGroup("several parts failed", errors)
    if errors:
        raise errors[0]
