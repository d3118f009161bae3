"""The stacks' outward faces: parameters, outputs, exports between them, the API, the site and the alarms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from stacks.configuration import Configuration
from stacks.synthesis import REPOSITORY, context
from tests.stacks.templates import Templates, text

PARAMETERS = {
    "Deployment",
    "OpenLibraryUrl",
    "GoogleBooksUrl",
    "SourcesContact",
    "GoogleBooksKeyParameter",
    "GoogleBooksRequestsPerDay",
    "OpenLibraryRequestsPerSecond",
}
OUTPUTS = {
    "Storage": "DataBucketName EventsTableName CountersTableName ExportsTableName CatalogTableName",
    "Bus": "BusName BusArn ArchiveName",
    "Pipeline": "IngestQueueUrl EnrichmentQueueUrl EraseQueueUrl CheckQueueUrl IngestDlqUrl EnrichmentDlqUrl "
    "EraseDlqUrl GiveUpDlqUrl RelayPoisonQueueUrl AggregatePoisonQueueUrl SchedulerDlqUrl UndeliveredDlqUrl "
    "ScheduleGroupName IngestFunctionName RelayFunctionName EnrichFunctionName GiveUpFunctionName "
    "AggregateFunctionName DeadlineFunctionName EraserFunctionName",
    "Api": "ApiId ApiUrl UploadFunctionName LibraryApiFunctionName",
    "Web": "SiteUrl SiteBucketName DistributionId",
    "Observability": "ProductDashboardUrl DashboardUrl AlarmTopicArn",
}


@pytest.mark.parametrize("part", OUTPUTS)
def test_outputs_are_those_that_programs_read(templates: Templates, part: str) -> None:
    outputs = templates.by_part[part]["Outputs"]
    assert {name for name, output in outputs.items() if "Export" not in output} == set(OUTPUTS[part].split())


def test_every_parameter_has_a_default(templates: Templates) -> None:
    parameters = {
        name: parameter
        for template in templates.by_part.values()
        for name, parameter in template.get("Parameters", {}).items()
    }
    assert set(parameters) - {"BootstrapVersion"} == PARAMETERS
    assert all("Default" in parameter for parameter in parameters.values())
    assert parameters["Deployment"]["Default"] == "aws"


def test_exports_do_not_depend_on_who_uses_them(templates: Templates, stand_in_bundles: Path, tmp_path: Path) -> None:
    """A stack that stops using a name must not make its producer drop the export first: nobody could deploy that."""
    from aws_cdk import App

    from stacks.api import ApiStack
    from stacks.bus import BusStack
    from stacks.function import Surroundings
    from stacks.pipeline import PipelineStack
    from stacks.storage import StorageStack

    configuration = Configuration.from_mapping(context(REPOSITORY))
    alone: dict[str, set[str]] = {}
    app = App(outdir=str(tmp_path / "producers"), builtin_cloud_formation_validation=False)
    storage, bus = StorageStack(app, configuration), BusStack(app, configuration)
    alone |= {
        part: _exports(app.synth().get_stack_by_name(name).template)
        for part, name in (("Storage", storage.stack_name), ("Bus", bus.stack_name))
    }
    app = App(outdir=str(tmp_path / "consumers"), builtin_cloud_formation_validation=False)
    storage, bus = StorageStack(app, configuration), BusStack(app, configuration)
    surroundings = Surroundings(storage=storage, bus=bus.bus, bundles=stand_in_bundles)
    pipeline, api = PipelineStack(app, configuration, surroundings), ApiStack(app, configuration, surroundings)
    alone |= {
        part: _exports(app.synth().get_stack_by_name(name).template)
        for part, name in (("Pipeline", pipeline.stack_name), ("Api", api.stack_name))
    }
    assert {part: _exports(templates.by_part[part]) for part in alone} == alone


def test_the_api_has_the_designs_routes(templates: Templates) -> None:
    from stacks.api import LIBRARY_ROUTES, UPLOAD_ROUTES

    routes = {each.properties["RouteKey"] for each in templates.resources("AWS::ApiGatewayV2::Route")}
    assert routes == {*UPLOAD_ROUTES, *LIBRARY_ROUTES}
    integrations = templates.resources("AWS::ApiGatewayV2::Integration")
    assert [each.properties["PayloadFormatVersion"] for each in integrations] == ["2.0", "2.0"]


def test_the_access_log_keeps_the_route_and_never_the_path(templates: Templates) -> None:
    stage = templates.one("AWS::ApiGatewayV2::Stage", "DefaultStage").properties
    logged = json.loads(stage["AccessLogSettings"]["Format"])
    assert logged["routeKey"] == "$context.routeKey"
    assert not [value for value in logged.values() if "path" in value.lower() or "ip" in value.lower()]
    assert stage["DefaultRouteSettings"] == {"ThrottlingBurstLimit": 400, "ThrottlingRateLimit": 200}


def test_the_site_is_served_with_its_policy_and_the_api_uncached(templates: Templates) -> None:
    config = templates.resources("AWS::CloudFront::Distribution")[0].properties["DistributionConfig"]
    assert "CustomErrorResponses" not in config
    assert "Logging" not in config
    api = config["CacheBehaviors"][0]
    assert api["PathPattern"] == "/api/*"
    # AWS's managed policies: caching off, and every viewer header but Host.
    assert api["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    assert api["OriginRequestPolicyId"] == "b689b0a8-53d0-40ab-baf2-68738e2966ac"
    assert config["DefaultCacheBehavior"]["Compress"] is True
    headers = templates.one("AWS::CloudFront::ResponseHeadersPolicy", "PageHeaders")
    security = headers.properties["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    policy = text(security["ContentSecurityPolicy"])
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert "covers.openlibrary.org" in policy


def test_only_the_distribution_reads_the_site(templates: Templates) -> None:
    policy = templates.one("AWS::S3::BucketPolicy", "SiteBucketPolicy").properties["PolicyDocument"]
    allowed = [each for each in policy["Statement"] if each["Effect"] == "Allow"]
    assert [each["Principal"] for each in allowed] == [{"Service": "cloudfront.amazonaws.com"}]
    assert "AWS:SourceArn" in allowed[0]["Condition"]["StringEquals"]


def test_every_dead_letter_wakes_somebody(templates: Templates) -> None:
    alarms = templates.resources("AWS::CloudWatch::Alarm")
    watched = text([each.properties["Dimensions"] for each in alarms if "Dimensions" in each.properties])
    for queue in (
        "UndeliveredDlq",
        "GiveUpDlq",
        "EraseDlq",
        "SchedulerDlq",
        "RelayPoisonQueue",
        "AggregatePoisonQueue",
    ):
        assert f"GetAtt{queue}" in watched, queue
    for alarm in alarms:
        assert alarm.properties["AlarmActions"], alarm


def test_alarms_may_publish_to_their_topic(templates: Templates) -> None:
    policy = templates.resources("AWS::SNS::TopicPolicy")[0].properties["PolicyDocument"]["Statement"]
    allowed = [each for each in policy if each["Effect"] == "Allow"]
    assert [each["Principal"] for each in allowed] == [{"Service": "cloudwatch.amazonaws.com"}]


def _exports(template: Mapping[str, Any]) -> set[str]:
    outputs = template.get("Outputs", {}).values()
    return {output["Export"]["Name"] for output in outputs if "Export" in output}
