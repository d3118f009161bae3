"""Checks the model of the protocol, `docs/model/exactly_once.pml`, with Spin: `python -m tests.protocol_model`.

Every state is visited, none is hashed away: "holds" is exhaustive for the configuration. Each case is a line: states,
depth in steps, seconds, megabytes, and what was found. Spin and a C compiler must be there: `make model` installs them.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

MODEL: Final = Path(__file__).resolve().parents[1] / "docs" / "model" / "exactly_once.pml"
TOOLS: Final = ("spin", "gcc")
HOW_TO_INSTALL: Final = "apt-get install --no-install-recommends spin gcc libc6-dev"

_MEGABYTES: Final = 4000
_DEEPEST: Final = 20_000
_LONGEST: Final = 1800
_FAULTS: Final = ("assertion violated", "invalid end state", "non-progress cycle")


class Found(StrEnum):
    """What visiting every state of a case comes to."""

    HOLDS = "holds"
    ASSERTION = "assertion violated"
    STUCK = "invalid end state"
    ENDLESS = "non-progress cycle"


@dataclass(frozen=True, slots=True)
class Case:
    """A configuration of the model, and what must be found in it.

    `cycles` looks for executions without end. `is_large` says that optimising the search takes less time than
    it saves.
    """

    name: str
    defines: tuple[str, ...]
    expected: Found = Found.HOLDS
    cycles: bool = False
    is_large: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a case: states visited, depth in steps, seconds, megabytes."""

    case: Case
    found: Found
    states: int
    depth: int
    seconds: float
    megabytes: float

    @property
    def is_as_expected(self) -> bool:
        """Whether what was found is what had to be."""
        return self.found is self.case.expected


class ModelError(Exception):
    """The model could not be checked to the end: Spin, the compiler or the search failed."""


ONE_BOOK = Case("one book", ("BOOKS=1",))
THREE_BOOKS = Case("three books", ("BOOKS=3",), is_large=True)
ENDLESS = Case("two books; no execution goes on for ever", ("BOOKS=2", "FINITE_FAULTS"), cycles=True, is_large=True)

SOUND = (
    ONE_BOOK,
    Case("two books", ("BOOKS=2",), is_large=True),
    THREE_BOOKS,
    Case(
        "one book; two ingests, two aggregators, records that change while they are read",
        ("BOOKS=1", "WORKERS=1", "INGESTS=2", "AGGREGATORS=2", "TWO_STEP_ADVANCE"),
        is_large=True,
    ),
    Case(
        "one book; two files to one address",
        ("BOOKS=1", "WORKERS=1", "INGESTS=2", "SECOND_FILE"),
        is_large=True,
    ),
    Case("no book", ("BOOKS=0", "WORKERS=1", "AGGREGATORS=2", "TWO_STEP_ADVANCE"), is_large=True),
    ENDLESS,
)

ENDINGS = tuple(
    Case(f"a run can be {status}", ("BOOKS=1", f"NEVER={status}"), Found.ASSERTION)
    for status in ("COMPLETE", "REJECTED", "FAILED")
)

MUTATIONS = (
    Case("no condition on the slots", ("BOOKS=2", "NO_SLOT_CONDITION"), Found.ASSERTION),
    Case("no condition on the counter", ("BOOKS=1", "NO_COUNTER_CONDITION"), Found.ASSERTION),
    Case("the counter falls after the transaction", ("BOOKS=1", "DECREMENT_APART"), Found.ASSERTION),
    Case("the event before its effect", ("BOOKS=1", "EVENT_BEFORE_EFFECT"), Found.ASSERTION),
    Case(
        "the record changes without a condition",
        ("BOOKS=1", "TWO_STEP_ADVANCE", "NO_REVISION_CONDITION"),
        Found.ASSERTION,
    ),
    Case("a run is failed beside its counter", ("BOOKS=1", "RUN_ENDS_BESIDE_COUNTER"), Found.ASSERTION),
    Case("no progress check", ("BOOKS=1", "NO_PROGRESS_CHECK"), Found.STUCK),
    Case("the progress check is arranged after the counter", ("BOOKS=1", "CHECK_AFTER_COUNTER"), Found.STUCK),
    Case(
        "the progress check overlooks a dead aggregator",
        ("BOOKS=1", "FINITE_FAULTS", "NO_NUDGE"),
        Found.ENDLESS,
        cycles=True,
    ),
    Case("a delete without a tombstone", ("BOOKS=1", "DELETE_WITHOUT_TOMBSTONE"), Found.ASSERTION),
    Case("a delete with one sweep", ("BOOKS=1", "ONE_SWEEP"), Found.ASSERTION),
)


