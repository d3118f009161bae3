"""Deploying an assembly: against the emulator, with stacks small enough to break in every way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters import aws
from adapters.cloudformation import (
    AssemblyUnreadableError,
    StackFailedError,
    StackRefusedError,
    Target,
    UnknownParameterError,
    deploy,
)
from local.emulator import PYTHON, Emulator, free_port
from local.folder import StateFolder

pytestmark = pytest.mark.cloud
ASSETS = "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """A running emulator with nothing in it."""
    if not PYTHON.exists():
        pytest.skip("the emulator is not installed: run `make setup`")
    folder = StateFolder(tmp_path_factory.mktemp("cloud"))
    folder.prepare()
    with folder.children_lock.open("w") as lock:
        emulator = Emulator.start(folder, free_port(0), lock.fileno())
        yield Target(emulator.endpoint)
        emulator.stop()


class Assembly:
    """A cloud assembly of stacks `{prefix}-{part}`, written as the CDK writes them."""

    def __init__(self, folder: Path, prefix: str) -> None:
        self.folder = folder
        self.prefix = prefix
        self._artifacts: dict[str, Any] = {}

    def stack(self, part: str, template: dict[str, Any], *, after: tuple[str, ...] = ()) -> Assembly:
        """Add a stack, or write it again."""
        name = f"{self.prefix}-{part}"
        text = json.dumps(template)
        (self.folder / f"{name}.template.json").write_text(text)
        destination = {"bucketName": ASSETS, "objectKey": f"{name}-{hash(text)}.json"}
        asset = {
            "source": {"path": f"{name}.template.json", "packaging": "file"},
            "destinations": {"current": destination},
        }
        (self.folder / f"{name}.assets.json").write_text(json.dumps({"files": {"template": asset}}))
        self._artifacts[name] = {
            "type": "aws:cloudformation:stack",
            "properties": {"templateFile": f"{name}.template.json"},
            "dependencies": [f"{self.prefix}-{other}" for other in after],
        }
        (self.folder / "manifest.json").write_text(json.dumps({"artifacts": self._artifacts}))
        return self


@pytest.fixture
def assembly(tmp_path: Path, request: pytest.FixtureRequest) -> Assembly:
    """An empty assembly whose stacks are named after the test."""
    return Assembly(tmp_path, request.node.name.replace("_", "")[:40])


def queue_stack(**properties: object) -> dict[str, Any]:
    """A template with one queue, a parameter, an output and an export."""
    return {
        "Parameters": {"Delay": {"Type": "Number", "Default": 0}},
        "Resources": {
            "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": {"Ref": "Delay"}, **properties}}
        },
        "Outputs": {
            "QueueUrl": {"Value": {"Ref": "Queue"}},
            "Name": {"Value": {"Fn::GetAtt": ["Queue", "QueueName"]}, "Export": {"Name": "queue-name"}},
        },
    }


def delay_of(target: Target, outputs: dict[str, str]) -> str:
    """The queue's delay, as it is."""
    sqs = aws.sqs(target.endpoint_url)
    answer = sqs.get_queue_attributes(QueueUrl=outputs["QueueUrl"], AttributeNames=["All"])
    return answer["Attributes"]["DelaySeconds"]


def updates(target: Target, name: str) -> int:
    """How often a stack was created or updated."""
    pages = aws.cloudformation(target.endpoint_url).get_paginator("describe_stack_events").paginate(StackName=name)
    return len({event.get("ClientRequestToken") for page in pages for event in page["StackEvents"]} - {None})


def test_stacks_come_after_those_they_depend_on_and_answer_their_outputs(target: Target, assembly: Assembly) -> None:
    reader = {
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {}}},
        "Outputs": {"Seen": {"Value": {"Fn::ImportValue": "queue-name"}}},
    }
    assembly.stack("Reader", reader, after=("Queue",)).stack("Queue", queue_stack())
    outputs = deploy(assembly.folder, target, parameters={})
    assert set(outputs) == {"QueueUrl", "Seen"}
    assert outputs["QueueUrl"].endswith(outputs["Seen"])


def test_nothing_is_updated_where_nothing_changed(target: Target, assembly: Assembly) -> None:
    name = f"{assembly.prefix}-Queue"
    assembly.stack("Queue", queue_stack() | {"Outputs": {"QueueUrl": {"Value": {"Ref": "Queue"}}}})
    first = deploy(assembly.folder, target, parameters={"Delay": "3"})
    assert deploy(assembly.folder, target, parameters={"Delay": "3"}) == first
    assert updates(target, name) == 1


