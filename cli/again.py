"""`goodreads-stats reprocess`, `replay` and `delete`: processing again, and ending an export, as an operator."""

from __future__ import annotations

import datetime as dt
import secrets
from enum import StrEnum
from typing import Annotated

import typer

from adapters.chance import now
from adapters.replays import ReplayRefusedError
from cli.console import leave, out
from cli.exits import Exit
from cli.stage import StageOption, UuidArgument, operate
from domain.pipeline.erase import Deletion
from domain.pipeline.reprocess import NothingToReprocessError, ReprocessRequests, RunGoingError


class StartFrom(StrEnum):
    """Where re-processing begins."""

    SOURCES = "sources"
    NORMALISE = "normalise"


def reprocess(
    uuid: UuidArgument,
    start_from: Annotated[
        StartFrom, typer.Option("--from", help="Ask the sources again, or only make genres anew.")
    ] = StartFrom.SOURCES,
    stage: StageOption = None,
) -> None:
    """Process an export again. `normalise` asks no source: it makes the dashboard anew of what they said."""
    operator = operate(stage)
    record = operator.export(uuid)
    request = ReprocessRequests(operator.exports, now)
    cause = f"operator-{secrets.token_hex(6)}"
    try:
        run = request(
            record.export_key,
            cause=cause,
            start_from="sources" if start_from is StartFrom.SOURCES else "normalise",
        )
    except RunGoingError:
        leave(Exit.USAGE, "A run of this export is going; ask again when it has ended.")
    except NothingToReprocessError:
        leave(Exit.USAGE, "Nothing of this export was read, or nothing of it published, so far.")
    out.print(f"Run {run} was asked for. See `goodreads-stats status {uuid}`.")


def replay(
    begin: Annotated[dt.datetime, typer.Option("--from", help="The first moment, in UTC.")],
    end: Annotated[dt.datetime, typer.Option("--to", help="The last moment, in UTC; ten minutes ago at the latest.")],
    reprocess_too: Annotated[
        bool, typer.Option("--reprocess", help="Start one new run of every export uploaded in that time.")
    ] = False,
    stage: StageOption = None,
) -> None:
    """Replay the archive's events to the bus. Without --reprocess that changes nothing, by the rules' patterns."""
    operator = operate(stage)
    name = f"{'reprocess' if reprocess_too else 'replay'}-{secrets.token_hex(6)}"
    try:
        operator.replays.start(name, begin.replace(tzinfo=dt.UTC), end.replace(tzinfo=dt.UTC), now())
    except ReplayRefusedError as refusal:
        leave(Exit.USAGE, str(refusal))
    out.print(f"The replay {name} was started.")


def delete(
    uuid: UuidArgument,
    stage: StageOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete an export for its owner: nothing of it can be read afterwards, and nothing brings it back."""
    operator = operate(stage)
    record = operator.export(uuid)
    if not yes:
        typer.confirm("Delete this export and everything of it?", abort=True)
    deleted = Deletion(operator.exports, operator.objects, now)(record.export_key)
    out.print(f"Deleted, with {len(deleted)} files.")
