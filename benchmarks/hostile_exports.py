"""Files of up to 50 MB that are made to fill a reader's memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from domain.exports.columns import GOODREADS_24
from domain.exports.errors import MAX_BYTES, MAX_ROWS

_HEADER = ",".join(GOODREADS_24) + "\n"
_MEBIBYTE = 1 << 20


def _row(
    number: int | str,
    title: str = "T",
    shelves: str = "",
    shelf: str = "read",
    review: str = "",
    isbn: str = "0743273567",
) -> str:
    return (
        f'{number},{title},Author {number},"{number}, Author","Other {number}",="{isbn}",="9780743273565",4,4.0,'
        f"Publisher {number},Binding {number},100,2000,2000,2019/01/02,2019/01/02,{shelves},,{shelf},{review},,,1,0\n"
    )


def _rows(row: Callable[[int], str]) -> Iterator[str]:
    return map(row, range(1, MAX_ROWS))


def _forever(text: str) -> Iterator[str]:
    block = text * (_MEBIBYTE // len(text) + 1)
    while True:
        yield block


def _quoted(text: str) -> str:
    return f'"{text}"'


HOSTILE: dict[str, Callable[[], Iterator[str]]] = {
    "one cell": lambda: _forever("a"),
    "one cell of emoji": lambda: _forever("😀"),
    "one open quote": lambda: iter(['1,"', *("line\n" * 200_000 for _ in range(50))]),
    "quotes alone": lambda: _forever('"'),
    "delimiters alone": lambda: _forever(","),
    "line ends alone": lambda: _forever("\n"),
    "spaces alone": lambda: _forever(" "),
    "zero bytes alone": lambda: _forever("\0"),
    "quotes never even": lambda: _forever('x","y\n'),
    "a thousand cells a row": lambda: _rows(lambda _: "x," * 1_000 + "\n"),
    "everything distinct": lambda: _rows(lambda n: _row(n, f"Title {n}", f'"a{n}, b{n}"', f"shelf-{n}")),
    "many shelves a book": lambda: _rows(lambda n: _row(n, shelves=_quoted(",".join(f"{n}-{at}" for at in range(12))))),
    "wide titles": lambda: _rows(lambda n: _row(n, "😀" + "a" * 90)),
    "long titles": lambda: _rows(lambda n: _row(n, _quoted("x (" + ", " * 180 + "#1)"))),
    "wide megabyte reviews": lambda: (_row(n, review=_quoted("😀" + "a" * 1_040_000)) for n in range(1, 60)),
    "megabytes of markup": lambda: (_row(n, review=_quoted("<b>x&amp;" * 115_000)) for n in range(1, 60)),
    "reviews of many lines": lambda: _rows(lambda n: _row(n, review=_quoted("a\n" * 20))),
    "rows without an id": lambda: _rows(lambda n: _row("", f"Title {n}", isbn="")),
    "rows out of line": lambda: _rows(lambda n: _row(n, "A, B")),
    "problems everywhere": lambda: _rows(lambda n: _row(n, isbn="0743273561").replace(",4,4.0,", ",9,9,")),
}
"""What follows the header, by the name of the fault."""


def write_hostile(name: str, path: Path) -> None:
    """Write a file of that fault, cut at the largest size that is read."""
    left = MAX_BYTES - len(_HEADER)
    with path.open("wb") as file:
        file.write(_HEADER.encode())
        for piece in HOSTILE[name]():
            data = piece.encode()[:left]
            file.write(data)
            left -= len(data)
            if not left:
                return
