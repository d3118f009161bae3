"""Events as the stream of their table shows them. They are remembered, for many seeds append the same ones."""

from __future__ import annotations

import json
from typing import Any

from adapters.event_items import to_item
from domain.events import DomainEvent

Image = dict[str, dict[str, Any]]

MOST = 4096
_images: dict[tuple[object, ...], Image] = {}


def image(event: DomainEvent) -> Image:
    """The NewImage of an event's record, by way of its item."""
    key = (event.place, event.name, event.version, event.run, event.occurred_at, event.lineage, json.dumps(event.data))
    found = _images.get(key)
    if found is None:
        found = to_item(event).to_dynamodb_dict()
        if len(_images) == MOST:
            _images.clear()
        _images[key] = found
    return found
