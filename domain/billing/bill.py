"""From what invocations used to dollars by line.

Not everything that AWS bills is a call of a function: it delivers and takes away the messages that functions get,
and writes lines of its own into their logs. What is known of that is counted here from the invocations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from domain.billing.prices import PRICES
from domain.billing.usage import Invocation

MESSAGES_A_REQUEST: Final = 10
"""SQS gives and takes ten messages a request at most, however large the batch that Lambda makes of them."""
PLATFORM_LOG_BYTES: Final = 330
"""What Lambda writes about an invocation itself: START, END and REPORT."""
SAMPLED: Final = 0.05
"""The part of invocations that X-Ray traces, past one a second of each function."""


@dataclass(frozen=True, slots=True)
class Bill:
    """Quantities by the names of `PRICES`."""

    quantities: Mapping[str, float]

    @property
    def lines(self) -> dict[str, float]:
        """Dollars by line, the dearest first."""
        priced = {PRICES[name].line: PRICES[name].dollars * number for name, number in self.quantities.items()}
        return dict(sorted(priced.items(), key=lambda line: -line[1]))

    @property
    def dollars(self) -> float:
        """The whole."""
        return sum(self.lines.values())


def bill_of(invocations: Iterable[Invocation], *, elsewhere: bool, of: frozenset[str] | None = None) -> Bill:
    """The bill of invocations, or of the part of each that worked for the names `of`.

    `elsewhere` says that they did not run on Lambda. The archive's line is for taking events in; keeping them a month
    is a quarter of that again. A sampled trace is counted as a twentieth of each invocation.
    """
    quantities: dict[str, float] = {}
    for invocation in invocations:
        share = 1.0 if of is None else invocation.share_of(of)
        if share:
            for name, number in _quantities(invocation, elsewhere).items():
                quantities[name] = quantities.get(name, 0.0) + share * number
    return Bill(quantities)


def _quantities(invocation: Invocation, elsewhere: bool) -> dict[str, float]:
    used: dict[str, float] = {name: number for name, number in invocation.usage.items() if name in PRICES}
    received = invocation.usage.get("messages_received", 0)
    # Each was sent by a rule, one a request; then received and deleted in tens.
    requests = received + 2 * -(-received // MESSAGES_A_REQUEST)
    return used | {
        "messages": used.get("messages", 0) + requests,
        "invocations": 1,
        "gigabyte_seconds": invocation.gigabyte_seconds(elsewhere=elsewhere),
        "log_bytes": invocation.log_bytes + PLATFORM_LOG_BYTES,
        "traces": SAMPLED,
    }
