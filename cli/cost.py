"""`goodreads-stats cost`: what an export, or a stage's last days, cost by AWS's list prices."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table

from adapters.chance import now
from cli.console import out
from cli.stage import Operator, StageOption, operate
from domain.billing import Bill, bill_of
from domain.log_names import shown


def cost(
    uuid: Annotated[
        UUID | None, typer.Argument(help="The export's public name; left out, all of the stage.", show_default=False)
    ] = None,
    stage: StageOption = None,
    days: Annotated[float, typer.Option(min=0.01, help="How far back to look for all of the stage.")] = 1.0,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")] = False,
) -> None:
    """Add up what functions used, as their logs tell it, at the list prices of us-east-1.

    On the local cloud this is what the same work would cost on AWS, with this machine's processor.
    """
    operator = operate(stage)
    bill = _of_stage(operator, days) if uuid is None else _of_export(operator, uuid)
    if json_:
        typer.echo(json.dumps({"dollars": round(bill.dollars, 7), "lines": bill.lines, "quantities": bill.quantities}))
        return
    table = Table("line", "dollars", box=None, pad_edge=False)
    for line, dollars in bill.lines.items():
        table.add_row(line, f"{dollars:.6f}")
    table.add_section()
    table.add_row("together", f"{bill.dollars:.6f}")
    out.print(table)


def _of_stage(operator: Operator, days: float) -> Bill:
    until = now()
    invocations = operator.logs.invocations(until - dt.timedelta(days=days), until)
    return bill_of(invocations, elsewhere=not operator.runs_on_lambda)


def _of_export(operator: Operator, uuid: UUID) -> Bill:
    """All runs of the export and all questions about it. Batches that other exports shared are split by records."""
    record = operator.export(uuid)
    names = frozenset({record.export_key, shown(str(uuid))})
    invocations = operator.logs.invocations(record.created_at - dt.timedelta(minutes=1), now())
    return bill_of(invocations, elsewhere=not operator.runs_on_lambda, of=names)
