"""AWS's list prices of what the pipeline uses: us-east-1, November 2026, in dollars, without any free tier.

From the pricing pages of each service. Lambda's is that of arm64. Whatever is free is not here: what Lambda reads of
a stream, S3's own events on the default bus, deletes in S3, and the first terabyte out of CloudFront.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_MILLION: Final = 1_000_000
_GB: Final = 1024**3


@dataclass(frozen=True, slots=True)
class Price:
    """The price of one `unit`; `line` is what it is called on the bill."""

    line: str
    dollars: float
    unit: str


PRICES: Final = {
    "write_units": Price("DynamoDB writes", 0.625 / _MILLION / 1000, "1/1000 write unit"),
    "read_units": Price("DynamoDB reads", 0.125 / _MILLION / 1000, "1/1000 read unit"),
    "events": Price("EventBridge events", 1.0 / _MILLION, "64 kB of an event"),
    "event_bytes": Price("EventBridge archive", 0.10 / _GB, "byte"),
    "messages": Price("SQS requests", 0.40 / _MILLION, "64 kB of a request"),
    "object_puts": Price("S3 PUT", 0.005 / 1000, "request"),
    "object_gets": Price("S3 GET", 0.0004 / 1000, "request"),
    "invocations": Price("Lambda requests", 0.20 / _MILLION, "invocation"),
    "gigabyte_seconds": Price("Lambda time", 0.0000133334, "GB-second"),
    "api_requests": Price("HTTP API requests", 1.0 / _MILLION, "request"),
    "schedules": Price("Scheduler", 1.0 / _MILLION, "invocation"),
    "log_bytes": Price("CloudWatch Logs", 0.50 / _GB, "byte"),
    "traces": Price("X-Ray traces", 5.0 / _MILLION, "trace"),
}
"""By the names that the meter and the bill count under."""
