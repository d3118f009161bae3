"""How events, records and messages find their way, read from the templates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from adapters.redriving import DeadLetters
from domain.counting import OUTCOMES_A_TRANSACTION
from tests.stacks.templates import Resource, Templates, as_list, text

NO_REPLAY = [{"exists": False}]


def rules_to(templates: Templates, queue: str) -> list[Mapping[str, Any]]:
    """The patterns of the rules whose target is `queue`."""
    target = templates.one("AWS::SQS::Queue", queue).logical_id
    return [
        rule.properties["EventPattern"]
        for rule in templates.resources("AWS::Events::Rule")
        if any(each["Arn"] == {"Fn::GetAtt": [target, "Arn"]} for each in rule.properties["Targets"])
    ]


def mapping_of(templates: Templates, function: str) -> Resource:
    """The one event source mapping of a function."""
    logical_id = templates.function(function).logical_id
    found = [
        each
        for each in templates.resources("AWS::Lambda::EventSourceMapping")
        if each.properties["FunctionName"] == {"Ref": logical_id}
    ]
    assert len(found) == 1
    return found[0]


def test_every_queue_that_is_an_end_can_be_redriven(templates: Templates) -> None:
    fed = {text(each.properties["EventSourceArn"]) for each in templates.resources("AWS::Lambda::EventSourceMapping")}
    ends = {
        each.logical_id[:-8]
        for each in templates.resources("AWS::SQS::Queue")
        if not any(f'"{each.logical_id}"' in source for source in fed)
    }
    assert ends == set(DeadLetters)


def filters_of(mapping: Resource) -> list[Any]:
    """The mapping's filter patterns."""
    return [json.loads(each["Pattern"]) for each in mapping.properties["FilterCriteria"]["Filters"]]


def test_a_working_rule_takes_live_events_only(templates: Templates) -> None:
    for rule in templates.resources("AWS::Events::Rule"):
        pattern = rule.properties["EventPattern"]
        if pattern["source"] == ["goodreads-stats"] and pattern["replay-name"] != NO_REPLAY:
            assert (pattern["detail-type"], pattern["replay-name"]) == (
                ["ExportUploaded"],
                [{"prefix": "reprocess-"}],
            )


@pytest.mark.parametrize(
    ("detail_type", "queue"),
    [("BookQueued", "EnrichmentQueue"), ("ReprocessRequested", "IngestQueue"), ("ExportDeleted", "EraseQueue")],
)
def test_live_events_reach_their_queue(templates: Templates, detail_type: str, queue: str) -> None:
    wanted = {"source": ["goodreads-stats"], "detail-type": [detail_type], "replay-name": NO_REPLAY}
    assert wanted in rules_to(templates, queue)


def test_the_bus_is_library_for_domain_events_and_the_default_for_objects(templates: Templates) -> None:
    for rule in templates.resources("AWS::Events::Rule"):
        from_s3 = rule.properties["EventPattern"]["source"] == ["aws.s3"]
        assert ("EventBusName" not in rule.properties) is from_s3, rule


def test_uploaded_objects_reach_ingest(templates: Templates) -> None:
    patterns = [each for each in rules_to(templates, "IngestQueue") if each["source"] == ["aws.s3"]]
    assert len(patterns) == 1
    assert patterns[0]["detail-type"] == ["Object Created"]
    assert patterns[0]["detail"]["object"]["key"] == [{"prefix": "uploads/"}]
    assert "DataBucket" in text(patterns[0]["detail"]["bucket"])
    bucket = templates.one("AWS::S3::Bucket", "DataBucket")
    sends = bucket.properties["NotificationConfiguration"]["EventBridgeConfiguration"]
    assert sends == {"EventBridgeEnabled": True}


def test_only_eventbridge_rules_of_the_queue_may_send_to_it(templates: Templates) -> None:
    for policy in templates.resources("AWS::SQS::QueuePolicy"):
        for statement in policy.properties["PolicyDocument"]["Statement"]:
            if statement["Effect"] == "Allow":
                assert statement["Principal"] == {"Service": "events.amazonaws.com"}, policy
                assert "aws:SourceArn" in text(statement["Condition"]), policy


def test_the_relay_sees_new_items_and_nothing_else(templates: Templates) -> None:
    mapping = mapping_of(templates, "relay")
    assert filters_of(mapping) == [{"eventName": ["INSERT"]}]
    assert mapping.properties["BatchSize"] == 100
    assert "EventsTable" in text(mapping.properties["EventSourceArn"])
    assert templates.one("AWS::DynamoDB::Table", "EventsTable").properties["StreamSpecification"] == {
        "StreamViewType": "NEW_IMAGE"
    }


