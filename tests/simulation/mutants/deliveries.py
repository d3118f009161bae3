"""Faults in filters, rules, and in what is acknowledged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from adapters.bus import EventBridgeBus
from domain.counting import Counting
from domain.events.books import QueuedBook
from domain.pipeline.enrich import Enriched, Enrichment
from domain.pipeline.give_up import GivingUp
from tests.simulation import template
from tests.simulation.mutants.registry import Patch, mutant
from tests.simulation.weather import Theme

if TYPE_CHECKING:
    from types_boto3_events.type_defs import PutEventsRequestEntryTypeDef

_FELL, _INSERTED = template.FILTERS["aggregate"]


@mutant(Theme.ANYTHING)
def filter_without_the_old_image(patch: Patch) -> None:
    """The aggregator starts whenever a counter at zero is written, not when it falls to zero."""
    fell = {"eventName": ["MODIFY"], "dynamodb": {"NewImage": template.AT_ZERO}}
    patch.setitem(template.FILTERS, "aggregate", [fell, _INSERTED])


@mutant(Theme.ANYTHING)
def no_filter_for_a_counter_at_zero(patch: Patch) -> None:
    """A library without a read book waits a quarter of an hour for its dashboard."""
    patch.setitem(template.FILTERS, "aggregate", [_FELL])


@mutant(Theme.ANYTHING)
def no_insert_filter(patch: Patch) -> None:
    """What the eraser removes comes to the relay, which can make no event of it and never goes on."""
    patch.setitem(template.FILTERS, "relay", [{}])


@mutant(Theme.REPEATING)
def rules_without_the_replay_guard(patch: Patch) -> None:
    """A replay processes everything again, asks the sources, and erases."""
    for rule in template.RULES.values():
        if rule.pattern.get("replay-name") == template.LIVE_ONLY:
            patch.setattr(rule, "pattern", {k: v for k, v in rule.pattern.items() if k != "replay-name"})


@mutant(Theme.REPEATING)
def any_replay_reprocesses(patch: Patch) -> None:
    """A replay that should change nothing starts a run of every export."""
    rule = template.RULES["OnReplayedExportUploaded"]
    patch.setattr(rule, "pattern", {**rule.pattern, "replay-name": [{"exists": True}]})


@mutant(Theme.ANYTHING)
def refused_entries_ignored(patch: Patch) -> None:
    """Events that the bus refused for a moment are never published."""

    def publish(self: EventBridgeBus, entries: list[PutEventsRequestEntryTypeDef]) -> None:
        self._client.put_events(Entries=entries)

    patch.setattr(EventBridgeBus, "_publish", publish)


@mutant(Theme.LOSING)
def waiting_spends_receives(patch: Patch) -> None:
    """A pause of a source kills the books that wait for it."""

    def wait(enriched: Enriched) -> None:
        enriched.busy += enriched.waiting
        enriched.waiting.clear()

    _after_enriching(patch, wait)


@mutant(Theme.ANYTHING)
def waiting_forgotten(patch: Patch) -> None:
    """A book whose source is paused is acknowledged and gone."""
    _after_enriching(patch, lambda enriched: enriched.waiting.clear())


@mutant(Theme.ANYTHING)
def busy_forgotten(patch: Patch) -> None:
    """A book that could not be counted for conflicts is acknowledged and gone."""
    _after_enriching(patch, lambda enriched: enriched.busy.clear())


def _after_enriching(patch: Patch, change: Callable[[Enriched], None]) -> None:
    original = Enrichment.__call__

    async def enrich(self: Enrichment, books: Sequence[QueuedBook]) -> Enriched:
        enriched = await original(self, books)
        change(enriched)
        return enriched

    patch.setattr(Enrichment, "__call__", enrich)


@mutant(Theme.DYING)
def dead_books_forgotten(patch: Patch) -> None:
    """A book that crashed five times has no outcome, silently."""

    def give_up(_self: GivingUp, _books: Sequence[QueuedBook]) -> Counting:
        return Counting()

    patch.setattr(GivingUp, "books", give_up)
