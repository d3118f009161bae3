"""The site: a private bucket behind CloudFront, with the API on the same origin."""

from __future__ import annotations

from pathlib import Path

from aws_cdk import CfnOutput, Duration
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_certificatemanager as certificates
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from constructs import Construct

from stacks import edge
from stacks.acknowledgements import acknowledge
from stacks.configuration import Configuration
from stacks.page_headers import PERMISSIONS_POLICY, content_security_policy
from stacks.site_files import own_addresses
from stacks.stage import StageStack
from stacks.storage import StorageStack


class WebStack(StageStack):
    """The site's bucket and the distribution that serves it and `/api/*`; `site` is the folder of its files."""

    def __init__(
        self,
        scope: Construct,
        configuration: Configuration,
        storage: StorageStack,
        api: apigateway.HttpApi,
        site: Path,
    ) -> None:
        super().__init__(scope, "Web", configuration, description="Goodreads Stats: the page, and the API beside it")
        bucket = self._bucket()
        distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment=f"Goodreads Stats {configuration.stage}",
            default_behavior=self._site_behaviour(bucket, storage, site),
            additional_behaviors={"/api/*": self._api_behaviour(api)},
            default_root_object="index.html",
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
            domain_names=[configuration.domain] if configuration.domain else None,
            certificate=self._certificate(),
        )
        self._acknowledge(distribution)
        host = configuration.domain or distribution.distribution_domain_name
        CfnOutput(self, "SiteUrl", value=f"https://{host}")
        CfnOutput(self, "SiteBucketName", value=bucket.bucket_name)
        CfnOutput(self, "DistributionId", value=distribution.distribution_id)

    def _bucket(self) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            "SiteBucket",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            removal_policy=self.removal_policy,
        )
        acknowledge(bucket, "AwsSolutions-S1", "It holds the published site only, and CloudFront alone reads it.")
        return bucket

    def _certificate(self) -> certificates.ICertificate | None:
        arn = self.configuration.certificate_arn
        return certificates.Certificate.from_certificate_arn(self, "Certificate", arn) if arn else None

    def _site_behaviour(self, bucket: s3.Bucket, storage: StorageStack, site: Path) -> cloudfront.BehaviorOptions:
        policy = content_security_policy(f"https://{storage.bucket.bucket_regional_domain_name}")
        return cloudfront.BehaviorOptions(
            origin=origins.S3BucketOrigin.with_origin_access_control(bucket),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
            compress=True,
            response_headers_policy=self._headers("PageHeaders", content_security_policy=policy),
            function_associations=[self._on_request("SiteRequest", edge.site_request(own_addresses(site)))],
        )

    def _api_behaviour(self, api: apigateway.HttpApi) -> cloudfront.BehaviorOptions:
        host = f"{api.api_id}.execute-api.{self.region}.{self.url_suffix}"
        return cloudfront.BehaviorOptions(
            origin=origins.HttpOrigin(host, protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            # The gateway refuses a Host that is not its own.
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
            # What the API compresses is compressed when it is stored.
            compress=False,
            response_headers_policy=self._headers("ApiHeaders"),
            function_associations=[self._on_request("ApiRequest", edge.api_request())],
        )

    def _headers(self, name: str, *, content_security_policy: str | None = None) -> cloudfront.ResponseHeadersPolicy:
        csp = cloudfront.ResponseHeadersContentSecurityPolicy
        return cloudfront.ResponseHeadersPolicy(
            self,
            name,
            security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
                content_security_policy=csp(content_security_policy=content_security_policy, override=True)
                if content_security_policy
                else None,
                content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
                frame_options=cloudfront.ResponseHeadersFrameOptions(
                    frame_option=cloudfront.HeadersFrameOption.DENY, override=True
                ),
                referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
                    referrer_policy=cloudfront.HeadersReferrerPolicy.NO_REFERRER, override=True
                ),
                strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
                    access_control_max_age=Duration.days(365), include_subdomains=True, override=True
                ),
            ),
            custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(
                custom_headers=[
                    cloudfront.ResponseCustomHeader(
                        header="Permissions-Policy", value=PERMISSIONS_POLICY, override=True
                    )
                ]
            ),
        )

    def _on_request(self, name: str, code: str) -> cloudfront.FunctionAssociation:
        function = cloudfront.Function(
            self,
            name,
            code=cloudfront.FunctionCode.from_inline(code),
            runtime=cloudfront.FunctionRuntime.JS_2_0,
        )
        return cloudfront.FunctionAssociation(event_type=cloudfront.FunctionEventType.VIEWER_REQUEST, function=function)

    def _acknowledge(self, distribution: cloudfront.Distribution) -> None:
        reasons = {
            "AwsSolutions-CFR1": "Readers are everywhere; no law asks for a border here.",
            "AwsSolutions-CFR2": "The gateway throttles and the daily budget bounds what is uploaded; a WAF's "
            "monthly price is above that of all the rest.",
            "AwsSolutions-CFR3": "An address holds a uuid, which is the right to read a library: never logged.",
        }
        if not self.configuration.certificate_arn:
            reasons["AwsSolutions-CFR4"] = (
                "CloudFront's own certificate fixes the version; a domain of one's own sets 1.2."
            )
        for rule, reason in reasons.items():
            acknowledge(distribution, rule, reason)
