"""What a dashboard says about the run that made it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

DATA_SCHEMA_VERSION = "2.0.0"
EXPORTER_VERSION = "0.1.0"


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One run of one export.

    `export_id` is the public uuid, `started_at` the `occurred_at` of the event that began the run. It must be
    aware: a naive time raises ValueError, for its instant would depend on the machine. `include_unread` says
    that books not read were enriched too.
    """

    export_id: str
    run: int
    started_at: dt.datetime
    include_unread: bool = False

    def __post_init__(self) -> None:
        if self.started_at.tzinfo is None:
            raise ValueError("started_at has no time zone")

    @property
    def timestamp(self) -> str:
        """`started_at` in UTC to the second, as `2026-11-24T09:52:00Z`."""
        return self.started_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
