"""The event buses, their rules, the archive, and replays of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.simulation.matching import matches
from tests.simulation.template import DOMAIN_BUS, RULES

Deliver = Callable[[str, str], None]
"""Brings a message to a queue, by the queue's name; once or more, now or later."""


@dataclass
class SimulatedBus:
    """Both buses: events that match a rule go to its queue, and domain events to the archive."""

    deliver: Deliver
    archive: list[dict[str, object]] = field(default_factory=list)
    published: set[str] = field(default_factory=set)

    def put(self, bus: str, event: Mapping[str, object]) -> int:
        """Publish an event; to how many queues it went."""
        if bus == DOMAIN_BUS and "replay-name" not in event:
            self.archive.append(dict(event))
            self.published.add(str(event["id"]))
        matched = [rule.queue for rule in RULES.values() if rule.bus == bus and matches(rule.pattern, event)]
        for queue in matched:
            self.deliver(queue, json.dumps(event))
        return len(matched)

    def replay(self, name: str, event: Mapping[str, object]) -> int:
        """Publish an archived event once more, as a replay does; to how many queues it went."""
        return self.put(DOMAIN_BUS, {**event, "replay-name": name})
