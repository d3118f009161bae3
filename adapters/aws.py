"""The one place that makes AWS clients: each on first use, once a process and endpoint.

The endpoint is AWS_ENDPOINT_URL when set (the one-machine cloud), as botocore itself reads it. Retries are
botocore's standard mode, five attempts in all.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from adapters.settings import Settings

if TYPE_CHECKING:
    import boto3
    from botocore.config import Config
    from types_boto3_cloudformation import CloudFormationClient
    from types_boto3_cloudfront import CloudFrontClient
    from types_boto3_cloudwatch import CloudWatchClient
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_events import EventBridgeClient
    from types_boto3_lambda import LambdaClient
    from types_boto3_logs import CloudWatchLogsClient
    from types_boto3_s3 import S3Client
    from types_boto3_scheduler import EventBridgeSchedulerClient
    from types_boto3_sqs import SQSClient
    from types_boto3_ssm import SSMClient
    from types_boto3_sts import STSClient


@functools.cache
def session() -> boto3.Session:
    """The process's one boto3 session, in the region of AWS_REGION, which boto3 alone of all tools does not read."""
    import boto3

    return boto3.Session(region_name=Settings.from_environment().optional("AWS_REGION"))


def _config() -> Config:
    from botocore.config import Config

    # What is sent is checked by its types and by the service; once more costs a tenth of a relay's time.
    return Config(retries={"mode": "standard", "total_max_attempts": 5}, parameter_validation=False)


@functools.cache
def cloudformation(endpoint_url: str | None = None) -> CloudFormationClient:
    """CloudFormation."""
    return session().client("cloudformation", endpoint_url=endpoint_url, config=_config())


@functools.cache
def cloudfront(endpoint_url: str | None = None) -> CloudFrontClient:
    """CloudFront."""
    return session().client("cloudfront", endpoint_url=endpoint_url, config=_config())


@functools.cache
def cloudwatch(endpoint_url: str | None = None) -> CloudWatchClient:
    """CloudWatch's metrics."""
    return session().client("cloudwatch", endpoint_url=endpoint_url, config=_config())


@functools.cache
def dynamodb(endpoint_url: str | None = None) -> DynamoDBClient:
    """DynamoDB."""
    return session().client("dynamodb", endpoint_url=endpoint_url, config=_config())


@functools.cache
def events(endpoint_url: str | None = None) -> EventBridgeClient:
    """EventBridge."""
    return session().client("events", endpoint_url=endpoint_url, config=_config())


@functools.cache
def functions(endpoint_url: str | None = None) -> LambdaClient:
    """Lambda."""
    return session().client("lambda", endpoint_url=endpoint_url, config=_config())


@functools.cache
def logs(endpoint_url: str | None = None) -> CloudWatchLogsClient:
    """CloudWatch Logs."""
    return session().client("logs", endpoint_url=endpoint_url, config=_config())


@functools.cache
def s3(endpoint_url: str | None = None) -> S3Client:
    """S3, signing with SigV4 on the regional host: boto3's defaults for presigned addresses are neither."""
    from botocore.config import Config

    local = endpoint_url or Settings.from_environment().optional("AWS_ENDPOINT_URL")
    config = _config().merge(Config(signature_version="s3v4", s3={"addressing_style": "path" if local else "virtual"}))
    return session().client("s3", endpoint_url=endpoint_url, config=config)


@functools.cache
def scheduler(endpoint_url: str | None = None) -> EventBridgeSchedulerClient:
    """EventBridge Scheduler."""
    return session().client("scheduler", endpoint_url=endpoint_url, config=_config())


@functools.cache
def sqs(endpoint_url: str | None = None) -> SQSClient:
    """SQS."""
    return session().client("sqs", endpoint_url=endpoint_url, config=_config())


@functools.cache
def ssm(endpoint_url: str | None = None) -> SSMClient:
    """Systems Manager's parameter store."""
    return session().client("ssm", endpoint_url=endpoint_url, config=_config())


@functools.cache
def sts(endpoint_url: str | None = None) -> STSClient:
    """Who this process is to AWS."""
    return session().client("sts", endpoint_url=endpoint_url, config=_config())
