"""What wakes somebody, and what they look at then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aws_cdk import CfnOutput, Duration
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from stacks.configuration import Configuration
from stacks.function import ServiceFunction
from stacks.pipeline import PipelineStack
from stacks.stage import StageStack

_RUNBOOK: Final = "docs/operations.md"
# A stream keeps a record for 24 hours; a quarter of that is time enough to act.
_OLDEST_RECORD: Final = Duration.hours(6)
# Waiting books are sent again at least every 15 minutes, so an older message is one that nobody takes.
_OLDEST_MESSAGE: Final = Duration.hours(1)
_FIVE_MINUTES: Final = Duration.minutes(5)


class ObservabilityStack(StageStack):
    """The operations dashboard, the alarms and the topic they are sent to."""

    def __init__(
        self,
        scope: Construct,
        configuration: Configuration,
        pipeline: PipelineStack,
        api: apigateway.HttpApi,
        functions: Sequence[ServiceFunction],
    ) -> None:
        super().__init__(scope, "Observability", configuration, description="Goodreads Stats: dashboard and alarms")
        self._topic = self._alarm_topic()
        if configuration.alarm_email:
            self._topic.add_subscription(subscriptions.EmailSubscription(configuration.alarm_email))
        for queue in pipeline.dead_letter_queues:
            self._alarm(f"{queue.node.id}NotEmpty", _visible(queue), threshold=0, runbook="dead-letters")
        for working in pipeline.working_queues:
            self._alarm(
                f"{working.node.id}Stuck",
                working.metric_approximate_age_of_oldest_message(period=_FIVE_MINUTES),
                threshold=_OLDEST_MESSAGE.to_seconds(),
                runbook="a-queue-is-stuck",
            )
        for function in pipeline.stream_functions:
            self._alarm(
                f"{function.spec.construct_id}Behind",
                _iterator_age(function),
                threshold=_OLDEST_RECORD.to_milliseconds(),
                runbook="a-stream-is-behind",
            )
            self._alarm(
                f"{function.spec.construct_id}Failing",
                function.metric_errors(period=_FIVE_MINUTES),
                threshold=0,
                periods=3,
                runbook="a-stream-is-behind",
            )
        self._alarm(
            "ApiFailing",
            api.metric_server_error(period=_FIVE_MINUTES, statistic="Sum"),
            threshold=5,
            runbook="the-api-fails",
        )
        self._dashboard(pipeline, api, functions)

    def _alarm_topic(self) -> sns.Topic:
        topic = sns.Topic(self, "Alarms", enforce_ssl=True)
        # Any policy replaces SNS's own, which would have let the account's alarms in.
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            )
        )
        return topic

    def _alarm(self, name: str, metric: cloudwatch.Metric, *, threshold: float, runbook: str, periods: int = 1) -> None:
        alarm = metric.create_alarm(
            self,
            name,
            threshold=threshold,
            evaluation_periods=periods,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=f"What to do: {_RUNBOOK}#{runbook}",
        )
        alarm.add_alarm_action(actions.SnsAction(self._topic))
        alarm.add_ok_action(actions.SnsAction(self._topic))

    def _dashboard(
        self, pipeline: PipelineStack, api: apigateway.HttpApi, functions: Sequence[ServiceFunction]
    ) -> None:
        dashboard = cloudwatch.Dashboard(self, "Operations")
        dashboard.add_widgets(
            _graph("Messages waiting", [_visible(queue) for queue in pipeline.working_queues]),
            _graph("Dead letters", [_visible(queue) for queue in pipeline.dead_letter_queues]),
        )
        dashboard.add_widgets(
            _graph("Errors", [function.metric_errors() for function in functions]),
            _graph("Throttles", [function.metric_throttles() for function in functions]),
        )
        dashboard.add_widgets(
            _graph("Duration, p95", [function.metric_duration(statistic="p95") for function in functions]),
            _graph("Age of the oldest stream record", [_iterator_age(each) for each in pipeline.stream_functions]),
        )
        dashboard.add_widgets(
            _graph("API requests", [api.metric_count(), api.metric_client_error(), api.metric_server_error()]),
            _graph("API latency, p95", [api.metric_latency(statistic="p95")]),
        )
        address = f"https://{self.region}.console.aws.amazon.com/cloudwatch/home?region={self.region}#dashboards"
        CfnOutput(self, "DashboardUrl", value=f"{address}/dashboard/{dashboard.dashboard_name}")
        CfnOutput(self, "AlarmTopicArn", value=self._topic.topic_arn)


def _graph(title: str, metrics: Sequence[cloudwatch.IMetric]) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(title=title, left=list(metrics), width=12)


def _visible(queue: sqs.Queue) -> cloudwatch.Metric:
    return queue.metric_approximate_number_of_messages_visible(period=_FIVE_MINUTES, statistic="Maximum")


def _iterator_age(function: ServiceFunction) -> cloudwatch.Metric:
    return function.metric("IteratorAge", period=_FIVE_MINUTES, statistic="Maximum")
