"""Replaying the bus's archive."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_events import EventBridgeClient

SETTLING = dt.timedelta(minutes=10)
"""The archive takes this long to hold what the bus delivered (EventBridge user guide, "Archive and replay")."""


class ReplayRefusedError(Exception):
    """The replay was not started; the message says why."""


class ArchiveReplays:
    """Replays of the archive of one bus, to that bus."""

    def __init__(self, client: EventBridgeClient, bus_arn: str) -> None:
        self._client = client
        self._bus_arn = bus_arn

    def start(self, name: str, begin: dt.datetime, end: dt.datetime, now: dt.datetime) -> None:
        """Start a replay of the events from `begin` to `end` (aware). ReplayRefusedError when it cannot be whole."""
        if begin >= end:
            raise ReplayRefusedError("The replay ends before it begins.")
        if end > now - SETTLING:
            raise ReplayRefusedError("The archive may not yet hold the last ten minutes; end the replay before them.")
        archives = self._client.list_archives(EventSourceArn=self._bus_arn)["Archives"]
        if not archives:
            raise ReplayRefusedError("The bus has no archive.")
        archive = self._client.describe_archive(ArchiveName=archives[0]["ArchiveName"])
        self._client.start_replay(
            ReplayName=name,
            EventSourceArn=archive["ArchiveArn"],
            EventStartTime=begin,
            EventEndTime=end,
            Destination={"Arn": self._bus_arn},
        )

    def state(self, name: str) -> str:
        """`STARTING`, `RUNNING`, `COMPLETED`, `CANCELLED` or `FAILED`."""
        return self._client.describe_replay(ReplayName=name)["State"]
