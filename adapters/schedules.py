"""One-time schedules, of progress checks and of expiries, on EventBridge Scheduler."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from domain.ports import Check, Expiry

if TYPE_CHECKING:
    from types_boto3_scheduler import EventBridgeSchedulerClient


@dataclass(frozen=True, slots=True)
class ScheduleTarget:
    """Which function is invoked, under which role, where failures go, and the group of the schedules."""

    function_arn: str
    role_arn: str
    group: str
    dead_letter_arn: str


class OneTimeSchedules:
    """Implements `domain.ports.Schedules` and `domain.ports.Expiries`."""

    def __init__(self, client: EventBridgeSchedulerClient, target: ScheduleTarget) -> None:
        self._client = client
        self._target = target

    def at(self, when: dt.datetime, check: Check) -> None:
        """Arrange a check; a name that is taken belongs to the same check, arranged before."""
        self._arrange(f"{check.export_key}-{check.run}-{check.number}", when, asdict(check))

    def expire(self, when: dt.datetime, expiry: Expiry) -> None:
        """Arrange an expiry; one of the same run was arranged before."""
        self._arrange(f"{expiry.export_key}-{expiry.expires_run}-expiry", when, asdict(expiry))

    def _arrange(self, name: str, when: dt.datetime, given: Mapping[str, object]) -> None:
        try:
            self._client.create_schedule(
                Name=name,
                GroupName=self._target.group,
                ScheduleExpression=f"at({when.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S})",
                FlexibleTimeWindow={"Mode": "OFF"},
                ActionAfterCompletion="DELETE",
                Target={
                    "Arn": self._target.function_arn,
                    "RoleArn": self._target.role_arn,
                    "Input": json.dumps(given, separators=(",", ":")),
                    "DeadLetterConfig": {"Arn": self._target.dead_letter_arn},
                },
            )
        except self._client.exceptions.ConflictException:
            return


def cancel_all(client: EventBridgeSchedulerClient, group: str, export_key: str) -> None:
    """Remove every schedule of an export from a group; one that fired meanwhile is gone already."""
    pages = client.get_paginator("list_schedules").paginate(GroupName=group, NamePrefix=f"{export_key}-")
    for page in pages:
        for schedule in page["Schedules"]:
            try:
                client.delete_schedule(GroupName=group, Name=schedule["Name"])
            except client.exceptions.ResourceNotFoundException:
                continue
