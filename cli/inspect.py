"""`goodreads-stats inspect`: how an export reads, row by row, without a cloud or a network."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
import time
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.markup import escape
from rich.table import Table

from cli.console import leave, out, say_facts
from cli.exits import Exit
from domain.exports import MAX_BYTES, ExportReader, NotAnExport, Report

_MOST_SHOWN: Final = 30
_MICROSECONDS: Final = 6


def inspect(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A library export.")],
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")] = False,
) -> None:
    """Read an export and say what is in it and what could not be read. Exit status 4 when it is no export.

    The JSON holds the first 1,000 problems, the table the first 30.
    """
    began = time.perf_counter()
    try:
        report = _read(file)
    except NotAnExport as refusal:
        if json_:
            _print_json({"error": refusal.message, "code": refusal.code})
        leave(Exit.REJECTED, refusal.message)
    seconds = time.perf_counter() - began
    if json_:
        _print_json(_facts(report) | {"seconds": round(seconds, _MICROSECONDS)})
    else:
        _show(report, seconds)


def _read(file: Path) -> Report:
    """The report alone: no book outlives the next one, so a large file takes little memory."""
    with file.open("rb") as stream:
        source = stream if stream.seekable() else io.BytesIO(stream.read(MAX_BYTES + 1))
        reader = ExportReader(source, today=dt.datetime.now(dt.UTC).date())
        for _ in reader:
            pass
    return reader.report


def _facts(report: Report) -> dict[str, object]:
    return {
        "format": report.format,
        "generation": report.generation,
        "encoding": report.encoding,
        "rows": report.rows,
        "books": report.books,
        "read": report.read,
        "undated_read": report.undated_read,
        "unread_by_shelf": dict(report.unread_by_shelf),
        "without_isbn": report.without_isbn,
        "duplicates": report.duplicates,
        "rejected": report.rejected,
        "problems": [problem.to_json() for problem in report.problems],
    }


def _print_json(answer: dict[str, object]) -> None:
    """Print UTF-8 whatever the terminal's own encoding, as a pipe expects of JSON."""
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")


def _show(report: Report, seconds: float) -> None:
    header = f"{report.generation} columns" if report.generation else "changed header"
    unread = ", ".join(f"{count} {shelf or 'no shelf'}" for shelf, count in report.unread_by_shelf.items())
    say_facts(
        {
            "format": f"{report.format}, {header if report.has_header else 'no header'}, {report.encoding}",
            "rows": f"{report.rows}: {report.books} books, {report.duplicates} duplicates, {report.rejected} rejected",
            "read": f"{report.read}, {report.undated_read} of them without a date",
            "unread": unread or "none",
            "without ISBN": str(report.without_isbn),
            "problems": str(sum(report.counts.values())),
            "seconds": f"{seconds:.2f}",
        }
    )
    if report.problems:
        out.print(_table(report))


def _table(report: Report) -> Table:
    total = sum(report.counts.values())
    title = None if total <= _MOST_SHOWN else f"the first {_MOST_SHOWN} of {total:,} problems"
    table = Table("row", "column", "value", "problem", "action", title=title)
    for problem in report.problems[:_MOST_SHOWN]:
        row = str(problem.row or "file")
        cells = (row, problem.column or "", problem.value or "", problem.kind.value.replace("_", " "), problem.action)
        table.add_row(*map(escape, cells))
    return table
