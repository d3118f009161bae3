"""Queue messages back to what they tell of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from adapters import correlation
from domain.events import EventName
from domain.events.books import QueuedBook, queued_book
from events import upcasting


def queued_book_of(body: str) -> QueuedBook:
    """The book of an enrichment message, whose event keeps its contract. ContractError, ValueError if not."""
    envelope: Mapping[str, Any] = json.loads(body)
    book = queued_book(upcasting.accept(EventName.BOOK_QUEUED, envelope["detail"]))
    correlation.note(book.lineage.correlation_id)
    return book
