"""However many workers there are, Open Library's limit is kept, and so is the time it names after a 429."""

from __future__ import annotations

import pytest

from benchmarks.enrichment import WORKERS, most_in_a_second, politeness, synthetic_books, too_early
from local.cloud import LocalCloud

pytestmark = [pytest.mark.slow, pytest.mark.cloud, pytest.mark.timeout(200)]


def test_fifty_workers_are_polite_together(cloud: LocalCloud) -> None:
    assert cloud.emulator_runs()
    log = politeness(synthetic_books(WORKERS))
    assert len([entry for entry in log if entry.status == 200]) >= WORKERS
    assert [entry.status for entry in log].count(429) == 1, "the source refused once"
    assert most_in_a_second(log) <= 3
    assert too_early(log) == 0
