"""Picking the cells of a row by the names of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter


class Picker:
    """Gives the cells of the wanted columns of a row, in the wanted order; a missing column is blank.

    Where a name is repeated, the first column of that name counts.
    """

    def __init__(self, columns: Sequence[str], wanted: Sequence[str]) -> None:
        indexes = [columns.index(name) if name in columns else len(columns) for name in wanted]
        self._lacks_some = max(indexes) == len(columns)
        self._get = itemgetter(*indexes)

    def __call__(self, fields: list[str]) -> tuple[str, ...]:
        """The wanted cells of a row that has one field a column."""
        picked: tuple[str, ...] = self._get([*fields, ""] if self._lacks_some else fields)
        return picked
