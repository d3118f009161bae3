"""Faults in forgetting an export."""

from __future__ import annotations

from domain.events import DomainEvent, EventName
from domain.lifecycle import ExportRecord, projection
from domain.pipeline import erase
from domain.pipeline.erase import Erasure
from tests.simulation import queues
from tests.simulation.mutants.registry import Patch, mutant
from tests.simulation.weather import Theme


@mutant(Theme.FORGETTING)
def delete_without_a_tombstone(patch: Patch) -> None:
    """Work that is under way brings a deleted export back."""

    def kept(record: ExportRecord, _event: DomainEvent) -> ExportRecord:
        return record

    patch.setitem(projection._CHANGES, EventName.EXPORT_DELETED, kept)


@mutant(Theme.FORGETTING)
def one_sweep_only(patch: Patch) -> None:
    """What was under way at the delete writes after the sweep, and stays."""
    original = queues.SimulatedQueue.send

    def send(self: queues.SimulatedQueue, bodies: list[str], *, delay_seconds: float = 0) -> None:
        original(self, [body for body in bodies if "second-sweep" not in body], delay_seconds=delay_seconds)

    patch.setattr(queues.SimulatedQueue, "send", send)


@mutant(Theme.FORGETTING)
def shards_forgotten(patch: Patch) -> None:
    """The books of a large library beyond its first thousand are never erased."""
    original = Erasure.__call__

    def sweep(self: Erasure, export_key: str, *, last_run: int, largest_shard: int) -> int:
        return original(self, export_key, last_run=last_run, largest_shard=0 * largest_shard)

    patch.setattr(Erasure, "__call__", sweep)


@mutant(Theme.REPEATING)
def earlier_runs_forgotten(patch: Patch) -> None:
    """The titles of earlier runs stay in the event store."""
    original = Erasure.__call__

    def sweep(self: Erasure, export_key: str, *, last_run: int, largest_shard: int) -> int:
        return original(self, export_key, last_run=min(1, last_run), largest_shard=largest_shard)

    patch.setattr(Erasure, "__call__", sweep)


@mutant(Theme.FORGETTING)
def no_mark_in_the_bucket(patch: Patch) -> None:
    """After a crash of the one-machine cloud a deleted export's rows are taken for living ones."""
    patch.setattr(erase, "tombstone_key", lambda export_key: f"elsewhere/{export_key}")