def test_a_change_of_template_or_parameter_is_deployed_and_a_default_comes_back(
    target: Target, assembly: Assembly
) -> None:
    template = queue_stack() | {"Outputs": {"QueueUrl": {"Value": {"Ref": "Queue"}}}}
    assembly.stack("Queue", template)
    assert delay_of(target, deploy(assembly.folder, target, parameters={"Delay": "3"})) == "3"
    assert delay_of(target, deploy(assembly.folder, target, parameters={})) == "0"
    changed = queue_stack(VisibilityTimeout=77) | {"Outputs": {"QueueUrl": {"Value": {"Ref": "Queue"}}}}
    outputs = deploy(assembly.stack("Queue", changed).folder, target, parameters={})
    answer = aws.sqs(target.endpoint_url).get_queue_attributes(
        QueueUrl=outputs["QueueUrl"], AttributeNames=["VisibilityTimeout"]
    )
    assert answer["Attributes"] == {"VisibilityTimeout": "77"}


def test_only_the_wanted_parts_are_deployed(target: Target, assembly: Assembly) -> None:
    topic = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}, "Outputs": {"Arn": {"Value": {"Ref": "Topic"}}}}
    assembly.stack("Wanted", topic).stack("Other", topic)
    deploy(assembly.folder, target, parameters={}, parts={"Wanted"})
    stacks = aws.cloudformation(target.endpoint_url).describe_stacks()["Stacks"]
    assert [each["StackName"] for each in stacks if each["StackName"].startswith(assembly.prefix)] == [
        f"{assembly.prefix}-Wanted"
    ]


def test_a_failure_names_the_resource_and_the_reason_and_the_next_try_starts_afresh(
    target: Target, assembly: Assembly
) -> None:
    # Metric math in alarms is what the emulator gives up on only when it comes to the resource.
    math = {"Metrics": [{"Id": "e", "Expression": "1"}], "EvaluationPeriods": 1, "Threshold": 0}
    alarm = {"Type": "AWS::CloudWatch::Alarm", "Properties": math | {"ComparisonOperator": "GreaterThanThreshold"}}
    broken = {"Resources": {"Alarm": alarm}}
    assembly.stack("Broken", broken)
    with pytest.raises(StackFailedError) as raised:
        deploy(assembly.folder, target, parameters={})
    assert raised.value.stack == f"{assembly.prefix}-Broken"
    (failure,) = raised.value.failures
    assert (failure.logical_id, failure.resource_type) == ("Alarm", "AWS::CloudWatch::Alarm")
    assert failure.reason in str(raised.value)
    mended = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}, "Outputs": {"Arn": {"Value": {"Ref": "Topic"}}}}
    outputs = deploy(assembly.stack("Broken", mended).folder, target, parameters={})
    assert outputs["Arn"].startswith("arn:aws:sns:")


def test_a_template_that_is_not_even_begun_is_refused_with_the_reason(target: Target, assembly: Assembly) -> None:
    assembly.stack("Odd", {"Resources": {"Thing": {"Type": "AWS::Nowhere::Thing"}}})
    with pytest.raises(StackRefusedError) as raised:
        deploy(assembly.folder, target, parameters={})
    assert "AWS::Nowhere::Thing" in raised.value.reason


def test_assets_of_earlier_deployments_are_removed(target: Target, assembly: Assembly) -> None:
    for delay in (1, 2):
        template = {"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": delay}}}}
        deploy(assembly.stack("Queue", template).folder, target, parameters={})
    listed = aws.s3(target.endpoint_url).list_objects_v2(Bucket="cdk-hnb659fds-assets-000000000000-us-east-1")
    assert listed["KeyCount"] == 1


def test_a_parameter_that_no_template_has_is_refused_before_anything_happens(
    target: Target, assembly: Assembly
) -> None:
    assembly.stack("Queue", queue_stack())
    with pytest.raises(UnknownParameterError) as raised:
        deploy(assembly.folder, target, parameters={"Delay": "1", "Dealy": "2"})
    assert raised.value.names == ("Dealy",)


@pytest.mark.parametrize("missing", ["manifest.json", "x-Queue.template.json", "x-Queue.assets.json"])
def test_a_folder_that_is_no_whole_assembly_is_refused(tmp_path: Path, missing: str) -> None:
    assembly = Assembly(tmp_path, "x").stack("Queue", queue_stack())
    (assembly.folder / missing).unlink()
    with pytest.raises(AssemblyUnreadableError):
        deploy(assembly.folder, Target("http://127.0.0.1:9"), parameters={})
