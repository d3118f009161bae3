"""Dashboards and alarms: they name metrics that exist, wake somebody, and lead to what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from adapters.metrics import METRICS, NAMESPACE_PREFIX, Metric
from stacks.functions import FUNCTIONS
from stacks.synthesis import REPOSITORY
from tests.stacks.templates import Templates, text

NAMESPACE = f"{NAMESPACE_PREFIX}/dev"
# The part of the alarms that the design names; further ones may be there.
ALARMED = {
    *("RelayPoisonQueueNotEmpty", "AggregatePoisonQueueNotEmpty", "GiveUpDlqNotEmpty", "EraseDlqNotEmpty"),
    *("SchedulerDlqNotEmpty", "UndeliveredDlqNotEmpty"),
    *("IngestQueueStuck", "EnrichmentQueueStuck", "EraseQueueStuck"),
    *("RelayFailing", "AggregateFailing", "RelayBehind", "AggregateBehind"),
    *("ManyBooksFail", "RunFailed", "RunPastDeadline", "OpenlibraryPaused", "GooglebooksPaused"),
    *("ApiFailing", "GooglebooksBudget"),
}


@dataclass(frozen=True)
class Named:
    """A metric as a template names it."""

    place: str
    namespace: object
    name: str
    dimensions: Mapping[str, object]


def alarms(templates: Templates) -> list[Mapping[str, Any]]:
    return [each.properties for each in templates.resources("AWS::CloudWatch::Alarm")]


def bodies(templates: Templates) -> dict[str, dict[str, Any]]:
    """The dashboards' bodies; what CloudFormation would put in is a name that stands for it."""
    found = {}
    for dashboard in templates.resources("AWS::CloudWatch::Dashboard"):
        parts = dashboard.properties["DashboardBody"]["Fn::Join"][1]
        joined = "".join(part if isinstance(part, str) else re.sub(r"\W", "", text(part)) for part in parts)
        found[dashboard.logical_id[:-8]] = json.loads(joined)
    return found


def widgets(body: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Title and metric lines of each widget."""
    for widget in body["widgets"]:
        yield widget["properties"]["title"], widget["properties"]["metrics"]


def of_line(title: str, line: list[Any]) -> Named:
    """The metric of a widget's line: `[namespace, name, dimension, value, …, {options}]`."""
    names = [each for each in line if not isinstance(each, dict)]
    return Named(title, names[0], names[1], dict(zip(names[2::2], names[3::2], strict=True)))


def of_alarm(alarm: Mapping[str, Any], stated: Mapping[str, Any]) -> Named:
    dimensions = {each["Name"]: each["Value"] for each in stated.get("Dimensions", [])}
    return Named(text(alarm["AlarmDescription"]), stated["Namespace"], stated["MetricName"], dimensions)


def named_metrics(templates: Templates) -> Iterator[Named]:
    """Every metric that a widget or an alarm names, within math expressions too."""
    for body in bodies(templates).values():
        for title, lines in widgets(body):
            yield from (of_line(title, line) for line in lines if isinstance(line[0], str))
    for alarm in alarms(templates):
        if "MetricName" in alarm:
            yield of_alarm(alarm, alarm)
        else:
            stats = [each["MetricStat"]["Metric"] for each in alarm["Metrics"] if "MetricStat" in each]
            assert stats, alarm
            yield from (of_alarm(alarm, each) for each in stats)


def is_emitted(named: Named) -> bool:
    """Whether the functions emit exactly this: name, dimensions, and the dimensions' values."""
    return any(_matches(named, metric) for metric in METRICS)


def _matches(named: Named, metric: Metric) -> bool:
    values = {dimension.name: dimension.values for dimension in metric.dimensions} | {"service": (metric.service,)}
    return (
        named.name == metric.name
        and named.dimensions.keys() == values.keys()
        and all(value in values[name] for name, value in named.dimensions.items())
    )


def own(templates: Templates) -> list[Named]:
    return [each for each in named_metrics(templates) if not str(each.namespace).startswith("AWS/")]


def test_every_metric_of_ours_that_is_named_is_one_that_is_emitted(templates: Templates) -> None:
    named = own(templates)
    assert len(named) > len(METRICS)
    assert {each.namespace for each in named} == {NAMESPACE}
    assert [each for each in named if not is_emitted(each)] == []


def test_every_metric_that_is_emitted_is_looked_at(templates: Templates) -> None:
    named = own(templates)
    assert [metric.name for metric in METRICS if not any(_matches(each, metric) for each in named)] == []


@pytest.mark.parametrize(
    ("name", "dimensions"),
    [
        ("Boks", {"service": "relay", "outcome": "failed"}),
        ("Books", {"service": "relay", "outcome": "lost"}),
        ("Books", {"service": "enrich", "outcome": "failed"}),
        ("Books", {"service": "relay"}),
    ],
)
def test_a_metric_that_is_not_emitted_would_be_found(name: str, dimensions: Mapping[str, object]) -> None:
    assert is_emitted(Named("", NAMESPACE, "Books", {"service": "relay", "outcome": "failed"}))
    assert not is_emitted(Named("", NAMESPACE, name, dimensions))


def test_the_functions_emit_into_the_namespace_that_is_read(templates: Templates) -> None:
    for name in FUNCTIONS:
        variables = templates.function(name).properties["Environment"]["Variables"]
        assert (variables["POWERTOOLS_METRICS_NAMESPACE"], variables["POWERTOOLS_SERVICE_NAME"]) == (NAMESPACE, name)


def test_every_metric_of_aws_names_a_resource_of_the_stacks(templates: Templates) -> None:
    for each in named_metrics(templates):
        if str(each.namespace).startswith("AWS/"):
            assert each.dimensions, each
            assert all("ImportValue" in text(value) for value in each.dimensions.values()), each


def test_the_alarms_that_the_design_names_are_there(templates: Templates) -> None:
    there = {each.logical_id[:-8] for each in templates.resources("AWS::CloudWatch::Alarm")}
    assert there >= ALARMED


def test_every_alarm_wakes_somebody_and_says_when_it_is_over(templates: Templates) -> None:
    topics = {each.logical_id for each in templates.resources("AWS::SNS::Topic")}
    for alarm in alarms(templates):
        assert [each["Ref"] for each in alarm["AlarmActions"]] == [each["Ref"] for each in alarm["OKActions"]]
        assert {each["Ref"] for each in alarm["AlarmActions"]} <= topics
        assert alarm["TreatMissingData"] == "notBreaching"


def test_every_alarm_leads_to_a_part_of_the_runbook(templates: Templates) -> None:
    runbook = (REPOSITORY / "docs" / "operations.md").read_text()
    headings = re.findall(r"^### (.+)$", runbook, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    led = set()
    for alarm in alarms(templates):
        said, anchor = alarm["AlarmDescription"].split("#")
        assert said == "What to do: docs/operations.md"
        led.add(anchor)
    assert led - anchors == set()


def test_every_function_and_every_queue_is_on_a_dashboard(templates: Templates) -> None:
    operations = text(bodies(templates)["Operations"])
    for spec in FUNCTIONS.values():
        assert f"Ref{spec.construct_id}" in operations, spec.name
    for queue in templates.resources("AWS::SQS::Queue"):
        assert f"GetAtt{queue.logical_id}" in operations, queue


def test_the_product_dashboard_tells_what_readers_get(templates: Templates) -> None:
    titles = [title for title, _ in widgets(bodies(templates)["Product"])]
    assert titles == [
        "Exports",
        "Seconds from file to dashboard",
        "Books by outcome",
        "Books that failed, %",
        "Books the catalogue knew, %",
        "API latency",
    ]
