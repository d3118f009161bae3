"""Deploys a synthesized cloud assembly to an endpoint, without the CDK's command line or a bootstrapped account.

What the bootstrap stack would have made is made here: the bucket of the assets and the version parameter.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError

from adapters import aws
from adapters.cloud_assembly import AssemblyStack, read_assembly
from adapters.deployment_errors import (
    AssemblyUnreadableError,
    DeploymentError,
    FailedResource,
    StackFailedError,
    StackRefusedError,
    StackTimeoutError,
    UnknownParameterError,
)

if TYPE_CHECKING:
    from types_boto3_cloudformation.type_defs import StackTypeDef

__all__ = [
    "AssemblyUnreadableError",
    "DeploymentError",
    "FailedResource",
    "StackFailedError",
    "StackRefusedError",
    "StackTimeoutError",
    "Target",
    "UnknownParameterError",
    "deploy",
]

# What the CDK's default bootstrap qualifier names.
_VERSION_PARAMETER: Final = "/cdk-bootstrap/hnb659fds/version"
_BOOTSTRAP_VERSION: Final = "30"
# A stack in one of these never came to be: it can only be removed.
_STILLBORN: Final = frozenset({"CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "REVIEW_IN_PROGRESS"})
_DONE: Final = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE"})


@dataclass(frozen=True, slots=True)
class Target:
    """Where to deploy. `poll_seconds` is the pause between two looks at a stack's status."""

    endpoint_url: str
    account: str = "000000000000"
    region: str = "us-east-1"
    poll_seconds: float = 0.02
    timeout_seconds: float = 300


def deploy(
    assembly: Path,
    target: Target,
    *,
    parameters: Mapping[str, str],
    parts: Collection[str] | None = None,
) -> dict[str, str]:
    """Create or update the assembly's stacks in the order of their dependencies; return all their outputs.

    `parts` limits it to the stacks whose names end in these words. Each stack gets those of `parameters` that
    its template declares; the others keep their defaults. A stack whose template and parameters are as
    deployed is left alone. Raises a `DeploymentError`.
    """
    stacks = [
        stack
        for stack in read_assembly(assembly, target.account, target.region)
        if parts is None or stack.part in parts
    ]
    declared = {name for stack in stacks for name in stack.parameters}
    if unknown := set(parameters) - declared:
        raise UnknownParameterError(unknown)
    aws.ssm(target.endpoint_url).put_parameter(
        Name=_VERSION_PARAMETER, Value=_BOOTSTRAP_VERSION, Type="String", Overwrite=True
    )
    _publish(stacks, target)
    outputs: dict[str, str] = {}
    for stack in stacks:
        outputs |= _deploy_stack(stack, target, parameters)
    _prune(stacks, target)
    return outputs


def _publish(stacks: Collection[AssemblyStack], target: Target) -> None:
    """Upload every asset that is not there. Keys name content, so what is there is right."""
    s3 = aws.s3(target.endpoint_url)
    for bucket, assets in _by_bucket(stacks).items():
        if not any(found["Name"] == bucket for found in s3.list_buckets()["Buckets"]):
            s3.create_bucket(Bucket=bucket)
        present = set(_keys(bucket, target))
        for key, source in assets.items():
            if key not in present:
                with source.open("rb") as body:
                    s3.put_object(Bucket=bucket, Key=key, Body=body)


def _prune(stacks: Collection[AssemblyStack], target: Target) -> None:
    """Remove assets of earlier deployments: nothing reads them again."""
    s3 = aws.s3(target.endpoint_url)
    for bucket, assets in _by_bucket(stacks).items():
        for key in set(_keys(bucket, target)).difference(assets):
            s3.delete_object(Bucket=bucket, Key=key)


def _by_bucket(stacks: Collection[AssemblyStack]) -> dict[str, dict[str, Path]]:
    buckets: dict[str, dict[str, Path]] = {}
    for stack in stacks:
        for asset in stack.assets:
            buckets.setdefault(asset.bucket, {})[asset.key] = asset.source
    return buckets


