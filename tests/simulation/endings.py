"""The invariants of a world that has come to rest: everything has ended, and nothing is left of what was deleted."""

from __future__ import annotations

from collections.abc import Iterator

from domain.events import EventName
from domain.events.books import outcome_of
from domain.exports import library_from_json
from domain.files import books_key, dashboard_key, export_prefixes, tombstone_key
from domain.lifecycle import ExportRecord, Status
from domain.pipeline.run_books import books_to_enrich
from tests.simulation.calls import ViolationError
from tests.simulation.people import People
from tests.simulation.rendering import unpacked
from tests.simulation.watch import OUTCOMES, Watch
from tests.simulation.world import World


def check_rest(world: World, watch: Watch, people: People) -> None:
    """Check a world at rest. ViolationError where something is not as it must be."""
    for rule, detail in _broken(world, watch, people):
        raise ViolationError(rule, detail)


def state(world: World) -> dict[str, object]:
    """All that a replay must leave as it is."""
    return {
        "events": dict(world.tables.events),
        "records": dict(world.tables.records),
        "counters": dict(world.tables.counters),
        "objects": dict(world.objects.stored),
        "catalogue": dict(world.catalogue.entries),
        "requests": len(world.source.asked),
    }


def _broken(world: World, watch: Watch, people: People) -> Iterator[tuple[str, str]]:
    for record in world.tables.records.values():
        if record.status is Status.DELETED:
            yield from _left_behind(world, record)
        else:
            yield from _unended(world, watch, record)
    if not world.is_bare:
        yield from _unpublished(world)
    for reader in people.readers:
        if reader.deleted and reader.accepted and world.exports.find(reader.accepted.uuid) is not None:
            yield "what is deleted cannot be read", reader.accepted.uuid


def _unpublished(world: World) -> Iterator[tuple[str, str]]:
    for event in world.tables.events.values():
        if event.event_id not in world.bus.published:
            yield "every event is published", f"{event.place}"


def _left_behind(world: World, record: ExportRecord) -> Iterator[tuple[str, str]]:
    key = record.export_key
    if record.uuid or record.owner_token_sha256:
        yield "a tombstone names nobody", key
    rule = "nothing of a deleted export is left"
    for event in world.tables.events.values():
        if event.export_key == key and event.name is not EventName.EXPORT_DELETED:
            yield rule, str(event.place)
    for export_key, run in world.tables.counters:
        if export_key == key:
            yield rule, f"the counter of run {run}"
    for prefix in export_prefixes(key):
        for found in world.objects.keys(prefix):
            yield rule, found
    if key in world.tables.links.values():
        yield rule, "its link"
    if tombstone_key(key) not in world.objects.stored:
        yield "a deleted export has its tombstone in the bucket", key


def _unended(world: World, watch: Watch, record: ExportRecord) -> Iterator[tuple[str, str]]:
    key = record.export_key
    if not record.has_ended(world.clock()):
        yield "every run ends", f"run {record.current_run} of {key}"
    for (export_key, run), counter in world.tables.counters.items():
        if export_key != key:
            continue
        starts = world.starts.get(f"{key}#{run}", 0)
        if starts > 1 or (not counter.closed and (counter.remaining or not starts)):
            yield "the fall to zero starts the aggregator, once", f"run {run} of {key}: {counter}, {starts} starts"
    for (export_key, run), end in watch.ended.items():
        if export_key == key and end is EventName.DASHBOARD_PUBLISHED:
            yield from _wrongly_published(world, record, run)


def _wrongly_published(world: World, record: ExportRecord, run: int) -> Iterator[tuple[str, str]]:
    """A dashboard shows the outcome of every book of its run, and of no other."""
    key = record.export_key
    shown = unpacked(world.objects.stored[dashboard_key(key, run)].body)["outcomes"]
    counter = world.tables.counters[key, run]
    told = {
        str(event.data["book_id"]): outcome_of(event).outcome.value
        for event in world.tables.events.values()
        if event.export_key == key and event.run == (counter.outcomes_of or run) and event.name in OUTCOMES
    }
    if {book_id: outcome for book_id, outcome in shown.items() if outcome is not None} != told:
        yield "a dashboard shows the outcomes of its run", f"run {run} of {key}: {shown}, {told}"
    if run == record.published_run and record.published_books_of is not None and counter.outcomes_of is None:
        library = library_from_json(world.objects.stored[books_key(key, record.published_books_of)].body)
        wanted = {book.book_id for book in books_to_enrich(record, library)}
        if record.current_run == run and wanted != set(told):
            yield "every book has its outcome", f"run {run} of {key}: {sorted(wanted)}, {sorted(told)}"
