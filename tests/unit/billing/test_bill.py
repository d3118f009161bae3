"""The bill: quantities from invocations, by the published rules."""

from __future__ import annotations

from typing import Any

import pytest

from domain.billing import Invocation, bill_of
from domain.billing.bill import PLATFORM_LOG_BYTES
from domain.billing.prices import PRICES
from domain.billing.usage import WAIT_MS


def invocation(**more: Any) -> Invocation:
    plain: dict[str, Any] = {"memory_mb": 1024, "duration_ms": 100.0, "cpu_ms": 40.0, "peak_mb": 80}
    return Invocation("Enrich", **(plain | more))


def test_messages_are_sent_one_by_one_and_received_and_deleted_in_tens() -> None:
    bill = bill_of([invocation(usage={"messages_received": 25})], elsewhere=False)
    assert bill.quantities["messages"] == 25 + 3 + 3


def test_time_on_lambda_is_billed_as_it_was_measured_with_its_start() -> None:
    measured = invocation(start_cpu_ms=400.0)
    assert measured.gigabyte_seconds(elsewhere=False) == pytest.approx(0.5)


def test_time_measured_elsewhere_is_that_of_a_share_of_a_processor_and_of_waiting() -> None:
    measured = invocation(memory_mb=512, cpu_ms=100.0, duration_ms=9_000.0, calls={"s3.GetObject": 2})
    seconds = (100.0 * 1769 / 512 + 2 * WAIT_MS) / 1000
    assert measured.gigabyte_seconds(elsewhere=True) == pytest.approx(seconds / 2)


def test_a_shared_batch_is_split_by_records() -> None:
    batch = invocation(usage={"write_units": 8_000, "messages_received": 4}, work={"mine": 3, "other": 1})
    bill = bill_of([batch, invocation(work={"other": 1})], elsewhere=False, of=frozenset({"mine"}))
    assert bill.quantities["write_units"] == 6_000
    assert bill.quantities["invocations"] == 0.75


def test_what_concerned_nobody_is_on_nobodys_bill() -> None:
    assert bill_of([invocation()], elsewhere=False, of=frozenset({"mine"})).dollars == 0


def test_lines_are_the_dearest_first_and_add_up() -> None:
    used = {"write_units": 2_000_000, "events": 1_000, "unknown": 7}
    bill = bill_of([invocation(usage=used, log_bytes=1_000)], elsewhere=False)
    assert list(bill.lines)[:2] == ["DynamoDB writes", "EventBridge events"]
    assert bill.lines["DynamoDB writes"] == pytest.approx(2_000 * 0.625e-6)
    assert bill.lines["EventBridge events"] == pytest.approx(0.001)
    assert bill.lines["CloudWatch Logs"] == pytest.approx((1_000 + PLATFORM_LOG_BYTES) * 0.5 / 1024**3)
    assert bill.dollars == pytest.approx(sum(bill.lines.values()))


def test_every_line_has_one_price() -> None:
    lines = [price.line for price in PRICES.values()]
    assert len(set(lines)) == len(lines)
    assert all(price.dollars > 0 for price in PRICES.values())
