"""The sample library's dashboard, made once."""

from __future__ import annotations

import functools

from benchmarks.made_dashboards import real_dashboard, sample_dashboard
from domain.dashboard import Dashboard
from tests.pages.scripted_site import UUID


@functools.cache
def sample() -> Dashboard:
    """The sample library as the page shows it to a newcomer."""
    return sample_dashboard(UUID)


@functools.cache
def rated_sample() -> Dashboard:
    """The same books with the community's ratings."""
    return real_dashboard(394, UUID)
