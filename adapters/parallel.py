"""Requests that wait side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

AT_ONCE = 4

Part = TypeVar("Part")


def in_parallel(work: Callable[[Part], None], parts: Sequence[Part]) -> None:
    """Do the work on each part, at most AT_ONCE at a time and begun in order.

    The first error is raised when every part was tried.
    """
    if len(parts) < 2:
        for part in parts:
            work(part)
        return
    with ThreadPoolExecutor(min(AT_ONCE, len(parts))) as threads:
        tried = [threads.submit(work, part) for part in parts]
    for each in tried:
        each.result()
