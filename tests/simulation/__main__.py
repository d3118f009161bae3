"""`python -m tests.simulation`: run seeds and mutants, or tell the story of a seed."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from tests.simulation.campaign import SEEDS, Campaign, catch, report, run_on_processors
from tests.simulation.mutants import MUTANTS
from tests.simulation.simulation import Violation, simulate

LINES = 40
"""Of a story, the last so many lines are told of a violation."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; 0 when no invariant broke and every mutant was found."""
    options = _parser().parse_args(arguments)
    if options.story:
        return _tell(options.first)
    began = time.monotonic()
    campaign = run_on_processors(options.first, options.seeds, options.processors)
    caught = {} if options.no_mutants else {name: catch(name) for name in MUTANTS}
    told = report(campaign, caught, began)
    lines = [json.dumps(asdict(told))] if options.json else _in_words(campaign, caught, told.seconds)
    sys.stdout.write("\n".join([*lines, ""]))
    for violation in campaign.violations[:3]:
        sys.stderr.write("\n".join([*tell(violation), ""]))
    return int(bool(told.violations or told.mutants_caught < told.mutants))


def tell(violation: Violation) -> Iterator[str]:
    """A violation: which rule, the end of its story, and the command that tells all of it."""
    story = simulate(violation.seed, is_told=True).story
    yield f"seed {violation.seed} breaks the rule: {violation.rule}"
    yield f"  {violation.detail}"
    yield from ([f"  ({len(story) - LINES} lines before)"] if len(story) > LINES else [])
    yield from (f"  {line}" for line in story[-LINES:])
    yield f"again: {violation.command}"


def _tell(seed: int) -> int:
    simulated = simulate(seed, is_told=True)
    violation = simulated.violation
    end = "no invariant broke" if violation is None else f"broken: {violation.rule}: {violation.detail}"
    sys.stdout.write("\n".join([*simulated.story, end, ""]))
    return int(violation is not None)


def _in_words(campaign: Campaign, caught: dict[str, Violation | None], seconds: float) -> Iterator[str]:
    yield f"{campaign.seeds} seeds, {len(campaign.violations)} violations, {seconds} s"
    for name, violation in caught.items():
        found = "NOT FOUND" if violation is None else f"seed {violation.seed}: {violation.rule}"
        yield f"  mutant {name}: {found}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="how many seeds to run")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--processors", type=int, default=1, help="how many processors run seeds")
    parser.add_argument("--json", action="store_true", help="print seeds, violations, mutants, mutants_caught, seconds")
    parser.add_argument("--no-mutants", action="store_true", help="run no mutants")
    parser.add_argument("--story", action="store_true", help="tell the story of the first seed, call by call")
    return parser


if __name__ == "__main__":
    sys.exit(main())
