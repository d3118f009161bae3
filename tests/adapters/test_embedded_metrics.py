"""Lines of the embedded metric format become metrics, and are read back as the dashboards show them."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from adapters import aws, metrics
from adapters.chance import now
from adapters.embedded_metrics import data_of, forward
from adapters.metric_readings import Reading, read_metrics
from cli.metrics import shares

pytestmark = pytest.mark.usefixtures("account")

GROUP = "relay-log"


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What a function that measured something has in its log."""
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "GoodreadsStats/dev")
    metrics.discard()
    for service, measured in (
        ("relay", [(metrics.BOOKS, 3, {"outcome": "enriched"}), (metrics.BOOKS, 1, {"outcome": "failed"})]),
        ("enrich", [(metrics.CATALOGUE_LOOKUPS, 8, {}), (metrics.CATALOGUE_HITS, 6, {})]),
        ("enrich", [(metrics.SOURCE_LATENCY, 20 * n, {"source": "openlibrary"}) for n in range(1, 6)]),
    ):
        monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", service)
        for metric, value, of in measured:
            metrics.note(metric, value, **of)
        metrics.flush("request-1")
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def log(account: None, printed: list[str]) -> Iterator[list[str]]:
    """A log group with those lines among others."""
    aws.logs.cache_clear()
    aws.cloudwatch.cache_clear()
    aws.logs().create_log_group(logGroupName=GROUP)
    aws.logs().create_log_stream(logGroupName=GROUP, logStreamName="1")
    write([*printed, '{"message":"invoked"}', "START RequestId: 1", "CloudWatchMetrics is no JSON"])
    yield printed
    aws.logs.cache_clear()
    aws.cloudwatch.cache_clear()


def write(lines: list[str]) -> None:
    moment = time.time_ns() // 1_000_000
    aws.logs().put_log_events(
        logGroupName=GROUP,
        logStreamName="1",
        logEvents=[{"timestamp": moment, "message": line} for line in lines],
    )


def forward_until_now(after_ms: int) -> tuple[int, int]:
    """How many values were forwarded, and up to when."""
    until = time.time_ns() // 1_000_000 + 1
    return forward(aws.logs(), aws.cloudwatch(), [GROUP], after_ms=after_ms, until_ms=until), until


def stored(name: str, **dimensions: str) -> list[float]:
    """The sums that CloudWatch holds of a metric."""
    answer = aws.cloudwatch().get_metric_statistics(
        Namespace="GoodreadsStats/dev",
        MetricName=name,
        Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
        StartTime=now() - dt.timedelta(hours=1),
        EndTime=now() + dt.timedelta(hours=1),
        Period=7200,
        Statistics=["Sum"],
    )
    return [point["Sum"] for point in answer["Datapoints"]]


def test_a_line_says_its_metrics(printed: list[str]) -> None:
    data = [(namespace, datum) for line in printed for namespace, datum in data_of(line)]
    assert {namespace for namespace, _ in data} == {"GoodreadsStats/dev"}
    latency = next(datum for _, datum in data if datum["MetricName"] == "SourceLatency")
    assert latency["Values"] == [20, 40, 60, 80, 100]
    assert {(each["Name"], each["Value"]) for each in latency["Dimensions"]} == {
        ("source", "openlibrary"),
        ("service", "enrich"),
    }


OTHERS = ["", "text", '{"message": "x"}', '"CloudWatchMetrics"', '{"CloudWatchMetrics": 1}', "{"]


@pytest.mark.parametrize("line", OTHERS)
def test_any_other_line_says_none(line: str) -> None:
    assert list(data_of(line)) == []


@pytest.mark.usefixtures("log")
def test_what_was_logged_is_stored(log: list[str]) -> None:
    number, _ = forward_until_now(0)
    assert number == sum(len(datum["Values"]) for line in log for _, datum in data_of(line)) == 9
    assert stored("Books", service="relay", outcome="enriched") == [3]
    assert stored("CatalogueHits", service="enrich") == [6]
    assert stored("Books", service="relay", outcome="partial") == []


@pytest.mark.usefixtures("log")
def test_a_line_is_taken_once() -> None:
    _, until = forward_until_now(0)
    number, _ = forward_until_now(until)
    assert number == 0
    assert stored("Books", service="relay", outcome="enriched") == [3]


@dataclass
class Hours:
    """CloudWatch as far as reading uses it: a value an hour, by name, statistic and last dimension's value."""

    values: dict[tuple[str, str, str], list[float]]
    namespaces: set[str] = field(default_factory=set)

    def get_paginator(self, _operation: str) -> Hours:
        return self

    def paginate(self, **request: Any) -> list[dict[str, Any]]:
        results = []
        for query in request["MetricDataQueries"]:
            metric, statistic = query["MetricStat"]["Metric"], query["MetricStat"]["Stat"]
            self.namespaces.add(metric["Namespace"])
            key = (metric["MetricName"], statistic, metric["Dimensions"][0]["Value"])
            results.append({"Id": query["Id"], "Values": self.values.get(key, [])})
        return [{"MetricDataResults": results[:20]}, {"MetricDataResults": results[20:]}]


def readings(values: dict[tuple[str, str, str], list[float]]) -> list[Reading]:
    hours = Hours(values)
    found = read_metrics(cast(Any, hours), "prod", now() - dt.timedelta(hours=2), now())
    assert hours.namespaces == {"GoodreadsStats/prod"}
    return found


def test_hours_are_added_up_or_the_highest_is_told() -> None:
    found = readings(
        {
            ("Books", "Sum", "enriched"): [2, 1],
            ("Books", "Sum", "failed"): [1],
            ("CatalogueHits", "Sum", "enrich"): [6],
            ("CatalogueLookups", "Sum", "enrich"): [8],
            ("SourceLatency", "p95", "openlibrary"): [80, 120, 90],
            ("DailyBudgetUsed", "Maximum", "googlebooks"): [10, 35],
        }
    )
    told = {(each.metric.name, each.statistic, *each.dimensions.values()): each.value for each in found}
    assert told["Books", "Sum", "enriched"] == 3
    assert told["Books", "Sum", "partial"] is None
    assert told["SourceLatency", "p95", "openlibrary"] == 120
    assert told["DailyBudgetUsed", "Maximum", "googlebooks"] == 35
    assert shares(found) == {"books_failed": 25.0, "catalogue_knew": 75.0}


def test_every_metric_of_the_list_is_read_and_shares_of_nothing_are_none() -> None:
    found = readings({})
    assert {each.metric for each in found} == set(metrics.METRICS)
    assert shares(found) == {"books_failed": None, "catalogue_knew": None}
