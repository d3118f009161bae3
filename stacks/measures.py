"""The metrics that dashboards and alarms read: the system's own by name, and AWS's of its resources.

The system's own are those of `adapters.metrics`; a test holds every name and dimension used here against it.
"""

from __future__ import annotations

from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sqs as sqs

from stacks.function import ServiceFunction, metrics_namespace

FIVE_MINUTES: Final = Duration.minutes(5)
SOURCES: Final = ("openlibrary", "googlebooks")
OUTCOMES: Final = ("enriched", "partial", "not_found", "failed")
ANSWERS: Final = ("hit", "miss", "rate_limited", "unavailable", "refused", "waits")
RESULTS: Final = ("answered", "rate_limited", "refused", "unavailable", "no_answer")


class OwnMetrics:
    """The metrics that the functions of a stage emit."""

    def __init__(self, stage: str) -> None:
        self._namespace = metrics_namespace(stage)

    def of(
        self,
        name: str,
        *,
        service: str,
        statistic: str = "Sum",
        period: Duration = FIVE_MINUTES,
        **dimensions: str,
    ) -> cloudwatch.Metric:
        """One metric, which the function `service` emits, as an alarm watches it."""
        return cloudwatch.Metric(
            namespace=self._namespace,
            metric_name=name,
            dimensions_map={**dimensions, "service": service},
            statistic=statistic,
            period=period,
        )

    def shown(
        self,
        name: str,
        *,
        service: str,
        statistic: str = "Sum",
        period: Duration = FIVE_MINUTES,
        **dimensions: str,
    ) -> cloudwatch.Metric:
        """The metric with a label for a widget: its dimensions' values, else its name, and any statistic but a sum."""
        label = " ".join(dimensions.values()) or name
        metric = self.of(name, service=service, statistic=statistic, period=period, **dimensions)
        return metric.with_(label=label if statistic == "Sum" else f"{label} {statistic}")

    def books(self, period: Duration = FIVE_MINUTES) -> dict[str, cloudwatch.IMetric]:
        """The books that ended, by outcome."""
        return {outcome: self.shown("Books", service="relay", period=period, outcome=outcome) for outcome in OUTCOMES}

    def failed_share(self, period: Duration, *, at_least: int = 1) -> cloudwatch.MathExpression:
        """Which share of the books failed, in percent; 0 where fewer than `at_least` ended."""
        total = " + ".join(f"FILL({outcome}, 0)" for outcome in OUTCOMES)
        return cloudwatch.MathExpression(
            expression=f"IF(({total}) >= {at_least}, 100 * FILL(failed, 0) / ({total}), 0)",
            using_metrics=self.books(period),
            period=period,
            label="failed, %",
        )

    def catalogue_hit_rate(self, period: Duration) -> cloudwatch.MathExpression:
        """Which share of the books the catalogue knew, in percent."""
        return cloudwatch.MathExpression(
            expression="100 * hits / lookups",
            using_metrics={
                "hits": self.of("CatalogueHits", service="enrich", period=period),
                "lookups": self.of("CatalogueLookups", service="enrich", period=period),
            },
            period=period,
            label="known, %",
        )


def visible(queue: sqs.Queue) -> cloudwatch.Metric:
    """How many messages wait in a queue."""
    return queue.metric_approximate_number_of_messages_visible(period=FIVE_MINUTES, statistic="Maximum")


def oldest(queue: sqs.Queue) -> cloudwatch.Metric:
    """How old the oldest message of a queue is, in seconds."""
    return queue.metric_approximate_age_of_oldest_message(period=FIVE_MINUTES)


def iterator_age(function: ServiceFunction) -> cloudwatch.Metric:
    """How old the last stream record of a batch was when the function got it, in milliseconds."""
    return function.metric("IteratorAge", period=FIVE_MINUTES, statistic="Maximum")
