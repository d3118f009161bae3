"""Book ids: the same on every reading of a file, and made of nothing personal."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence

from domain.exports.columns import Format

_NAMESPACE = uuid.UUID("6f0c1d0e-7a55-5d3b-9c4b-2f6a7f1f3a10")


class BookIds:
    """Which books of a file have been seen, and ids for the rows that come without one."""

    def __init__(self, export: Format) -> None:
        self._export = export
        self._seen: set[str] = set()
        self._ordinals: Counter[bytes] = Counter()

    def is_new(self, book_id: str) -> bool:
        """Whether this is the first row with an id; it counts as seen from now on."""
        if book_id in self._seen:
            return False
        self._seen.add(book_id)
        return True

    def made(self, isbn13: str | None, title: str, authors: Sequence[str]) -> str:
        """An id (uuid5) of the format, the ISBN or else title and authors, and the how-manieth such row it is."""
        what = isbn13 or "\n".join((title, *authors))
        key = uuid.uuid5(_NAMESPACE, f"{self._export}\n{what}")
        ordinal = self._ordinals[key.bytes]
        self._ordinals[key.bytes] += 1
        return str(uuid.uuid5(key, str(ordinal)))
