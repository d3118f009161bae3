"""Making metrics of the lines that functions log, where CloudWatch does not do it by itself.

The form is CloudWatch's embedded metric format (its specification in the CloudWatch user guide).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_cloudwatch import CloudWatchClient
    from types_boto3_cloudwatch.literals import StandardUnitType
    from types_boto3_cloudwatch.type_defs import MetricDatumTypeDef
    from types_boto3_logs import CloudWatchLogsClient

_MARK = "CloudWatchMetrics"
_DATA_A_CALL = 500


def forward(
    logs: CloudWatchLogsClient, cloudwatch: CloudWatchClient, groups: Iterable[str], *, after_ms: int, until_ms: int
) -> int:
    """Put what the lines of these log groups say into CloudWatch; how many values there were.

    The lines are those logged after `after_ms` and up to `until_ms`, in milliseconds since the epoch.
    """
    by_namespace: dict[str, list[MetricDatumTypeDef]] = {}
    for group in groups:
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName=group, startTime=after_ms + 1, endTime=until_ms, filterPattern=f'"{_MARK}"'
        )
        for page in pages:
            for event in page["events"]:
                for namespace, datum in data_of(event["message"]):
                    by_namespace.setdefault(namespace, []).append(datum)
    for namespace, data in by_namespace.items():
        for start in range(0, len(data), _DATA_A_CALL):
            cloudwatch.put_metric_data(Namespace=namespace, MetricData=data[start : start + _DATA_A_CALL])
    return sum(len(datum["Values"]) for data in by_namespace.values() for datum in data)


def data_of(line: str) -> Iterator[tuple[str, MetricDatumTypeDef]]:
    """The namespace and datum of each metric of a log line; none where the line is no embedded metric."""
    if _MARK not in line:
        return
    try:
        told = json.loads(line)
    except json.JSONDecodeError:
        return
    if not isinstance(told, dict) or "_aws" not in told:
        return
    moment = dt.datetime.fromtimestamp(told["_aws"]["Timestamp"] / 1000, dt.UTC)
    for directive in told["_aws"][_MARK]:
        for names in directive["Dimensions"]:
            for metric in directive["Metrics"]:
                stated = told[metric["Name"]]
                unit: StandardUnitType = metric.get("Unit", "None")
                yield (
                    directive["Namespace"],
                    {
                        "MetricName": metric["Name"],
                        "Dimensions": [{"Name": name, "Value": told[name]} for name in names],
                        "Timestamp": moment,
                        "Unit": unit,
                        "Values": stated if isinstance(stated, list) else [stated],
                    },
                )