def _keys(bucket: str, target: Target) -> Iterator[str]:
    for page in aws.s3(target.endpoint_url).get_paginator("list_objects_v2").paginate(Bucket=bucket):
        yield from (item["Key"] for item in page.get("Contents", []))


def _deploy_stack(stack: AssemblyStack, target: Target, parameters: Mapping[str, str]) -> dict[str, str]:
    cloudformation = aws.cloudformation(target.endpoint_url)
    wanted = {name: parameters[name] for name in stack.parameters if name in parameters}
    present = _find(stack.name, target)
    if present is not None and present["StackStatus"] in _STILLBORN:
        cloudformation.delete_stack(StackName=stack.name)
        _wait(stack.name, target)
        present = None
    if present is not None and _is_as_wanted(stack, present, wanted, target):
        return _outputs(present)
    token = str(uuid.uuid4())
    change = cloudformation.create_stack if present is None else cloudformation.update_stack
    try:
        change(
            StackName=stack.name,
            TemplateURL=f"{target.endpoint_url}/{stack.template_key}",
            Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in wanted.items()],
            Capabilities=["CAPABILITY_NAMED_IAM"],
            ClientRequestToken=token,
        )
    except ClientError as error:
        raise StackRefusedError(stack.name, error.response["Error"]["Message"]) from error
    reached = _wait(stack.name, target)
    if reached is None or reached["StackStatus"] not in _DONE:
        status = "removed" if reached is None else reached["StackStatus"]
        raise StackFailedError(stack.name, status, _failures(stack.name, token, target))
    return _outputs(reached)


def _find(name: str, target: Target) -> StackTypeDef | None:
    """The stack of this name. The list is searched, since asking for an absent one is told only by its text."""
    pages = aws.cloudformation(target.endpoint_url).get_paginator("describe_stacks").paginate()
    found = (stack for page in pages for stack in page["Stacks"] if stack["StackName"] == name)
    return next((stack for stack in found if stack["StackStatus"] != "DELETE_COMPLETE"), None)


def _is_as_wanted(stack: AssemblyStack, present: StackTypeDef, wanted: Mapping[str, str], target: Target) -> bool:
    if present["StackStatus"] not in _DONE:
        return False
    deployed = {item["ParameterKey"]: item["ParameterValue"] for item in present.get("Parameters", [])}
    expected = {**stack.parameters, **wanted}
    # Its default is the name of an SSM parameter, its deployed value what that holds.
    expected.pop("BootstrapVersion", None)
    if any(deployed.get(name) != value for name, value in expected.items()):
        return False
    body: object = aws.cloudformation(target.endpoint_url).get_template(StackName=stack.name)["TemplateBody"]
    return (json.loads(body) if isinstance(body, str) else body) == stack.template


def _wait(name: str, target: Target) -> StackTypeDef | None:
    deadline = time.monotonic() + target.timeout_seconds
    while True:
        stack = _find(name, target)
        if stack is None or not stack["StackStatus"].endswith("_IN_PROGRESS"):
            return stack
        if time.monotonic() > deadline:
            raise StackTimeoutError(name, stack["StackStatus"], target.timeout_seconds)
        time.sleep(target.poll_seconds)


def _failures(name: str, token: str, target: Target) -> tuple[FailedResource, ...]:
    pages = aws.cloudformation(target.endpoint_url).get_paginator("describe_stack_events").paginate(StackName=name)
    failed = [
        FailedResource(
            event.get("LogicalResourceId", ""),
            event.get("ResourceType", ""),
            event.get("ResourceStatus", ""),
            event.get("ResourceStatusReason", "no reason given"),
        )
        for page in pages
        for event in page["StackEvents"]
        if event.get("ClientRequestToken") == token and event.get("ResourceStatus", "").endswith("_FAILED")
    ]
    return tuple(reversed(failed))


def _outputs(stack: StackTypeDef) -> dict[str, str]:
    """What the stack tells people and programs; what it exports is for other stacks only."""
    return {
        output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", []) if "ExportName" not in output
    }
