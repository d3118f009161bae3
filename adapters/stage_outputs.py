"""Finding what a stage's stacks made, and binding this process to it."""

from __future__ import annotations

from dataclasses import dataclass

from adapters import aws, tables
from adapters.settings import Settings

TABLES = ("Events", "Counters", "Exports", "Catalog")


class StageMissingError(Exception):
    """No stack of the stage is deployed where this process looks."""

    def __init__(self, stage: str) -> None:
        super().__init__(f"nothing of the stage {stage!r} is deployed there")
        self.stage = stage


@dataclass(frozen=True, slots=True)
class Stage:
    """A deployed stage: its name, the outputs of its stacks, and the endpoint they are reached at (None: AWS)."""

    name: str
    outputs: dict[str, str]
    endpoint: str | None


def find_stage(stage: str, endpoint: str | None = None) -> Stage:
    """The stage's outputs; the tables of this process are bound to it. StageMissingError when it is not there."""
    prefix = f"GoodreadsStats-{stage}-"
    outputs: dict[str, str] = {}
    cloudformation = aws.cloudformation(endpoint)
    for page in cloudformation.get_paginator("describe_stacks").paginate():
        for stack in page["Stacks"]:
            if stack["StackName"].startswith(prefix):
                outputs |= {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}
    if not outputs:
        raise StageMissingError(stage)
    names = {f"{table.upper()}_TABLE": outputs[f"{table}TableName"] for table in TABLES}
    names["AWS_REGION"] = cloudformation.meta.region_name
    tables.bind(Settings(names if endpoint is None else names | {"AWS_ENDPOINT_URL": endpoint}))
    return Stage(stage, outputs, endpoint)
