"""The one construct for functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aws_cdk import CfnCondition, CfnOutput, Duration, RemovalPolicy
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs

from stacks.acknowledgements import acknowledge
from stacks.functions import FUNCTIONS
from stacks.retention import log_retention
from stacks.stage import StageStack
from stacks.storage import StorageStack

_RUNTIME: Final = lambda_.Runtime.PYTHON_3_13


def metrics_namespace(stage: str) -> str:
    """Where the functions' own metrics lie: apart for each stage of an account."""
    return f"GoodreadsStats/{stage}"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every function of a stack works with. `bundles` is the folder of the built zips."""

    storage: StorageStack
    bus: events.IEventBus
    bundles: Path


class ServiceFunction(lambda_.Function):
    """A function of `stacks.functions`: arm64, with a role, a log group and a bundle of its own.

    The role may write its own log and trace segments and nothing else; `allow` adds one need at a time.
    """

    def __init__(
        self,
        stack: StageStack,
        name: str,
        surroundings: Surroundings,
        *,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        spec = FUNCTIONS[name]
        role = iam.Role(stack, f"{spec.construct_id}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        log_group = logs.LogGroup(
            stack,
            f"{spec.construct_id}Log",
            retention=log_retention(stack.configuration.log_retention_days),
            removal_policy=RemovalPolicy.DESTROY,
        )
        super().__init__(
            stack,
            spec.construct_id,
            runtime=_RUNTIME,
            architecture=lambda_.Architecture.ARM_64,
            handler=spec.handler,
            code=lambda_.Code.from_asset(str(surroundings.bundles / f"{name}.zip")),
            role=role,
            log_group=log_group,
            timeout=Duration.seconds(spec.timeout),
            memory_size=spec.memory,
            tracing=lambda_.Tracing.ACTIVE,
            recursive_loop=lambda_.RecursiveLoop.ALLOW if spec.sends_to_itself else None,
            environment={
                "POWERTOOLS_SERVICE_NAME": name,
                "POWERTOOLS_LOG_LEVEL": "INFO",
                "POWERTOOLS_METRICS_NAMESPACE": metrics_namespace(stack.configuration.stage),
                **(environment or {}),
            },
        )
        self.spec = spec
        log_group.grant_write(role)
        acknowledge(
            role,
            "AwsSolutions-IAM5[Resource::*]",
            "X-Ray's two calls know no resource, nor does the listing of streams or schedules.",
        )
        acknowledge(
            self,
            "AwsSolutions-L1",
            "Python 3.13 is the version that the locked wheels are chosen and tested for.",
        )
        CfnOutput(stack, f"{spec.construct_id}FunctionName", value=self.function_name)
        stack.export_value(self.function_name)

    def allow(self, actions: Sequence[str], *resources: str, **conditions: Mapping[str, str]) -> None:
        """Let the function's role do `actions` on `resources`, under IAM `conditions` (`StringEquals=…`)."""
        statement = iam.PolicyStatement(
            actions=list(actions), resources=list(resources), conditions={**conditions} or None
        )
        self.add_to_role_policy(statement)


def conditional_policy(function: ServiceFunction, name: str, condition: CfnCondition) -> iam.Policy:
    """A policy of the function's role, to be filled, that exists only under `condition`."""
    policy = iam.Policy(function, name)
    assert function.role is not None
    policy.attach_to_role(function.role)
    resource = policy.node.default_child
    assert isinstance(resource, iam.CfnPolicy)
    resource.cfn_options.condition = condition
    return policy
