"""The files that readers upload: small libraries, and files that are none."""

from __future__ import annotations

import functools
import random
from enum import StrEnum, auto

from tests.simulation.rendering import BROKEN
from tests.simulation.wiring import MAX_BOOKS

PRIVATE = "a-shelf-of-their-own"
"""What a reader wrote and nobody else may see."""

_HEADER = "Book Id,Title,Author,ISBN,ISBN13,My Rating,Date Read,Bookshelves,Exclusive Shelf\n"
_TITLES = ("Kim", "Klara", "Emma", "Dune", "Kes")
NO_EXPORT = b"not,an,export\n1,2,3\n"


@functools.cache
def library(books: int, unread: int, variant: int = 0, *, broken: bool = False) -> bytes:
    """An export of some read and some unread books. `broken` has one whose dashboard cannot be made."""
    shelves = ["read"] * books + ["to-read"] * unread
    rows = [_row(number, variant, shelf) for number, shelf in enumerate(shelves)]
    if broken:
        rows.append(f"99,{BROKEN},Someone,,,5,,{PRIVATE},read\n")
    return (_HEADER + "".join(rows)).encode()


def _row(number: int, variant: int, shelf: str) -> str:
    title = _TITLES[(number + variant) % len(_TITLES)]
    return f"{number + 10 * variant + 1},{title},Someone,,,4,2024/05/0{number + 1},{PRIVATE},{shelf}\n"


class FileKind(StrEnum):
    """What kind of file a reader sends."""

    ANY = auto()
    LARGE = auto()
    NO_EXPORT = auto()


def some_file(dice: random.Random, kind: FileKind) -> bytes:
    """A file as readers send it: mostly a library, now and then too large a one or none."""
    luck = dice.random()
    if kind is FileKind.NO_EXPORT or (kind is FileKind.ANY and luck < 0.06):
        return NO_EXPORT
    variant = dice.randrange(2)
    if kind is FileKind.LARGE:
        return library(MAX_BOOKS, 0, variant)
    if luck < 0.1:
        return library(MAX_BOOKS + 1, 0)
    if luck < 0.14:
        return library(dice.randrange(3), 0, broken=True)
    return library(dice.choice((0, 1, 1, 2, 2, 3, 3, 4, 5)), dice.randrange(2), variant)
