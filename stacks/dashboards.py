"""The two dashboards: what readers get, and how the machinery does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from stacks.function import ServiceFunction
from stacks.measures import ANSWERS, RESULTS, SOURCES, OwnMetrics, iterator_age, oldest, visible
from stacks.pipeline import PipelineStack

_HOUR: Final = Duration.hours(1)
_ENDINGS: Final = ("Started", "Completed", "WithGaps", "Rejected", "Failed", "Deleted")


def product_dashboard(scope: Construct, own: OwnMetrics, api: apigateway.HttpApi) -> cloudwatch.Dashboard:
    """What readers get: exports, books, how long a dashboard takes, what was known, and how the API answers."""
    dashboard = cloudwatch.Dashboard(scope, "Product")
    times = [own.shown("TimeToDashboard", service="aggregate", statistic=each, period=_HOUR) for each in ("p50", "p95")]
    dashboard.add_widgets(
        _graph("Exports", [own.shown(f"Exports{ending}", service="relay", period=_HOUR) for ending in _ENDINGS]),
        _graph("Seconds from file to dashboard", times),
    )
    dashboard.add_widgets(
        _graph("Books by outcome", list(own.books(_HOUR).values()), stacked=True),
        _graph("Books that failed, %", [own.failed_share(_HOUR)]),
    )
    dashboard.add_widgets(
        _graph("Books the catalogue knew, %", [own.catalogue_hit_rate(_HOUR)]),
        _graph("API latency", [api.metric_latency(statistic=each) for each in ("p50", "p95")]),
    )
    return dashboard


def operations_dashboard(
    scope: Construct,
    own: OwnMetrics,
    pipeline: PipelineStack,
    api: apigateway.HttpApi,
    functions: Sequence[ServiceFunction],
) -> cloudwatch.Dashboard:
    """How the machinery does: queues, ages, streams, errors, throttles, the API, the sources and their budgets."""
    dashboard = cloudwatch.Dashboard(scope, "Operations")
    dashboard.add_widgets(
        _graph("Messages waiting", [visible(queue) for queue in pipeline.working_queues]),
        _graph("Age of the oldest message, s", [oldest(queue) for queue in pipeline.working_queues]),
    )
    dashboard.add_widgets(
        _graph("Dead letters", [visible(queue) for queue in pipeline.dead_letter_queues]),
        _graph("Age of the oldest stream record, ms", [iterator_age(each) for each in pipeline.stream_functions]),
    )
    dashboard.add_widgets(
        _graph("Errors", [function.metric_errors() for function in functions]),
        _graph("Throttles", [function.metric_throttles() for function in functions]),
    )
    late = [
        own.shown("RunsPastDeadline", service="deadline"),
        own.shown("BooksClosedByDeadline", service="relay"),
        own.shown("ExportsFailed", service="relay"),
    ]
    dashboard.add_widgets(
        _graph("Duration, p95", [function.metric_duration(statistic="p95") for function in functions]),
        _graph("Runs past their deadline", late),
    )
    for source in SOURCES:
        dashboard.add_widgets(*_about(own, source))
    paused = [own.shown("SourcePausedSeconds", service="enrich", statistic="Maximum", source=each) for each in SOURCES]
    used = own.shown("DailyBudgetUsed", service="enrich", statistic="Maximum", source="googlebooks")
    dashboard.add_widgets(
        _graph("Seconds that a source is paused", paused),
        _graph("Daily budget used, %", [used]),
    )
    dashboard.add_widgets(
        _graph("API requests", [api.metric_count(), api.metric_client_error(), api.metric_server_error()]),
        _graph("API latency, p95", [api.metric_latency(statistic="p95")]),
    )
    return dashboard


def _about(own: OwnMetrics, source: str) -> list[cloudwatch.IWidget]:
    answers = [own.shown("SourceAnswers", service="enrich", source=source, answer=each) for each in ANSWERS]
    requests = [own.shown("SourceRequests", service="enrich", source=source, result=each) for each in RESULTS]
    latency = [own.shown("SourceLatency", service="enrich", statistic=each, source=source) for each in ("p50", "p95")]
    return [
        _graph(f"{source}: books", answers, stacked=True, width=8),
        _graph(f"{source}: requests", requests, stacked=True, width=8),
        _graph(f"{source}: ms to an answer", latency, width=8),
    ]


def _graph(
    title: str, metrics: Sequence[cloudwatch.IMetric], *, stacked: bool = False, width: int = 12
) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(title=title, left=list(metrics), stacked=stacked, width=width)
