"""Many seeds, and the mutants that they must find."""

from __future__ import annotations

import functools
import random
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

import pytest

from tests.simulation.mutants import MUTANTS
from tests.simulation.simulation import Violation, simulate
from tests.simulation.weather import Theme, forecast

SEEDS = 2000
"""The seeds of `make test`, within which each mutant is found."""

CHUNK = 200


@dataclass
class Campaign:
    """What came of some seeds."""

    seeds: int = 0
    violations: list[Violation] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def add(self, other: Campaign) -> None:
        """Take in what came of others."""
        self.seeds += other.seeds
        self.violations += other.violations
        self.seen |= other.seen


def run_seeds(seeds: Iterable[int]) -> Campaign:
    """Run some seeds."""
    campaign = Campaign()
    for seed in seeds:
        simulated = simulate(seed)
        campaign.seeds += 1
        campaign.seen |= simulated.seen
        if simulated.violation is not None:
            campaign.violations.append(simulated.violation)
    return campaign


def run_on_processors(first: int, number: int, processors: int) -> Campaign:
    """Run seeds on several processors; the result is that of one."""
    chunks = [range(start, min(start + CHUNK, first + number)) for start in range(first, first + number, CHUNK)]
    if processors == 1:
        return run_seeds(range(first, first + number))
    campaign = Campaign()
    with ProcessPoolExecutor(processors) as pool:
        for each in pool.map(run_seeds, chunks):
            campaign.add(each)
    return campaign


def catch(name: str) -> Violation | None:
    """A violation that a mutant leads to; None when no seed of `make test` finds it. Those of its theme come first."""
    mutant = MUTANTS[name]
    with pytest.MonkeyPatch.context() as patch:
        mutant.put_in(patch)
        for seed in sorted(range(SEEDS), key=lambda seed: _theme(seed) is not mutant.theme):
            violation = simulate(seed).violation
            if violation is not None:
                return violation
    return None


@functools.cache
def _theme(seed: int) -> Theme | None:
    return forecast(random.Random(seed)).theme


@dataclass(frozen=True)
class Report:
    """What `python -m tests.simulation --json` prints."""

    seeds: int
    violations: int
    mutants: int
    mutants_caught: int
    seconds: float


def report(campaign: Campaign, caught: dict[str, Violation | None], began: float) -> Report:
    """The report of a campaign that began at `began` of the monotonic clock."""
    return Report(
        seeds=campaign.seeds,
        violations=len(campaign.violations),
        mutants=len(caught),
        mutants_caught=sum(violation is not None for violation in caught.values()),
        seconds=round(time.monotonic() - began, 1),
    )
