"""The mutants by name, and how they replace what they break."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.simulation.weather import Theme

Patch = pytest.MonkeyPatch
Fault = Callable[[Patch], None]


@dataclass(frozen=True)
class Mutant:
    """A fault, what it would break in the world, and the theme of the seeds that look for such faults most."""

    put_in: Fault
    harm: str
    theme: Theme


MUTANTS: dict[str, Mutant] = {}


def mutant(theme: Theme) -> Callable[[Fault], Fault]:
    """Register a fault by its name; its docstring is the harm."""

    def register(fault: Fault) -> Fault:
        MUTANTS[fault.__name__] = Mutant(fault, fault.__doc__ or "", theme)
        return fault

    return register


def everywhere(patch: Patch, original: object, replacement: object) -> None:
    """Replace a function in the module it is of, and wherever it was imported to."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("domain", "lambdas", "adapters"):
            for attribute, value in list(vars(module).items()):
                if value is original:
                    patch.setattr(module, attribute, replacement)
