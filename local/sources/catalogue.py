"""The catalogue: reading its file (the package's docstring states the format) and finding works in it."""

from __future__ import annotations

import gc
import gzip
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from domain.isbn import isbn13_of
from local.sources.works import Edition, Work, WorkError, work_of

_WORD = re.compile(r"\w+")


class CatalogueError(ValueError):
    """A catalogue that cannot be read; the message names the line."""


@dataclass(slots=True)
class Catalogue:
    """Works with the ways in which the two sources find them."""

    works: list[Work] = field(default_factory=list)
    by_isbn: dict[str, tuple[Work, Edition]] = field(default_factory=dict)
    by_work_id: dict[str, Work] = field(default_factory=dict)
    by_edition_id: dict[str, tuple[Work, Edition]] = field(default_factory=dict)
    author_names: dict[str, str] = field(default_factory=dict)
    by_volume_id: dict[str, Work] = field(default_factory=dict)
    _title_words: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _author_words: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls, path: Path) -> Catalogue:
        """Every work of the file at `path`. Raises `CatalogueError`."""
        data = path.read_bytes()
        return cls.of(_rows(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data))

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, object]]) -> Catalogue:
        """A catalogue of rows in the file's format. Raises `CatalogueError`."""
        catalogue = cls()
        with _no_collection():
            for number, row in enumerate(rows, start=1):
                try:
                    catalogue._add(work_of(row))
                except WorkError as error:
                    raise CatalogueError(f"work {number}: {error}") from None
        return catalogue

    def isbn(self, text: str) -> tuple[Work, Edition] | None:
        """The edition that an ISBN names, in either form; None when unknown or no ISBN."""
        return self.by_isbn.get(isbn13_of(text) or "")

    def search(self, title: str, author: str, source: str) -> list[Work]:
        """Works that `source` knows with every word of `title` in the title and of `author` in the authors.

        Best first: the fewest other words in the title, then the most editions.
        """
        wanted = words(title)
        postings = [self._title_words.get(word, []) for word in wanted]
        postings += [self._author_words.get(word, []) for word in words(author)]
        if not postings:
            return []
        postings.sort(key=len)
        found = self._known(set(postings[0]).intersection(*postings[1:]), source)
        return sorted(
            found,
            key=lambda work: (abs(len(words(work.title)) - len(wanted)), -work.edition_count, work.work_id),
        )

    def anywhere(self, text: str, source: str) -> list[Work]:
        """Works that `source` knows with every word of `text` in title, authors or ISBNs, best first."""
        matches = []
        for term in words(text):
            matching = {*self._title_words.get(term, ()), *self._author_words.get(term, ())}
            if (entry := self.isbn(term)) is not None:
                matching.add(entry[0].position)
            matches.append(matching)
        found = self._known(set.intersection(*matches) if matches else set(), source)
        return sorted(found, key=lambda work: (-work.edition_count, len(work.title), work.work_id))

    def _known(self, positions: Iterable[int], source: str) -> list[Work]:
        return [work for work in map(self.works.__getitem__, positions) if source in work.sources]

    def _add(self, work: Work) -> None:
        if work.work_id in self.by_work_id:
            raise WorkError(f"a second {work.work_id} ({work.title})")
        work.position = len(self.works)
        self.works.append(work)
        self.by_work_id[work.work_id] = work
        self.by_volume_id[work.volume_id] = work
        self.author_names.update(zip(work.author_ids, work.authors, strict=True))
        for edition in work.editions:
            self.by_edition_id[edition.edition_id] = (work, edition)
            if edition.isbn13 is not None:
                self.by_isbn.setdefault(edition.isbn13, (work, edition))
        for word in set(words(f"{work.title} {work.subtitle or ''}")):
            self._title_words[word].append(work.position)
        for word in set(words(" ".join(work.authors))):
            self._author_words[word].append(work.position)


def words(text: str) -> list[str]:
    """The words of a text as a search index sees them: lower case, accents folded, apostrophes gone."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _WORD.findall(text.casefold().replace("'", "").replace("’", ""))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Millions of objects that all stay: looking for garbage among them doubles the time of a large load."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _rows(text: bytes) -> Iterator[Mapping[str, object]]:
    for number, line in enumerate(text.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CatalogueError(f"line {number}: {error}") from None
        if not isinstance(row, dict):
            raise CatalogueError(f"line {number} is not an object")
        yield row
