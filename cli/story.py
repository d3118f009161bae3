"""`goodreads-stats events` and `rebuild`: what happened to an export, and whether its record says the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.table import Table

from cli.console import out
from cli.exits import Exit
from cli.stage import Operator, StageOption, UuidArgument, operate
from domain.events import DomainEvent
from domain.lifecycle import ExportRecord
from domain.lifecycle.rebuild import differences, in_order, rebuild


def events(
    uuid: UuidArgument,
    stage: StageOption = None,
    books: Annotated[bool, typer.Option(help="The events of single books too, not only their numbers.")] = False,
) -> None:
    """Tell an export's story: every event of its life in order, and its runs' books between them."""
    operator = operate(stage)
    record = operator.export(uuid)
    table = Table("when", "run", "event", "what", box=None, pad_edge=False)
    for event in in_order(operator.store.lifecycle(record.export_key)):
        table.add_row(*_shown(event))
        if event.name == "ExportParsed" or event.name == "ReprocessRequested":
            for row in _books_of(operator, record, event.run, books):
                table.add_row(*row)
    out.print(table)


def rebuild_records(stage: StageOption = None) -> None:
    """Fold every export's lifecycle events and compare with its stored record. Exit status 5 where they differ."""
    operator = operate(stage)
    differing = checked = 0
    for record in operator.exports.all():
        rebuilt = rebuild(record, operator.store.lifecycle(record.export_key))
        checked += 1
        for name, (stored, made) in differences(record, rebuilt).items():
            differing += 1
            out.print(f"{record.export_key}  {name}: stored {stored}, by its events {made}")
    out.print(f"{checked} exports folded, {differing} differences")
    raise typer.Exit(Exit.FAILED if differing else Exit.COMPLETE)


def _books_of(operator: Operator, record: ExportRecord, run: int, each: bool) -> Iterator[tuple[str, str, str, str]]:
    positions = 1000 * (record.largest_shard + 1)
    found = sorted(operator.store.of_run(record.export_key, run, positions), key=lambda event: event.occurred_at)
    if each:
        yield from map(_shown, found)
        return
    for name in ("BookQueued", "BookEnriched", "BookEnrichmentFailed"):
        alike = [event for event in found if event.name == name]
        if alike:
            first, last = f"{alike[0].occurred_at:%H:%M:%S}", f"{alike[-1].occurred_at:%H:%M:%S}"
            yield f"{first} … {last}", str(run), name, f"{len(alike)} books"


def _shown(event: DomainEvent) -> tuple[str, str, str, str]:
    told = {name: value for name, value in event.data.items() if not isinstance(value, dict | list)}
    what = ", ".join(f"{name} {value}" for name, value in told.items() if value is not None)
    return f"{event.occurred_at:%Y-%m-%d %H:%M:%S}", str(event.run), event.name.value, what
