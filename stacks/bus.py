"""The event bus that the relay publishes to, and its archive."""

from __future__ import annotations

from typing import Final

from aws_cdk import CfnOutput
from aws_cdk import aws_events as events
from constructs import Construct

from stacks.configuration import Configuration
from stacks.stage import StageStack

# The `source` of every domain event.
EVENT_SOURCE: Final = "goodreads-stats"


class BusStack(StageStack):
    """The bus "library" and, in an account, the archive that replays come from."""

    def __init__(self, scope: Construct, configuration: Configuration) -> None:
        super().__init__(scope, "Bus", configuration, description="Goodreads Stats: the event bus and its archive")
        # EventBus demands a physical name; the stage makes it unique in the account and region.
        self.bus = events.EventBus(self, "Library", event_bus_name=f"goodreads-stats-{configuration.stage}-library")
        archive = events.CfnArchive(
            self,
            "Archive",
            source_arn=self.bus.event_bus_arn,
            description="Every domain event, for replays",
            event_pattern={"source": [EVENT_SOURCE], "replay-name": [{"exists": False}]},
            retention_days=configuration.archive_retention_days,
        )
        # The one-machine cloud refuses the type; it makes its archive through the API.
        archive.cfn_options.condition = self.is_aws
        self.export_value(self.bus.event_bus_name)
        self.export_value(self.bus.event_bus_arn)
        CfnOutput(self, "BusName", value=self.bus.event_bus_name)
        CfnOutput(self, "BusArn", value=self.bus.event_bus_arn)
        CfnOutput(self, "ArchiveName", value=archive.ref, condition=self.is_aws)
