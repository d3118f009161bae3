"""The seeds of `make test`, and the mutants they find."""

from __future__ import annotations

import json

import pytest

from tests.simulation.__main__ import main, tell
from tests.simulation.campaign import SEEDS, catch, run_seeds
from tests.simulation.mutants import MUTANTS
from tests.simulation.simulation import simulate

SEEN = {
    "DashboardPublished",
    "ExportRejected missing_columns",
    "ExportRejected too_many_books",
    "RunFailed aggregate_crashed",
    "RunFailed ingest_crashed",
    "BookEnrichmentFailed crashed",
    "BookEnrichmentFailed deadline",
    "BookEnriched no_record",
    "ReprocessRequested sources",
    "ReprocessRequested normalise",
    "ExportDeleted",
    "a call busy",
    "a call dies_before",
    "a call dies_after",
    "a call refused",
    "a call answer_lost",
    "a call repeated",
    *(f"{name} died" for name in ("aggregate", "deadline", "enrich", "eraser", "give_up", "ingest", "relay")),
}
"""What a campaign must have come across to prove anything."""


@pytest.mark.timeout(900)
def test_no_seed_breaks_an_invariant() -> None:
    campaign = run_seeds(range(SEEDS))
    assert campaign.seeds == SEEDS
    assert not campaign.violations, "\n".join(tell(campaign.violations[0]))
    assert campaign.seen >= SEEN, SEEN - campaign.seen


@pytest.mark.parametrize("name", MUTANTS)
def test_a_fault_in_the_protocol_is_found(name: str) -> None:
    assert catch(name) is not None, f"{MUTANTS[name].harm} No seed below {SEEDS} noticed."


def test_there_are_enough_faults_each_with_its_harm() -> None:
    assert len(MUTANTS) >= 16
    assert all(mutant.harm.endswith(".") for mutant in MUTANTS.values())


@pytest.mark.parametrize("seed", [3, 17, 754])
def test_a_seed_is_the_same_world_each_time(seed: int) -> None:
    alone = simulate(seed, is_told=True)
    run_seeds(range(20))
    assert simulate(seed, is_told=True) == alone


def test_a_violation_is_told_with_the_command_that_tells_it_again() -> None:
    violation = catch("event_before_effect")
    assert violation is not None
    told = list(tell(violation))
    assert told[0] == f"seed {violation.seed} breaks the rule: the effect is durable before its event"
    assert told[-1] == f"again: python -m tests.simulation --first {violation.seed} --seeds 1 --story"


def test_the_command_prints_its_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seeds", "3", "--no-mutants", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report.keys() == {"seeds", "violations", "mutants", "mutants_caught", "seconds"}
    assert (report["seeds"], report["violations"]) == (3, 0)
