"""Domain events: their names, their envelope, their place in the event store, and how each is made."""

from domain.events.envelope import SOURCE, DomainEvent, EventName, Lineage
from domain.events.places import Place

__all__ = ["SOURCE", "DomainEvent", "EventName", "Lineage", "Place"]
