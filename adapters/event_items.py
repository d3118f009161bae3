"""Events between their domain form, the event store's items, and the stream's images of those."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping

from adapters.tables import EventItem
from domain.events import DomainEvent, EventName, Lineage, Place
from domain.events.codec import pack, unpack
from domain.events.envelope import parse_timestamp, timestamp
from domain.lifecycle.record import RETENTION
from events import contracts, upcasting


class UnreadableEventError(Exception):
    """An item of the event store, or its stream image, is no event."""


def to_item(event: DomainEvent) -> EventItem:
    """The item of an event, which is checked against its contract first. ContractError when it breaks it."""
    contracts.check(event.name.value, event.version, event.envelope())
    return EventItem(
        pk=event.place.partition,
        sk=event.place.sort,
        n=event.name.value,
        v=event.version,
        r=event.run,
        at=timestamp(event.occurred_at),
        c=event.lineage.correlation_id,
        k=event.lineage.causation_id,
        d=pack(event.data),
        expires=int((event.occurred_at + RETENTION).timestamp()),
    )


def from_item(item: EventItem) -> DomainEvent:
    """The event of an item, in the newest version."""
    place = Place(item.pk, item.sk)
    version, data = upcasting.upcast(item.n, int(item.v), unpack(item.d, place.book_id))
    return DomainEvent(
        name=EventName(item.n),
        place=place,
        run=int(item.r),
        occurred_at=parse_timestamp(item.at),
        lineage=Lineage(item.c, item.k),
        data=data,
        version=version,
    )


def from_image(image: Mapping[str, Mapping[str, str]]) -> DomainEvent:
    """The event of a stream record's NewImage, as Lambda gives it. UnreadableEventError when it is none.

    It keeps the version it was written in: whoever acts on it brings it up to the newest.
    """
    try:
        place = Place(image["pk"]["S"], image["sk"]["S"])
        return DomainEvent(
            name=EventName(image["n"]["S"]),
            place=place,
            run=int(image["r"]["N"]),
            occurred_at=parse_timestamp(image["at"]["S"]),
            lineage=Lineage(image["c"]["S"], image["k"]["S"] if "k" in image else None),
            data=unpack(base64.b64decode(image["d"]["B"], validate=True), place.book_id),
            version=int(image["v"]["N"]),
        )
    except (KeyError, ValueError, zlib.error) as fault:
        raise UnreadableEventError(type(fault).__name__) from fault
