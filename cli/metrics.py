"""`goodreads-stats metrics`: the numbers of the dashboards."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from adapters.chance import now
from adapters.metric_readings import Reading
from adapters.metrics import BOOKS, CATALOGUE_HITS, CATALOGUE_LOOKUPS, COUNT, MILLISECONDS, PERCENT
from cli.console import out
from cli.stage import StageOption, operate

_UNITS = {COUNT: "", MILLISECONDS: "ms", PERCENT: "%"}


def metrics(
    hours: Annotated[int, typer.Option(min=1, max=24 * 15, help="How far back to look.")] = 24,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")] = False,
    stage: StageOption = None,
) -> None:
    """Print what the dashboards show: exports, books, sources, budgets, and what waits in the queues.

    Counts are sums over the time; a percentile or a maximum is that of its highest hour.
    """
    operator = operate(stage)
    moment = now()
    readings = operator.metrics(moment - dt.timedelta(hours=hours), moment + dt.timedelta(minutes=1))
    waiting = {name: queue.backlog() for name, queue in operator.queues.items()}
    if json_:
        told = {"hours": hours, "metrics": _as_json(readings), "shares": shares(readings), "queues": waiting}
        sys.stdout.write(json.dumps(told) + "\n")
    else:
        _show(readings, waiting)


def shares(readings: Sequence[Reading]) -> dict[str, float | None]:
    """The two shares that the dashboards calculate, in percent; None where there is nothing to share."""
    outcomes = {each.dimensions["outcome"]: each.value or 0 for each in readings if each.metric is BOOKS}
    hits, lookups = (
        next(each.value or 0 for each in readings if each.metric is metric)
        for metric in (CATALOGUE_HITS, CATALOGUE_LOOKUPS)
    )
    return {
        "books_failed": _percent(outcomes["failed"], sum(outcomes.values())),
        "catalogue_knew": _percent(hits, lookups),
    }


def _percent(part: float, whole: float) -> float | None:
    return round(100 * part / whole, 2) if whole else None


def _as_json(readings: Sequence[Reading]) -> list[dict[str, object]]:
    return [
        {
            "name": each.metric.name,
            "unit": each.metric.unit,
            **each.dimensions,
            "statistic": each.statistic,
            "value": each.value,
        }
        for each in readings
        if each.value is not None
    ]


def _show(readings: Sequence[Reading], waiting: dict[str, int]) -> None:
    table = Table("metric", "of", "", "value", box=None, pad_edge=False)
    for each in readings:
        if each.value is not None:
            unit = _UNITS.get(each.metric.unit, "s")
            value = f"{each.value:,.0f}" if each.metric.unit == COUNT else f"{each.value:,.1f} {unit}"
            of = " ".join(each.dimensions.values())
            table.add_row(each.metric.name, of, "" if each.statistic == "Sum" else each.statistic, value)
    for name, share in shares(readings).items():
        if share is not None:
            table.add_row(name.replace("_", " "), "", "", f"{share:.1f} %")
    for name, number in waiting.items():
        table.add_row("messages", name, "", f"{number:,}")
    out.print(table)
