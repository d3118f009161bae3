"""The command line `goodreads-stats`."""

from __future__ import annotations

import typer

from cli.again import delete, replay, reprocess
from cli.cost import cost
from cli.deploy import deploy
from cli.exports import data, status
from cli.genres import genres
from cli.inspect import inspect
from cli.mending import pause, redrive, resume
from cli.metrics import metrics
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
_WATCHING = (up, process, status, data, inspect, genres, events, metrics, cost)
_OPERATING = (deploy, reprocess, replay, redrive, pause, resume, delete)
for command in (*_WATCHING, *_OPERATING):
    app.command()(command)
app.command("rebuild")(rebuild_records)


def main() -> None:
    """Run the command that the arguments name."""
    app()
