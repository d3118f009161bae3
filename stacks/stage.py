"""What every stack of a deployment shares: its configuration, tags and deployment parameter."""

from __future__ import annotations

import functools

from aws_cdk import CfnCondition, CfnParameter, Fn, RemovalPolicy, Stack, Tags
from constructs import Construct

from stacks.configuration import Configuration


class StageStack(Stack):
    """A stack of one stage. Its id and name are `GoodreadsStats-{stage}-{part}`.

    The parameter `Deployment` and the conditions on it appear in a template only where they are asked for.
    """

    def __init__(self, scope: Construct, part: str, configuration: Configuration, *, description: str) -> None:
        name = f"GoodreadsStats-{configuration.stage}-{part}"
        super().__init__(scope, name, stack_name=name, description=description)
        self.configuration = configuration
        Tags.of(self).add("project", "goodreads-stats")
        Tags.of(self).add("stage", configuration.stage)
        Tags.of(self).add("part", part.lower())

    @property
    def removal_policy(self) -> RemovalPolicy:
        """What becomes of the data when its resource leaves the stack."""
        return RemovalPolicy.RETAIN if self.configuration.keeps_data else RemovalPolicy.DESTROY

    @functools.cached_property
    def is_aws(self) -> CfnCondition:
        """True in an account, false on the one-machine cloud."""
        return CfnCondition(self, "IsAws", expression=Fn.condition_equals(self._deployment.value_as_string, "aws"))

    @functools.cached_property
    def is_local(self) -> CfnCondition:
        """True on the one-machine cloud."""
        return CfnCondition(self, "IsLocal", expression=Fn.condition_equals(self._deployment.value_as_string, "local"))

    @functools.cached_property
    def _deployment(self) -> CfnParameter:
        return CfnParameter(
            self,
            "Deployment",
            default="aws",
            allowed_values=["aws", "local"],
            description="Where the stack runs: an account, or the one-machine cloud.",
        )
