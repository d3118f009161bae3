"""What wakes somebody, and what they look at then."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import CfnOutput
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from stacks.alarms import Alarms
from stacks.configuration import Configuration
from stacks.dashboards import operations_dashboard, product_dashboard
from stacks.function import ServiceFunction
from stacks.measures import OwnMetrics
from stacks.pipeline import PipelineStack
from stacks.stage import StageStack


class ObservabilityStack(StageStack):
    """The dashboards, the alarms and the topic these are sent to."""

    def __init__(
        self,
        scope: Construct,
        configuration: Configuration,
        pipeline: PipelineStack,
        api: apigateway.HttpApi,
        functions: Sequence[ServiceFunction],
    ) -> None:
        super().__init__(scope, "Observability", configuration, description="Goodreads Stats: dashboards and alarms")
        topic = self._alarm_topic()
        if configuration.alarm_email:
            topic.add_subscription(subscriptions.EmailSubscription(configuration.alarm_email))
        own = OwnMetrics(configuration.stage)
        Alarms(self, topic, own, pipeline, api)
        self._publish("ProductDashboardUrl", product_dashboard(self, own, api))
        self._publish("DashboardUrl", operations_dashboard(self, own, pipeline, api, functions))
        CfnOutput(self, "AlarmTopicArn", value=topic.topic_arn)

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

    def _publish(self, output: str, dashboard: cloudwatch.Dashboard) -> None:
        address = f"https://{self.region}.console.aws.amazon.com/cloudwatch/home?region={self.region}#dashboards"
        CfnOutput(self, output, value=f"{address}/dashboard/{dashboard.dashboard_name}")
