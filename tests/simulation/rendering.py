"""Cheap stand-ins for what the protocol does not depend on: a dashboard is a list, and what was read is remembered.

What the pipeline decides, writes and appends stays its own code.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from domain import exports
from domain.dashboard import RunFacts
from domain.enrichment import BookOutcome
from domain.events import Place
from domain.exports import Library, NotAnExport
from domain.genres import Classification, Entry
from domain.pipeline import aggregate, deadline, ingest, reprocess
from lambdas.enrich import handler as enrich
from lambdas.messages import queued_book_of

_DAY = dt.date(2026, 11, 24)
_UNKNOWN = Classification()
BROKEN = "Broken"
"""A dashboard of a library with a book of this title cannot be made."""


class RenderingError(Exception):
    """A dashboard cannot be made: a fault of ours that no repeat heals."""


@dataclass(frozen=True, slots=True)
class ListedDashboard:
    """A dashboard that says of each book which outcome it had."""

    run: RunFacts
    library: Library
    outcomes: Mapping[str, BookOutcome]

    def shareable(self) -> dict[str, object]:
        """The outcomes by book."""
        shown = {book.book_id: self.outcomes.get(book.book_id) for book in self.library.books}
        return {
            "export_id": self.run.export_id,
            "run": self.run.run,
            "outcomes": {book_id: outcome and outcome.outcome.value for book_id, outcome in shown.items()},
        }

    def shareable_file(self) -> bytes:
        """The same as it is stored, whichever view."""
        return packed(self.shareable())

    owner = evidence = shareable
    owner_file = evidence_file = shareable_file


def _dashboard(
    run: RunFacts,
    library: Library,
    outcomes: Mapping[str, BookOutcome],
    _classifications: Mapping[str, Classification],
) -> ListedDashboard:
    if any(book.title == BROKEN for book in library.books):
        raise RenderingError
    return ListedDashboard(run, library, outcomes)


def _preview(run: RunFacts, library: Library) -> ListedDashboard:
    return ListedDashboard(run, library, {})


def _classify(entries: Sequence[Entry]) -> list[Classification]:
    return [_UNKNOWN for _ in entries]


@functools.lru_cache(maxsize=512)
def _read(data: bytes) -> Library | NotAnExport:
    try:
        return exports.read_export(data, today=_DAY)
    except NotAnExport as rejection:
        return rejection


def _read_export(data: bytes, *, today: dt.date) -> Library:
    read = _read(data)
    if isinstance(read, NotAnExport):
        raise read.with_traceback(None)  # else it would hold the frames of every world that it was raised in
    return read


_stored = functools.lru_cache(maxsize=512)(exports.library_from_json)


_queued_book = functools.lru_cache(maxsize=2048)(queued_book_of)
_event_id = functools.lru_cache(maxsize=8192)(vars(Place)["event_id"].fget)


def packed(view: Mapping[str, object]) -> bytes:
    """A document as it is stored: not compressed, for nothing here is large."""
    return json.dumps(view, sort_keys=True).encode()


def unpacked(stored: bytes) -> dict[str, Any]:
    """The inverse of `packed`."""
    view: dict[str, Any] = json.loads(stored)
    return view


def replace(patch: pytest.MonkeyPatch) -> None:
    """Put the stand-ins in the place of the real ones."""
    patch.setattr(Place, "event_id", property(_event_id))
    patch.setattr(enrich, "queued_book_of", _queued_book)
    patch.setattr(ingest, "to_gzip", packed)
    patch.setattr(aggregate, "build_dashboard", _dashboard)
    patch.setattr(aggregate, "classify_library", _classify)
    patch.setattr(ingest, "build_preview", _preview)
    patch.setattr(ingest, "read_export", _read_export)
    for module in (aggregate, deadline, ingest, reprocess):
        patch.setattr(module, "library_from_json", _stored)
