"""Reaching a stage as its operator: the running local cloud, or a deployed one by the usual AWS credentials."""

from __future__ import annotations

import datetime as dt
import os
import re
from typing import Annotated, NoReturn
from uuid import UUID

import typer

from adapters import aws
from adapters.account import AccountUnreachableError, find_account
from adapters.event_store import DynamoEventStore
from adapters.exports_table import DynamoExports
from adapters.function_logs import FunctionLogs
from adapters.metric_readings import Reading, read_metrics
from adapters.objects import S3Objects
from adapters.queues import SqsQueue
from adapters.redriving import Redrive
from adapters.replays import ArchiveReplays
from adapters.stage_outputs import Stage, StageMissingError, find_stage
from cli.console import leave
from cli.exits import Exit
from domain.lifecycle import ExportRecord
from local.environment import be_local
from local.folder import StateFolder
from local.instance import find_running
from local.metrics import forward_metrics

LOCAL_STAGE = "dev"
QUEUE_OUTPUT = re.compile(r"\w+(Queue|Dlq)Url")

StageOption = Annotated[
    str | None,
    typer.Option("--stage", help="A deployed stage; left out, the local cloud that runs.", show_default=False),
]
UuidArgument = Annotated[UUID, typer.Argument(help="The export's public name.")]


class Operator:
    """What an operator reaches of a stage. `folder` is the state folder of the local cloud, None in an account."""

    def __init__(self, stage: Stage, folder: StateFolder | None = None) -> None:
        self._stage = stage
        self._folder = folder
        self.exports = DynamoExports()
        self.store = DynamoEventStore()

    @property
    def objects(self) -> S3Objects:
        """The exports' files."""
        return S3Objects(aws.s3(self._stage.endpoint), self._stage.outputs["DataBucketName"])

    @property
    def runs_on_lambda(self) -> bool:
        """Whether the stage is in an account, and not on this machine."""
        return self._stage.endpoint is None

    @property
    def logs(self) -> FunctionLogs:
        """The functions' logs."""
        endpoint = self._stage.endpoint
        return FunctionLogs(aws.logs(endpoint), aws.functions(endpoint), self._stage.outputs)

    @property
    def replays(self) -> ArchiveReplays:
        """The replays of the bus's archive."""
        return ArchiveReplays(aws.events(self._stage.endpoint), self._stage.outputs["BusArn"])

    @property
    def address(self) -> str:
        """Where the stage's API answers."""
        return self._stage.outputs["ApiUrl"]

    @property
    def redrive(self) -> Redrive:
        """Sending dead letters back."""
        endpoint = self._stage.endpoint
        return Redrive(aws.sqs(endpoint), aws.functions(endpoint), self._stage.outputs)

    @property
    def queues(self) -> dict[str, SqsQueue]:
        """Every queue, by the name of its construct."""
        addresses = {name: each for name, each in self._stage.outputs.items() if each.startswith("http")}
        sqs = aws.sqs(self._stage.endpoint)
        named = ((name, address) for name, address in addresses.items() if QUEUE_OUTPUT.fullmatch(name))
        return {name.removesuffix("Url"): SqsQueue(sqs, address) for name, address in sorted(named)}

    def metrics(self, since: dt.datetime, until: dt.datetime) -> list[Reading]:
        """What the functions measured in some hours."""
        if self._folder is not None and self._stage.endpoint is not None:
            forward_metrics(self._folder, self._stage.endpoint, self._stage.outputs)
        return read_metrics(aws.cloudwatch(self._stage.endpoint), self._stage.name, since, until)

    def export(self, uuid: UUID) -> ExportRecord:
        """The record of an export; an unknown one ends the command."""
        record = self.exports.find(str(uuid))
        if record is None:
            leave(Exit.UNKNOWN, "There is no such export, or it was deleted.")
        return record


def operate(stage: str | None) -> Operator:
    """The operator of a stage, or of the running local cloud. Ends the command where neither is there."""
    if stage is not None:
        try:
            find_account()
        except AccountUnreachableError as unreachable:
            leave(Exit.USAGE, str(unreachable))
        return _reached(stage)
    folder = StateFolder.locate(os.environ)
    running = find_running(folder)
    if running is None:
        leave(Exit.USAGE, "No local cloud is running: start it with `goodreads-stats up`, or name a --stage.")
    be_local()
    return _reached(LOCAL_STAGE, running.endpoint, folder)


def _reached(stage: str, endpoint: str | None = None, folder: StateFolder | None = None) -> Operator:
    try:
        return Operator(find_stage(stage, endpoint), folder)
    except StageMissingError as missing:
        _end(str(missing))


def _end(reason: str) -> NoReturn:
    leave(Exit.USAGE, reason)
