"""Reading the deployment's metrics back, as its dashboards show them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.metrics import COUNT, METRICS, NAMESPACE_PREFIX, PERCENT, SOURCE_PAUSED, Metric

if TYPE_CHECKING:
    from types_boto3_cloudwatch import CloudWatchClient
    from types_boto3_cloudwatch.type_defs import MetricDataQueryTypeDef

_HOUR = 3600
_QUERIES_A_CALL = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """One number: of which metric, its dimensions but `service`, and by which statistic.

    A sum is over all hours that were read; a maximum or a percentile is that of the hour where it was highest.
    None where nothing was emitted.
    """

    metric: Metric
    dimensions: Mapping[str, str]
    statistic: str
    value: float | None


def read_metrics(client: CloudWatchClient, stage: str, since: dt.datetime, until: dt.datetime) -> list[Reading]:
    """Every metric of a stage, with each of its dimensions' values, over the hours from `since` to `until`."""
    wanted = [
        Reading(metric, dimensions, statistic, None)
        for metric in METRICS
        for dimensions in _combinations(metric)
        for statistic in _statistics(metric)
    ]
    found: dict[str, list[float]] = {}
    queries = [_query(number, reading, stage) for number, reading in enumerate(wanted)]
    for start in range(0, len(queries), _QUERIES_A_CALL):
        pages = client.get_paginator("get_metric_data").paginate(
            MetricDataQueries=queries[start : start + _QUERIES_A_CALL], StartTime=since, EndTime=until
        )
        for page in pages:
            for result in page["MetricDataResults"]:
                found.setdefault(result["Id"], []).extend(result["Values"])
    return [
        Reading(each.metric, each.dimensions, each.statistic, _over_hours(each.statistic, found.get(f"m{number}", [])))
        for number, each in enumerate(wanted)
    ]


def _combinations(metric: Metric) -> Iterator[dict[str, str]]:
    names = [dimension.name for dimension in metric.dimensions]
    for values in itertools.product(*(dimension.values for dimension in metric.dimensions)):
        yield dict(zip(names, values, strict=True))


def _statistics(metric: Metric) -> Sequence[str]:
    if metric.unit == COUNT:
        return ("Sum",)
    return ("Maximum",) if metric.unit == PERCENT or metric is SOURCE_PAUSED else ("p50", "p95")


def _over_hours(statistic: str, values: Sequence[float]) -> float | None:
    if not values:
        return None
    return sum(values) if statistic == "Sum" else max(values)


def _query(number: int, reading: Reading, stage: str) -> MetricDataQueryTypeDef:
    dimensions = {**reading.dimensions, "service": reading.metric.service}
    return {
        "Id": f"m{number}",
        "MetricStat": {
            "Metric": {
                "Namespace": f"{NAMESPACE_PREFIX}/{stage}",
                "MetricName": reading.metric.name,
                "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions.items()],
            },
            "Period": _HOUR,
            "Stat": reading.statistic,
        },
    }
