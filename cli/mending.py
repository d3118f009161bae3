"""`goodreads-stats redrive`, `pause` and `resume`: what an operator does after a fault, or to a source."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from adapters.redriving import DeadLetters
from adapters.source_records import pause_source, resume_source
from cli.console import out
from cli.exits import Exit
from cli.stage import StageOption, operate


class SourceName(StrEnum):
    """A book source."""

    OPEN_LIBRARY = "openlibrary"
    GOOGLE_BOOKS = "googlebooks"


def redrive(
    queue: Annotated[DeadLetters | None, typer.Argument(help="A dead-letter queue; left out, they are listed.")] = None,
    stage: StageOption = None,
) -> None:
    """Send dead letters back to where they came from, after the fault is mended. Exit status 5 where some stay."""
    operator = operate(stage)
    if queue is None:
        for name in DeadLetters:
            out.print(f"{name.value}: {operator.queues[name.value].backlog()} messages")
        return
    redriven = operator.redrive(queue)
    out.print(f"{queue.value}: {redriven.moved} messages sent back, {redriven.left} left")
    raise typer.Exit(Exit.FAILED if redriven.left else Exit.COMPLETE)


def pause(
    source: Annotated[SourceName, typer.Argument(help="A book source.")],
    minutes: Annotated[int, typer.Option(min=1, max=24 * 60, help="For how long.")] = 60,
    stage: StageOption = None,
) -> None:
    """Let no function ask a source. Books wait meanwhile; a longer pause that stands already stays."""
    operate(stage)
    pause_source(source.value, 60 * minutes)
    out.print(f"{source.value} is not asked for {minutes} minutes.")


def resume(
    source: Annotated[SourceName, typer.Argument(help="A book source.")],
    stage: StageOption = None,
) -> None:
    """End a source's pause, whoever made it. Books that wait come back within 15 minutes."""
    operate(stage)
    resume_source(source.value)
    out.print(f"{source.value} may be asked.")
