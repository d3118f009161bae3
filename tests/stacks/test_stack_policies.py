"""Policies that every resource of every template keeps."""

from __future__ import annotations

from collections import Counter

import pytest

from stacks.functions import FUNCTIONS
from stacks.queues import MAX_RECEIVES, MAX_RECEIVES_OF_DEAD, VISIBILITY_FACTOR
from tests.stacks.templates import Resource, Templates, as_list, text

# The only actions that AWS lets nobody bind to a resource.
UNBOUND = {
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "dynamodb:ListStreams",
    "scheduler:ListSchedules",
}
TAGS = {"project", "stage", "part"}
# CloudFormation has no tags on these.
UNTAGGED = {
    "AWS::ApiGatewayV2::Integration",
    "AWS::ApiGatewayV2::Route",
    "AWS::CDK::Metadata",
    "AWS::CloudFront::Function",
    "AWS::CloudFront::OriginAccessControl",
    "AWS::CloudFront::ResponseHeadersPolicy",
    "AWS::CloudWatch::Dashboard",
    "AWS::Events::Archive",
    "AWS::IAM::Policy",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::Lambda::Permission",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Subscription",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
}


def test_all_functions_are_there_and_no_other(templates: Templates) -> None:
    handlers = Counter(each.properties["Handler"] for each in templates.resources("AWS::Lambda::Function"))
    assert handlers == Counter(spec.handler for spec in FUNCTIONS.values())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function_is_as_its_row_says(templates: Templates, name: str) -> None:
    properties = templates.function(name).properties
    assert properties["Architectures"] == ["arm64"]
    assert properties["Runtime"] == "python3.13"
    assert properties["TracingConfig"] == {"Mode": "Active"}
    assert (properties["Timeout"], properties["MemorySize"]) == (FUNCTIONS[name].timeout, FUNCTIONS[name].memory)
    assert "ReservedConcurrentExecutions" not in properties
    assert properties.get("RecursiveLoop") == ("Allow" if FUNCTIONS[name].sends_to_itself else None)


def test_a_function_that_may_send_to_the_queue_that_feeds_it_is_no_runaway(templates: Templates) -> None:
    """Lambda stops such loops after 16 turns unless told that they are meant."""
    loops = set()
    # Lambda records a failure there once: an invocation from a queue that fails is not recorded again.
    recorded = [
        each.properties["DestinationConfig"]["OnFailure"]["Destination"]
        for each in templates.resources("AWS::Lambda::EventInvokeConfig")
    ]
    for mapping in templates.resources("AWS::Lambda::EventSourceMapping", "Pipeline"):
        source = mapping.properties["EventSourceArn"]
        if source in recorded:
            continue
        function = templates.by_part["Pipeline"]["Resources"][mapping.properties["FunctionName"]["Ref"]]["Properties"]
        name = function["Handler"].split(".")[1]
        sends = [each for each in templates.statements(name) if "sqs:SendMessage" in as_list(each["Action"])]
        if any(source in as_list(each["Resource"]) for each in sends):
            loops.add(name)
    assert loops == {name for name, spec in FUNCTIONS.items() if spec.sends_to_itself}


def test_each_function_has_a_role_of_its_own(templates: Templates) -> None:
    functions = templates.resources("AWS::Lambda::Function")
    roles = {text((each.part, each.properties["Role"])) for each in functions}
    assert len(roles) == len(functions)
    for role in templates.resources("AWS::IAM::Role"):
        assert "ManagedPolicyArns" not in role.properties, role


def test_each_function_has_a_log_that_forgets(templates: Templates) -> None:
    retained = {
        (each.part, each.logical_id): each.properties["RetentionInDays"]
        for each in templates.resources("AWS::Logs::LogGroup")
    }
    assert all(days == 30 for days in retained.values())
    for function in templates.resources("AWS::Lambda::Function"):
        log = function.properties["LoggingConfig"]["LogGroup"]["Ref"]
        assert (function.part, log) in retained


def test_no_action_is_a_wildcard(templates: Templates) -> None:
    for resource, statement in templates.all_statements():
        assert "NotAction" not in statement, resource
        if statement["Effect"] == "Allow":
            assert not [action for action in as_list(statement["Action"]) if "*" in action], resource


def test_only_unbindable_actions_are_allowed_on_everything(templates: Templates) -> None:
    for resource, statement in templates.all_statements():
        if statement["Effect"] == "Allow" and "*" in as_list(statement.get("Resource", [])):
            assert set(as_list(statement["Action"])) <= UNBOUND, resource


