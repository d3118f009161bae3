"""`goodreads-stats genres`: the genres of a library of raw subjects, without a cloud or a network."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Final

import typer

from cli.console import leave
from cli.exits import Exit
from domain.enrichment import Findings
from domain.exports.titles import parse_title
from domain.genres import Classification, Entry, classify_library, unmapped_headings

_TEXT_FIELDS: Final = ("goodreads_id", "title", "author")


class BadLine(ValueError):
    """A line that is not a book: `line` is its number from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line


def genres(
    file: Annotated[
        Path | None,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="JSON lines: goodreads_id, title, author, publication_year, subjects. Standard input when left out.",
        ),
    ] = None,
    unmapped: Annotated[
        bool, typer.Option("--unmapped", help="List the headings that no table knows, most frequent first.")
    ] = False,
) -> None:
    """Classify one library: a line of JSON for each book, in the same order. Exit status 2 on a line that is none."""
    try:
        entries = read_entries(sys.stdin) if file is None else read_file(file)
    except BadLine as fault:
        leave(Exit.USAGE, str(fault))
    if unmapped:
        for heading, count in unmapped_headings(entries):
            sys.stdout.write(f"{count}\t{heading}\n")
        return
    for entry, classification in zip(entries, classify_library(entries), strict=True):
        sys.stdout.write(json.dumps(as_line(entry, classification), ensure_ascii=False) + "\n")


def read_file(file: Path) -> list[Entry]:
    """The books of a file of JSON lines in UTF-8. Raises `BadLine`."""
    with file.open(encoding="utf-8-sig") as lines:
        return read_entries(lines)


def read_entries(lines: Iterable[str]) -> list[Entry]:
    """The books of JSON lines; blank lines are passed over. Raises `BadLine`."""
    return [_entry(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def as_line(entry: Entry, classification: Classification) -> dict[str, object]:
    """A classification as the command prints it."""
    return {
        "goodreads_id": entry.book_id,
        "form": classification.form,
        "genres": list(classification.genres),
        "inferred": classification.inferred,
        "audience": classification.audience,
        "because": {name: list(strings) for name, strings in classification.because.items()},
    }


def _entry(number: int, line: str) -> Entry:
    try:
        fields: object = json.loads(line)
    except json.JSONDecodeError as fault:
        raise BadLine(number, f"not JSON: {fault.msg}") from fault
    if not isinstance(fields, dict):
        raise BadLine(number, "not a JSON object")
    book_id, title, author = (_text(number, fields, name) for name in _TEXT_FIELDS)
    year = fields.get("publication_year")
    if year is not None and not isinstance(year, int):
        raise BadLine(number, "publication_year is not a whole number")
    _, series = parse_title(title)
    return Entry(
        book_id=book_id,
        title=title,
        author=author,
        series=series[0].name if series else None,
        findings=Findings(subjects=_texts(number, fields, "subjects")),
        shelves=_texts(number, fields, "shelves"),
        publication_year=year,
    )


def _text(number: int, fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadLine(number, f"{name} is missing or no text")
    return str(value)


def _texts(number: int, fields: dict[str, object], name: str) -> tuple[str, ...]:
    values = fields.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise BadLine(number, f"{name} is no list of texts")
    return tuple(values)
