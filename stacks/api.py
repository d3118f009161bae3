"""The HTTP API and the two functions behind it."""

from __future__ import annotations

import json
from typing import Final

from aws_cdk import CfnOutput, RemovalPolicy
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_logs as logs
from constructs import Construct

from stacks import grants
from stacks.acknowledgements import acknowledge
from stacks.configuration import Configuration
from stacks.function import ServiceFunction, Surroundings
from stacks.retention import log_retention
from stacks.stage import StageStack

UPLOAD_ROUTES: Final = (
    "POST /api/upload",
    "POST /api/uploads",
    "POST /api/data/{uuid}/upload",
)
LIBRARY_ROUTES: Final = (
    "GET /api/health",
    "GET /api/status/{uuid}",
    "GET /api/data/{uuid}",
    "GET /api/data/{uuid}/books/{book_id}",
    "GET /api/data/{uuid}/owner",
    "GET /api/data/{uuid}/unmatched.csv",
    "POST /api/data/{uuid}/reprocess",
    "DELETE /api/data/{uuid}",
)
# Requests a second and at once, for all readers together; a page asks for its status at most once a second.
_RATE: Final = 200
_BURST: Final = 400
# A path holds the uuid, which is a capability: the route stands for it.
_ACCESS_LOG: Final = {
    "requestId": "$context.requestId",
    "time": "$context.requestTime",
    "routeKey": "$context.routeKey",
    "status": "$context.status",
    "responseLength": "$context.responseLength",
    "latency": "$context.responseLatency",
    "error": "$context.error.messageString",
}


class ApiStack(StageStack):
    """The HTTP API, with the functions upload and library_api."""

    def __init__(self, scope: Construct, configuration: Configuration, surroundings: Surroundings) -> None:
        super().__init__(scope, "Api", configuration, description="Goodreads Stats: the HTTP API")
        self.api = apigateway.HttpApi(self, "HttpApi", create_default_stage=False)
        self._stage()
        upload = _upload_function(self, surroundings)
        library = _library_function(self, surroundings)
        self.functions = [upload, library]
        self._route(upload, UPLOAD_ROUTES)
        self._route(library, LIBRARY_ROUTES)
        CfnOutput(self, "ApiId", value=self.api.api_id)
        CfnOutput(self, "ApiUrl", value=self.api.api_endpoint)
        self.export_value(self.api.api_id)

    def _stage(self) -> None:
        log_group = logs.LogGroup(
            self,
            "AccessLog",
            retention=log_retention(self.configuration.log_retention_days),
            removal_policy=RemovalPolicy.DESTROY,
        )
        stage = apigateway.HttpStage(
            self,
            "DefaultStage",
            http_api=self.api,
            auto_deploy=True,
            throttle=apigateway.ThrottleSettings(rate_limit=_RATE, burst_limit=_BURST),
        )
        resource = stage.node.default_child
        assert isinstance(resource, apigateway.CfnStage)
        resource.access_log_settings = apigateway.CfnStage.AccessLogSettingsProperty(
            destination_arn=log_group.log_group_arn, format=json.dumps(_ACCESS_LOG)
        )

    def _route(self, function: ServiceFunction, routes: tuple[str, ...]) -> None:
        integration = integrations.HttpLambdaIntegration(
            f"{function.spec.construct_id}Integration",
            function,
            payload_format_version=apigateway.PayloadFormatVersion.VERSION_2_0,
            scope_permission_to_route=False,
        )
        for route in routes:
            method, path = route.split(" ")
            for added in self.api.add_routes(
                path=path, methods=[apigateway.HttpMethod[method]], integration=integration
            ):
                acknowledge(
                    added,
                    "AwsSolutions-APIG4",
                    "A uuid is the right to read; the rest needs the owner token, which the function checks.",
                )


def _upload_function(stack: StageStack, surroundings: Surroundings) -> ServiceFunction:
    storage = surroundings.storage
    function = ServiceFunction(
        stack, "upload", surroundings, environment={"DAILY_BOOKS": str(stack.configuration.daily_books)}
    )
    grants.allow_items(function, storage, "exports", grants.GET, grants.PUT)
    grants.allow_items(function, storage, "catalog", grants.GET)
    grants.allow_objects(function, storage, "uploads", grants.PUT_OBJECT)
    grants.allow_listing(function, storage)  # whether the file of a form that died was stored
    return function


def _library_function(stack: StageStack, surroundings: Surroundings) -> ServiceFunction:
    storage = surroundings.storage
    function = ServiceFunction(stack, "library_api", surroundings)
    grants.allow_items(function, storage, "exports", grants.GET, grants.PUT, grants.DELETE)
    grants.allow_items(function, storage, "events", grants.PUT)
    grants.allow_items(function, storage, "counters", grants.GET)
    for prefix in ("data", "processing"):
        grants.allow_objects(function, storage, prefix, grants.GET_OBJECT, grants.DELETE_OBJECT)
    grants.allow_objects(function, storage, "uploads", grants.DELETE_OBJECT)
    grants.allow_objects(function, storage, "tombstones", grants.PUT_OBJECT)
    grants.allow_listing(function, storage)
    return function