def test_data_grants_name_a_prefix(templates: Templates) -> None:
    for resource, statement in templates.all_statements():
        objects = [action for action in as_list(statement["Action"]) if "Object" in action]
        if statement["Effect"] == "Allow" and objects and resource.part in ("Pipeline", "Api"):
            for target in as_list(statement["Resource"]):
                assert target["Fn::Join"][1][-1].endswith("/*"), resource
                assert len(target["Fn::Join"][1][-1]) > len("/*/"), resource


def test_buckets_are_private_encrypted_and_tls_only(templates: Templates) -> None:
    buckets = templates.resources("AWS::S3::Bucket")
    assert {each.part for each in buckets} == {"Storage", "Web"}
    for bucket in buckets:
        assert set(bucket.properties["PublicAccessBlockConfiguration"].values()) == {True}, bucket
        assert len(bucket.properties["PublicAccessBlockConfiguration"]) == 4, bucket
        rule = bucket.properties["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]
        assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256", bucket
        assert "WebsiteConfiguration" not in bucket.properties
        assert _refuses_plain_http(templates, "AWS::S3::BucketPolicy", "Bucket", bucket), bucket


def test_queues_are_encrypted_and_tls_only(templates: Templates) -> None:
    for queue in templates.resources("AWS::SQS::Queue"):
        assert queue.properties["SqsManagedSseEnabled"] is True, queue
        assert _refuses_plain_http(templates, "AWS::SQS::QueuePolicy", "Queues", queue), queue


def test_queues_that_feed_functions_have_dead_letters_and_patience(templates: Templates) -> None:
    fed = 0
    for mapping in templates.resources("AWS::Lambda::EventSourceMapping"):
        source = mapping.properties["EventSourceArn"]
        if "Fn::GetAtt" not in source:
            continue
        queue = templates.by_part["Pipeline"]["Resources"][source["Fn::GetAtt"][0]]["Properties"]
        function = templates.by_part["Pipeline"]["Resources"][mapping.properties["FunctionName"]["Ref"]]
        assert queue["VisibilityTimeout"] >= VISIBILITY_FACTOR * function["Properties"]["Timeout"], mapping
        takes_dead = "GiveUp" in mapping.properties["FunctionName"]["Ref"]
        most = MAX_RECEIVES_OF_DEAD if takes_dead else MAX_RECEIVES
        assert queue["RedrivePolicy"]["maxReceiveCount"] == most, mapping
        assert mapping.properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"], mapping
        fed += 1
    assert fed == 6


def test_every_rule_target_has_an_end(templates: Templates) -> None:
    rules = templates.resources("AWS::Events::Rule")
    assert rules
    for rule in rules:
        for target in rule.properties["Targets"]:
            assert "DeadLetterConfig" in target, rule
            assert target["RetryPolicy"] == {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 185}, rule


def test_tables_are_on_demand_recoverable_and_expiring(templates: Templates) -> None:
    tables = templates.resources("AWS::DynamoDB::Table")
    assert len(tables) == 4
    for table in tables:
        assert table.properties["BillingMode"] == "PAY_PER_REQUEST", table
        assert table.properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True, table
        assert table.properties["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}, table


def test_everything_that_can_be_tagged_is(templates: Templates) -> None:
    for resource in templates.resources():
        if resource.kind in UNTAGGED:
            continue
        tags = resource.properties.get("Tags", [])
        names = set(tags) if isinstance(tags, dict) else {tag["Key"] for tag in tags}
        assert names >= TAGS, resource


def test_no_physical_name_is_given_where_one_can_be_generated(templates: Templates) -> None:
    given = {"BucketName", "TableName", "QueueName", "FunctionName", "RoleName", "TopicName", "LogGroupName"}
    owners = {"AWS::Lambda::Permission", "AWS::Lambda::EventSourceMapping", "AWS::Lambda::EventInvokeConfig"}
    for resource in templates.resources():
        if resource.kind not in owners:
            assert not given & set(resource.properties), resource


def _refuses_plain_http(templates: Templates, kind: str, place: str, target: Resource) -> bool:
    for policy in templates.resources(kind, target.part):
        if {"Ref": target.logical_id} not in as_list(policy.properties[place]):
            continue
        for statement in policy.properties["PolicyDocument"]["Statement"]:
            plain = statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport") == "false"
            if statement["Effect"] == "Deny" and plain:
                return True
    return False
