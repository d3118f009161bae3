"""Deliberate faults in the protocol, one at a time, that the simulation must find.

Each is one patch of one function, class or constant; its docstring says what would break in the world.
"""

from tests.simulation.mutants import counting, deliveries, endings, erasing, runs
from tests.simulation.mutants.registry import MUTANTS

__all__ = ["MUTANTS", "counting", "deliveries", "endings", "erasing", "runs"]
