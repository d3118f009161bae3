"""The alarms: what wakes somebody, each with the part of the runbook that says what to do."""

from __future__ import annotations

from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct

from stacks.measures import FIVE_MINUTES, SOURCES, OwnMetrics, iterator_age, oldest, visible
from stacks.pipeline import PipelineStack

_RUNBOOK: Final = "docs/operations.md"
# A stream keeps a record for 24 hours; a quarter of that is time enough to act.
_OLDEST_RECORD: Final = Duration.hours(6)
# Waiting books are sent again at least every 15 minutes, so an older message is one that nobody takes.
_OLDEST_MESSAGE: Final = Duration.hours(1)
# Books that wait for a source ask again every 15 minutes at the latest; four times in a row is an hour.
_WAIT: Final = Duration.minutes(15)
_PAUSED_PERIODS: Final = 4
# A few books of a small library may well fail together: that is no sign of anything.
_FAILED_PERCENT: Final = 20
_FEWEST_BOOKS: Final = 20
_API_ERRORS: Final = 5
_BUDGET_PERCENT: Final = 90


class Alarms:
    """Every alarm, sent to one topic, when it begins and when it ends."""

    def __init__(
        self,
        scope: Construct,
        topic: sns.Topic,
        own: OwnMetrics,
        pipeline: PipelineStack,
        api: apigateway.HttpApi,
    ) -> None:
        self._scope = scope
        self._action = actions.SnsAction(topic)
        self._on_queues(pipeline)
        self._on_streams(pipeline)
        self._on_runs(own)
        self._on_sources(own)
        errors = api.metric_server_error(period=FIVE_MINUTES, statistic="Sum")
        self._alarm("ApiFailing", errors, above=_API_ERRORS, runbook="the-api-fails")

    def _on_queues(self, pipeline: PipelineStack) -> None:
        for queue in pipeline.dead_letter_queues:
            self._alarm(f"{queue.node.id}NotEmpty", visible(queue), above=0, runbook="dead-letters")
        for working in pipeline.working_queues:
            age = _OLDEST_MESSAGE.to_seconds()
            self._alarm(f"{working.node.id}Stuck", oldest(working), above=age, runbook="a-queue-is-stuck")

    def _on_streams(self, pipeline: PipelineStack) -> None:
        for function in pipeline.stream_functions:
            name, age = function.spec.construct_id, _OLDEST_RECORD.to_milliseconds()
            self._alarm(f"{name}Behind", iterator_age(function), above=age, runbook="a-stream-is-behind")
            errors = function.metric_errors(period=FIVE_MINUTES)
            self._alarm(f"{name}Failing", errors, above=0, periods=3, runbook="a-stream-is-behind")

    def _on_runs(self, own: OwnMetrics) -> None:
        share = own.failed_share(Duration.hours(1), at_least=_FEWEST_BOOKS)
        self._alarm("ManyBooksFail", share, above=_FAILED_PERCENT, runbook="many-books-fail")
        failed = own.of("ExportsFailed", service="relay")
        self._alarm("RunFailed", failed, above=0, runbook="a-run-failed")
        late = own.of("RunsPastDeadline", service="deadline")
        self._alarm("RunPastDeadline", late, above=0, runbook="a-run-is-past-its-deadline")

    def _on_sources(self, own: OwnMetrics) -> None:
        for source in SOURCES:
            paused = own.of("SourcePausedSeconds", service="enrich", statistic="Maximum", period=_WAIT, source=source)
            name = f"{source.capitalize()}Paused"
            self._alarm(name, paused, above=0, periods=_PAUSED_PERIODS, runbook="a-source-is-paused")
        used = own.of("DailyBudgetUsed", service="enrich", statistic="Maximum", source="googlebooks")
        self._alarm("GooglebooksBudget", used, above=_BUDGET_PERCENT, runbook="a-daily-budget-is-used-up")

    def _alarm(
        self,
        name: str,
        metric: cloudwatch.Metric | cloudwatch.MathExpression,
        *,
        above: float,
        runbook: str,
        periods: int = 1,
    ) -> None:
        alarm = metric.create_alarm(
            self._scope,
            name,
            threshold=above,
            evaluation_periods=periods,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=f"What to do: {_RUNBOOK}#{runbook}",
        )
        alarm.add_alarm_action(self._action)
        alarm.add_ok_action(self._action)
