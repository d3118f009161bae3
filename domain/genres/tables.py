"""The alias tables, read once from the files beside this module, which anyone may edit.

`tables/meanings.tsv` says what a meaning stands for, the files of `tables/headings/` which heading has which
meaning; the other tables hold both in one line. Lines that begin with `#` are remarks. See `docs/genres.md`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from domain.genres.clean import clean, key
from domain.genres.vocabulary import AUDIENCES, EITHER_GENRES, FICTION_GENRES, FORMS, NONFICTION_GENRES

_FOLDER: Final = Path(__file__).parent / "tables"
_VERDICT_COLUMNS: Final = ("in fiction", "in nonfiction", "form", "audience")


class TableError(ValueError):
    """A table line that cannot be read: `table` is its file, `line` its number from 1."""

    def __init__(self, table: str, line: int, reason: str) -> None:
        super().__init__(f"{table}, line {line}: {reason}")
        self.table = table
        self.line = line


Weights = tuple[tuple[str, float], ...]
"""Names of the vocabulary with the weight of what was said for each."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading says: genres if the book is fiction, genres if it is nonfiction, a form, an audience.

    `name` is shared by all spellings of one thing, so that ten spellings do not weigh as ten things.
    """

    name: str
    fiction: Weights = ()
    nonfiction: Weights = ()
    form: Weights = ()
    audience: Weights = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables, keyed as `clean.key` writes a heading."""

    headings: Mapping[str, Meaning]
    subdivisions: Mapping[str, Meaning]
    paths: Mapping[str, Meaning]
    last_words: Mapping[str, Meaning]
    first_words: Mapping[str, Meaning]
    shelves: Mapping[str, Meaning]
    ddc: Mapping[str, Meaning]
    lcc: Mapping[str, Meaning]
    lists: Mapping[str, Meaning]
    noise: Mapping[str, str]
    places: frozenset[str]
    nationalities: frozenset[str]


def _lines(table: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of a table as column → text, with their numbers."""
    columns: list[str] | None = None
    with (_FOLDER / table).open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.startswith("#") or not line.strip():
                continue
            cells = [cell.strip() for cell in line.rstrip("\n").split("\t")]
            if columns is None:
                columns = cells
            elif len(cells) > len(columns):
                raise TableError(table, number, f"{len(cells)} cells under {len(columns)} columns")
            else:
                yield number, dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True))


def _weights(table: str, number: int, cell: str, allowed: tuple[str, ...]) -> Weights:
    """`Fantasy 3, Adventure 1` → (("Fantasy", 3.0), ("Adventure", 1.0))."""
    found: list[tuple[str, float]] = []
    for item in filter(None, cell.split(", ")):
        name, _, weight = item.rpartition(" ")
        if name not in allowed:
            raise TableError(table, number, f"{name or item!r} has no place in this column")
        try:
            found.append((name, float(weight)))
        except ValueError:
            raise TableError(table, number, f"{weight!r} is no weight") from None
    return tuple(found)


def _meaning(table: str, number: int, name: str, cells: Mapping[str, str]) -> Meaning:
    fiction, nonfiction, form, audience = (cells.get(column, "") for column in _VERDICT_COLUMNS)
    return Meaning(
        name,
        _weights(table, number, fiction, FICTION_GENRES + EITHER_GENRES),
        _weights(table, number, nonfiction, NONFICTION_GENRES + EITHER_GENRES),
        _weights(table, number, form, FORMS),
        _weights(table, number, audience, AUDIENCES),
    )


def _verdicts(
    table: str, *, where: str | None = None, column: str = "heading", known: Mapping[str, Meaning] | None = None
) -> dict[str, Meaning]:
    """A table of one line a meaning, its spellings divided by ` | `.

    A line whose first spelling is a heading of `known` with genres shares that meaning's name: the subdivision
    `poetry` and the heading `Poetry` are one voice.
    """
    found: dict[str, Meaning] = {}
    for number, cells in _lines(table):
        if where is not None and cells["where"] != where:
            continue
        spellings = [key(clean(spelling)) for spelling in cells[column].split(" | ")]
        same = (known or {}).get(spellings[0])
        name = same.name if same and (same.fiction or same.nonfiction) else f"{table}:{spellings[0]}"
        meaning = _meaning(table, number, name, cells)
        for spelling in spellings:
            if spelling in found:
                raise TableError(table, number, f"{spelling!r} stands here twice")
            found[spelling] = meaning
    return found


def _headings() -> dict[str, Meaning]:
    meanings: dict[str, Meaning] = {}
    for number, cells in _lines("meanings.tsv"):
        name = cells["meaning"]
        if name in meanings:
            raise TableError("meanings.tsv", number, f"{name!r} stands here twice")
        meanings[name] = _meaning("meanings.tsv", number, name, cells)
    found: dict[str, Meaning] = {}
    for path in sorted((_FOLDER / "headings").glob("*.tsv")):
        table = f"headings/{path.name}"
        for number, cells in _lines(table):
            heading = key(clean(cells["heading"]))
            if cells["meaning"] not in meanings:
                raise TableError(table, number, f"{cells['meaning']!r} is not in meanings.tsv")
            if heading in found:
                raise TableError(table, number, f"{heading!r} stands in the tables twice")
            found[heading] = meanings[cells["meaning"]]
    return found


def _words(table: str, column: str) -> frozenset[str]:
    return frozenset(key(clean(cells[column])) for _, cells in _lines(table))


@functools.cache
def tables() -> Tables:
    """All tables; read on the first call, some tens of milliseconds, then kept."""
    headings = _headings()
    return Tables(
        headings=headings,
        subdivisions=_verdicts("subdivisions.tsv", known=headings),
        paths=_verdicts("paths.tsv"),
        last_words=_verdicts("words.tsv", where="last", known=headings),
        first_words=_verdicts("words.tsv", where="first", known=headings),
        shelves=_verdicts("shelves.tsv"),
        ddc=_verdicts("ddc.tsv"),
        lcc=_verdicts("lcc.tsv"),
        lists=_verdicts("lists.tsv", column="word"),
        noise={key(clean(cells["heading"])): cells["kind"] for _, cells in _lines("noise.tsv")},
        places=_words("places.tsv", "place"),
        nationalities=_words("nationalities.tsv", "word"),
    )
