"""`goodreads-stats status` and `data`: what became of an export."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from cli.cloud import reach
from cli.console import leave, say_facts
from cli.exits import Exit
from cli.stage import StageOption, operate
from local.client import ApiError, LibraryClient, Status


def status(
    uuid: Annotated[UUID, typer.Argument(help="The export's name, as `process` printed it.")],
    stage: StageOption = None,
) -> None:
    """Show how far an export is. Exit statuses as of `process`; 0 while it is processed, 1 when unknown."""
    with api_of(stage) as address, LibraryClient(address) as client:
        try:
            found = client.status(str(uuid))
        except ApiError as refusal:
            leave(_exit_of(refusal), refusal.text)
        _show(found)
    raise typer.Exit(_exit(found))


def data(
    uuid: Annotated[UUID, typer.Argument(help="The export's name, as `process` printed it.")],
    output: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Where to write; standard output when left out.")
    ] = None,
    stage: StageOption = None,
) -> None:
    """Print an export's dashboard as JSON. Exit status 1 when there is none, or none yet."""
    with api_of(stage) as address, LibraryClient(address) as client:
        try:
            dashboard = client.dashboard(str(uuid))
        except ApiError as refusal:
            leave(_exit_of(refusal), refusal.text)
    if output is None:
        sys.stdout.buffer.write(dashboard)
    else:
        output.write_bytes(dashboard)


@contextlib.contextmanager
def api_of(stage: str | None) -> Iterator[str]:
    """Where the API of a deployed stage answers, or that of the local cloud, which is started where none runs."""
    if stage is not None:
        yield operate(stage).address
        return
    with reach() as cloud:
        yield cloud.address


def _exit_of(refusal: ApiError) -> Exit:
    return Exit.UNKNOWN if refusal.status in (202, 404) else Exit.FAILED


def _exit(found: Status) -> Exit:
    match found.state, found.error_code:
        case "complete", _:
            return Exit.GAPS if found.gaps else Exit.COMPLETE
        case "error", "rejected":
            return Exit.REJECTED
        case "error", _:
            return Exit.FAILED
        case _:
            return Exit.COMPLETE


def _show(found: Status) -> None:
    progress = found.progress
    say_facts(
        {
            "status": found.state,
            "message": found.error_message or found.message,
            "books": f"{progress.processed_books:,} of {progress.total_books:,}",
            "enriched": f"{progress.enriched:,}",
            "partial": f"{progress.partial:,}",
            "not found": f"{progress.not_found:,}",
            "failed": f"{progress.failed:,}",
        }
    )
