"""Deploys the synthesized template to the emulator, and reaches what was deployed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from adapters import aws, tables
from adapters.catalogue_table import DynamoCatalogue
from adapters.cloudformation import Target, deploy
from adapters.counters_table import DynamoCounters
from adapters.event_store import DynamoEventStore
from adapters.exports_table import DynamoExports
from adapters.objects import S3Objects
from adapters.queues import SqsQueue
from adapters.settings import Settings
from local.bundles import Platform, build_bundles
from local.emulator import REGION
from local.environment import be_local
from stacks.synthesis import synthesize

# What the emulator runs. The site server stands in for the site's distribution; alarms have nobody to wake.
PARTS: Final = frozenset({"Storage", "Bus", "Pipeline", "Api"})
ARCHIVE: Final = "goodreads-stats-library"
ARCHIVE_DAYS: Final = 30
GOOGLE_KEY_PARAMETER: Final = "/goodreads-stats/google-books-key"
LEAST_CONCURRENCY: Final = 2  # AWS takes no less for an SQS mapping
_TABLES: Final = ("Events", "Counters", "Exports", "Catalog")


@dataclass(frozen=True, slots=True)
class Deployment:
    """The deployed stacks: where the emulator answers, and all their outputs."""

    endpoint: str
    outputs: Mapping[str, str]

    @property
    def api(self) -> str:
        """The address of the HTTP API's stage."""
        return f"{self.endpoint}/_aws/execute-api/{self.outputs['ApiId']}/$default"

    def bind_tables(self) -> None:
        """Let this process's tables be the deployment's; of several deployments, those of the last that was bound."""
        names = {f"{table.upper()}_TABLE": self.outputs[f"{table}TableName"] for table in _TABLES}
        tables.bind(Settings({"AWS_ENDPOINT_URL": self.endpoint, **names}))

    def exports(self) -> DynamoExports:
        """The exports' records."""
        return DynamoExports()

    def counters(self) -> DynamoCounters:
        """The runs' counters."""
        return DynamoCounters()

    def store(self) -> DynamoEventStore:
        """The events of books."""
        return DynamoEventStore()

    def catalogue(self) -> DynamoCatalogue:
        """The shared catalogue."""
        return DynamoCatalogue()

    def objects(self) -> S3Objects:
        """The exports' files."""
        return S3Objects(aws.s3(self.endpoint), self.outputs["DataBucketName"])

    def queue(self, name: str) -> SqsQueue:
        """A queue, by the name of its output without `QueueUrl`."""
        return SqsQueue(aws.sqs(self.endpoint), self.outputs[f"{name}QueueUrl"])


def deploy_stacks(endpoint: str, parameters: Mapping[str, str], *, google_key: str = "") -> Deployment:
    """Build, synthesize and deploy, each only as far as something changed, and make the archive.

    A `google_key` lies in the emulator's parameter store, as it does in an account's.

    This process's tables and AWS environment are the emulator's from here on. Raises BundleError, SynthesisError and
    DeploymentError.
    """
    be_local()
    build_bundles(Platform.HOST)
    assembly = synthesize(Platform.HOST)
    target = Target(endpoint, region=REGION)
    if google_key:
        aws.ssm(endpoint).put_parameter(
            Name=GOOGLE_KEY_PARAMETER, Value=google_key, Type="SecureString", Overwrite=True
        )
    own = {"Deployment": "local", "GoogleBooksKeyParameter": GOOGLE_KEY_PARAMETER if google_key else ""}
    outputs = deploy(assembly, target, parameters={**own, **parameters}, parts=PARTS)
    _make_archive(endpoint, outputs["BusArn"])
    _fit_to_machine(endpoint, outputs["EnrichFunctionName"])
    deployment = Deployment(endpoint, outputs)
    deployment.bind_tables()
    return deployment


def _make_archive(endpoint: str, bus_arn: str) -> None:
    """The emulator refuses the archive's CloudFormation type and takes it through its API."""
    events = aws.events(endpoint)
    if events.list_archives(NamePrefix=ARCHIVE)["Archives"]:
        return
    events.create_archive(
        ArchiveName=ARCHIVE,
        EventSourceArn=bus_arn,
        EventPattern='{"source": ["goodreads-stats"], "replay-name": [{"exists": false}]}',
        RetentionDays=ARCHIVE_DAYS,
    )


def _fit_to_machine(endpoint: str, function: str) -> None:
    """Let as many batches be enriched at once as there are processors: more would only share them."""
    functions = aws.functions(endpoint)
    at_once = max(LEAST_CONCURRENCY, os.cpu_count() or 1)
    for mapping in functions.list_event_source_mappings(FunctionName=function)["EventSourceMappings"]:
        if mapping.get("ScalingConfig", {}).get("MaximumConcurrency", at_once) > at_once:
            functions.update_event_source_mapping(UUID=mapping["UUID"], ScalingConfig={"MaximumConcurrency": at_once})
