"""What one invocation of a function used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

FULL_PROCESSOR_MB: Final = 1769
"""The memory at which Lambda gives a function one whole processor; below it, a share in proportion."""

WAIT_MS: Final = 15.0
"""What a function waits for an AWS call: about a DynamoDB transaction or PutEvents; reads are quicker, S3 slower."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """One invocation, as its log line tells it.

    `usage` is by the names of `domain.billing.prices`; capacity units there are in thousandths. Times are
    milliseconds: `cpu_ms` of the processor, `duration_ms` of the clock, `start_cpu_ms` what starting the
    environment took where this was its first. `work` tells whose records they were. `log_bytes` are all its lines.
    """

    function: str
    memory_mb: int
    duration_ms: float
    cpu_ms: float
    peak_mb: int
    start_cpu_ms: float = 0.0
    calls: Mapping[str, int] = field(default_factory=dict)
    usage: Mapping[str, int] = field(default_factory=dict)
    work: Mapping[str, int] = field(default_factory=dict)
    log_bytes: int = 0

    def share_of(self, names: frozenset[str]) -> float:
        """Which part of the invocation's records belonged to `names`; 0 where it had none."""
        own = sum(number for name, number in self.work.items() if name in names)
        return own / max(1, sum(self.work.values()))

    def gigabyte_seconds(self, *, elsewhere: bool) -> float:
        """Memory × billed time; a start is billed like the rest, and has a whole processor.

        Measured `elsewhere` than on Lambda, the time is made of what is the same there: the processor's time, longer
        by the function's share of one, and WAIT_MS for each AWS call. Waiting for book sources is not in it.
        """
        milliseconds = self.duration_ms
        if elsewhere:
            share = min(1.0, self.memory_mb / FULL_PROCESSOR_MB)
            milliseconds = self.cpu_ms / share + WAIT_MS * sum(self.calls.values())
        return (milliseconds + self.start_cpu_ms) / 1000 * self.memory_mb / 1024
