"""Everything that holds data: the data bucket and the four tables."""

from __future__ import annotations

from typing import Final

from aws_cdk import CfnOutput, Duration
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_s3 as s3
from constructs import Construct

from stacks.acknowledgements import acknowledge
from stacks.configuration import Configuration
from stacks.stage import StageStack

# The raw file is needed while its run lasts; the rest goes with the tombstone at the latest.
_RAW_DAYS: Final = 7
_DATA_DAYS: Final = 400


class StorageStack(StageStack):
    """The data bucket and the tables `events`, `counters`, `exports` and `catalog`."""

    def __init__(self, scope: Construct, configuration: Configuration) -> None:
        super().__init__(scope, "Storage", configuration, description="Goodreads Stats: the data bucket and tables")
        self.bucket = self._bucket()
        self.events = self._table("Events", sort_key="sk", stream=dynamodb.StreamViewType.NEW_IMAGE)
        self.counters = self._table("Counters", stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES)
        self.exports = self._table("Exports")
        self.catalog = self._table("Catalog")
        self._keep_exports()
        CfnOutput(self, "DataBucketName", value=self.bucket.bucket_name)
        for name, table in self.tables.items():
            CfnOutput(self, f"{name.capitalize()}TableName", value=table.table_name)

    @property
    def tables(self) -> dict[str, dynamodb.Table]:
        """The tables by their names in the design."""
        return {
            "events": self.events,
            "counters": self.counters,
            "exports": self.exports,
            "catalog": self.catalog,
        }

    def _bucket(self) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            "DataBucket",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            removal_policy=self.removal_policy,
            lifecycle_rules=[
                s3.LifecycleRule(id="raw-exports", prefix="uploads/", expiration=Duration.days(_RAW_DAYS)),
                s3.LifecycleRule(
                    id="backstop",
                    expiration=Duration.days(_DATA_DAYS),
                    abort_incomplete_multipart_upload_after=Duration.days(1),
                ),
            ],
            cors=[
                s3.CorsRule(
                    allowed_methods=[s3.HttpMethods.GET, s3.HttpMethods.POST],
                    allowed_origins=[self._site_origin()],
                    allowed_headers=["*"],
                    max_age=3600,
                )
            ],
        )
        # The L2's flag is a custom resource: a function of its own, for one property.
        resource = bucket.node.default_child
        assert isinstance(resource, s3.CfnBucket)
        resource.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
            event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(event_bridge_enabled=True)
        )
        acknowledge(
            bucket,
            "AwsSolutions-S1",
            "Server access logs would keep the names of a deleted export's objects beyond its deletion.",
        )
        return bucket

    def _site_origin(self) -> str:
        """Who may send the presigned form from a page.

        Without a domain of its own the site's address is known only to a stack that depends on this one, so
        any origin may: what admits a request is its signature, and no cookie or other ambient right exists.
        """
        domain = self.configuration.domain
        return f"https://{domain}" if domain else "*"

    def _table(
        self, name: str, *, sort_key: str | None = None, stream: dynamodb.StreamViewType | None = None
    ) -> dynamodb.Table:
        return dynamodb.Table(
            self,
            f"{name}Table",
            partition_key=dynamodb.Attribute(name="pk", type=dynamodb.AttributeType.STRING),
            sort_key=dynamodb.Attribute(name=sort_key, type=dynamodb.AttributeType.STRING) if sort_key else None,
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            time_to_live_attribute="expires",
            stream=stream,
            deletion_protection=self.configuration.keeps_data,
            removal_policy=self.removal_policy,
        )

    def _keep_exports(self) -> None:
        """Export every name always, so that a consumer that stops using one does not block a deployment."""
        self.export_value(self.bucket.bucket_name)
        self.export_value(self.bucket.bucket_regional_domain_name)
        self.bucket_arn_export: str = self.resolve(self.export_value(self.bucket.bucket_arn))["Fn::ImportValue"]
        for table in self.tables.values():
            self.export_value(table.table_name)
            self.export_value(table.table_arn)
            if table.table_stream_arn:
                self.export_value(table.table_stream_arn)
