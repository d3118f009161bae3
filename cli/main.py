"""The command line `goodreads-stats`."""

from __future__ import annotations

import typer

from cli.again import delete, replay, reprocess
from cli.cost import cost
from cli.exports import data, status
from cli.genres import genres
from cli.inspect import inspect
from cli.process import process
from cli.story import events, rebuild_records
from cli.up import up

app = typer.Typer(
    name="goodreads-stats",
    help="Your Goodreads library as a reading dashboard, on this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (up, process, status, data, inspect, genres, events, cost, reprocess, replay, delete):
    app.command()(command)
app.command("rebuild")(rebuild_records)


def main() -> None:
    """Run the command that the arguments name."""
    app()
