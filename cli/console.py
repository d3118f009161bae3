"""What the commands say: answers on standard output, everything else on standard error."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from cli.exits import Exit

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def say_facts(facts: Mapping[str, str]) -> None:
    """Print names and values as two columns; a value is never cut or broken."""
    width = max(map(len, facts))
    for name, value in facts.items():
        out.print(f"[dim]{name:<{width}}[/dim]  {escape(value)}")


@contextlib.contextmanager
def working(first: str) -> Iterator[Callable[[str], None]]:
    """Show what is being done, on standard error: the current step on a terminal, a line for each elsewhere."""
    if err.is_terminal:
        with err.status(first) as shown:
            yield shown.update
    else:
        err.print(first)
        yield err.print


def leave(status: Exit, message: str) -> NoReturn:
    """Say why on standard error and end the command."""
    err.print(message, style="bold red", markup=False)
    raise typer.Exit(status)
