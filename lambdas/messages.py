"""Queue messages back to what they tell of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from domain.events import EventName
from domain.events.books import QueuedBook, queued_book
from events import contracts


def queued_book_of(body: str) -> QueuedBook:
    """The book of an enrichment message, whose event keeps its contract. ContractError, ValueError if not."""
    envelope: Mapping[str, Any] = json.loads(body)
    detail = envelope["detail"]
    contracts.check(EventName.BOOK_QUEUED, detail["metadata"]["event_version"], detail)
    return queued_book(detail)