def missing_tools() -> list[str]:
    """The tools that are not on PATH."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def check(case: Case) -> Checked:
    """Visit every state of a case, until a fault is found. ModelError when that cannot be done to the end."""
    with tempfile.TemporaryDirectory() as folder:
        _run(["spin", *(f"-D{define}" for define in case.defines), "-a", str(MODEL)], folder)
        speed = "-O2" if case.is_large else "-O0"
        search = "-DNP" if case.cycles else "-DSAFETY"
        _run(["gcc", speed, "-w", search, "-DNOBOUNDCHECK", f"-DMEMLIM={_MEGABYTES}", "-o", "pan", "pan.c"], folder)
        said = _run(["./pan", f"-m{_DEEPEST}", "-w24", *(["-l"] if case.cycles else [])], folder)
    return _read(case, said)


def _run(command: Sequence[str], folder: str) -> str:
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=_LONGEST, check=False, errors="replace"
        )
    except subprocess.TimeoutExpired:
        raise ModelError(f"{command[0]} took longer than {_LONGEST} s") from None
    if done.returncode != 0:
        raise ModelError(f"{' '.join(command)} ended with status {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def _read(case: Case, said: str) -> Checked:
    fault = next((line for line in said.splitlines() if line.startswith("pan:1:")), None)
    is_complete = "Search not completed" not in said and "max search depth too small" not in said
    if fault is None and not is_complete:
        raise ModelError(f"the search of {case.name!r} was not completed:\n{said}")
    found = Found.HOLDS
    if fault is not None:
        found = next(Found(kind) for kind in _FAULTS if kind in fault)
    visited = _number(r"\(([\d.e+]+) visited\)", said) or _number(r"([\d.e+]+) states, stored", said)
    return Checked(
        case,
        found,
        states=round(visited),
        depth=round(_number(r"depth reached (\d+)", said)),
        seconds=_number(r"elapsed time ([\d.]+) seconds", said),
        megabytes=_number(r"([\d.]+)\ttotal actual memory usage", said),
    )


def _number(pattern: str, said: str) -> float:
    match = re.search(pattern, said)
    return 0.0 if match is None else float(match[1])


def _row(checked: Checked) -> str:
    verdict = "" if checked.is_as_expected else f"   NOT AS EXPECTED: {checked.case.expected}"
    return (
        f"{checked.states:>11,}  {checked.depth:>5}  {checked.seconds:>6.1f}  {checked.megabytes:>6.0f}  "
        f"{checked.found:<18}  {checked.case.name}{verdict}"
    )


def main(arguments: list[str] | None = None) -> int:
    """Check every case and print a table; the exit status: 0, 1 where one is not as expected, 2 without Spin."""
    parser = argparse.ArgumentParser(prog="python -m tests.protocol_model", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="of the sound configurations only the smallest")
    chosen = parser.parse_args(arguments)
    missing = missing_tools()
    if missing:
        sys.stderr.write(f"not installed: {', '.join(missing)} ({HOW_TO_INSTALL})\n")
        return 2
    parts = {
        "the protocol": (ONE_BOOK,) if chosen.quick else SOUND,
        "every ending is reached": ENDINGS,
        "mutations": MUTATIONS,
    }
    as_expected = True
    with ThreadPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as workers:
        for title, cases in parts.items():
            sys.stdout.write(f"{title}\n     states  depth       s      MB  found               case\n")
            for checked in workers.map(check, cases):
                sys.stdout.write(f"{_row(checked)}\n")
                sys.stdout.flush()
                as_expected = as_expected and checked.is_as_expected
    return 0 if as_expected else 1


if __name__ == "__main__":
    sys.exit(main())