def test_the_aggregator_sees_counters_that_became_zero(templates: Templates) -> None:
    mapping = mapping_of(templates, "aggregate")
    zero = {"remaining": {"N": ["0"]}}
    assert filters_of(mapping) == [
        {
            "eventName": ["MODIFY"],
            "dynamodb": {"NewImage": zero, "OldImage": {"remaining": {"N": [{"anything-but": ["0"]}]}}},
        },
        {"eventName": ["INSERT"], "dynamodb": {"NewImage": zero}},
    ]
    assert mapping.properties["BatchSize"] == 10
    assert "CountersTable" in text(mapping.properties["EventSourceArn"])
    assert templates.one("AWS::DynamoDB::Table", "CountersTable").properties["StreamSpecification"] == {
        "StreamViewType": "NEW_AND_OLD_IMAGES"
    }


@pytest.mark.parametrize("name", ["relay", "aggregate"])
def test_stream_mappings_never_lose_a_record(templates: Templates, name: str) -> None:
    properties = mapping_of(templates, name).properties
    assert properties["StartingPosition"] == "TRIM_HORIZON"
    assert properties["BisectBatchOnFunctionError"] is True
    assert properties["MaximumRecordAgeInSeconds"] == {"Fn::If": ["IsLocal", 60, -1]}
    assert "MaximumRetryAttempts" not in properties
    assert "FunctionResponseTypes" not in properties


def test_enrichment_is_throttled_where_it_is_fed(templates: Templates) -> None:
    properties = mapping_of(templates, "enrich").properties
    assert properties["BatchSize"] == OUTCOMES_A_TRANSACTION
    assert properties["MaximumBatchingWindowInSeconds"] == 1
    assert properties["ScalingConfig"] == {"MaximumConcurrency": 10}


def test_one_export_a_message(templates: Templates) -> None:
    assert mapping_of(templates, "ingest").properties["BatchSize"] == 1


def test_dead_exports_and_books_are_given_up_and_what_cannot_be_is_kept(templates: Templates) -> None:
    logical_id = templates.function("give_up").logical_id
    read = {
        each.properties["EventSourceArn"]["Fn::GetAtt"][0]
        for each in templates.resources("AWS::Lambda::EventSourceMapping")
        if each.properties["FunctionName"] == {"Ref": logical_id}
    }
    lost = {name: templates.one("AWS::SQS::Queue", name) for name in ("IngestDlq", "EnrichmentDlq")}
    assert read == {each.logical_id for each in lost.values()}
    last = templates.one("AWS::SQS::Queue", "GiveUpDlq").logical_id
    for queue in lost.values():
        assert queue.properties["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": [last, "Arn"]}


def test_checks_that_died_are_made_again_and_what_cannot_be_is_kept(templates: Templates) -> None:
    queue = templates.one("AWS::SQS::Queue", "CheckQueue")
    assert mapping_of(templates, "deadline").properties["EventSourceArn"] == {"Fn::GetAtt": [queue.logical_id, "Arn"]}
    last = templates.one("AWS::SQS::Queue", "SchedulerDlq").logical_id
    assert queue.properties["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": [last, "Arn"]}


def test_the_archive_is_for_accounts_only(templates: Templates) -> None:
    archives = templates.resources("AWS::Events::Archive")
    assert [each.definition["Condition"] for each in archives] == ["IsAws"]
    assert archives[0].properties["RetentionDays"] <= 400


def test_schedules_run_under_a_role_that_invokes_deadline_only(templates: Templates) -> None:
    role = templates.one("AWS::IAM::Role", "SchedulerRole")
    trust = role.properties["AssumeRolePolicyDocument"]["Statement"][0]
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    policy = next(
        each for each in templates.resources("AWS::IAM::Policy") if {"Ref": role.logical_id} in each.properties["Roles"]
    )
    allowed = {
        action: statement["Resource"]
        for statement in policy.properties["PolicyDocument"]["Statement"]
        for action in as_list(statement["Action"])
    }
    deadline = templates.function("deadline").logical_id
    assert allowed == {
        "lambda:InvokeFunction": {"Fn::GetAtt": [deadline, "Arn"]},
        "sqs:SendMessage": {"Fn::GetAtt": [templates.one("AWS::SQS::Queue", "CheckQueue").logical_id, "Arn"]},
    }
