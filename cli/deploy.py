"""`goodreads-stats deploy`: the whole system into an AWS account."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from adapters import aws
from adapters.account import AccountUnreachableError, find_account, is_bootstrapped
from adapters.site_upload import SiteBucket
from cli.console import leave, out, say_facts
from cli.exits import Exit
from local.bundles import BundleError, Platform, build_bundles
from local.bundles.verification import problems_of
from stacks import command_line
from stacks.command_line import CommandLineFailedError, CommandLineMissingError
from stacks.site_files import SAMPLE, SiteUnpublishableError, published_files
from stacks.synthesis import REPOSITORY, SynthesisError, synthesize

_SHOWN: Final = ("SiteUrl", "ApiUrl", "ProductDashboardUrl", "DashboardUrl", "BusName")
_TROUBLES: Final = (
    *(AccountUnreachableError, BundleError, SynthesisError, SiteUnpublishableError),
    *(CommandLineMissingError, CommandLineFailedError),
)


def deploy(
    stage: Annotated[str, typer.Option("--stage", help="The stage, such as dev or prod.")],
    parameter: Annotated[
        list[str] | None, typer.Option(help="A template's parameter, as Stack:Name=Value; may be repeated.")
    ] = None,
) -> None:
    """Build, check and deploy a stage into the account of the usual AWS credentials, and publish the page."""
    try:
        outputs = _deploy(stage, dict(_pair(each) for each in parameter or []))
    except _TROUBLES as trouble:
        leave(Exit.FAILED, str(trouble))
    dead = {name: address for name, address in outputs.items() if name.endswith(("DlqUrl", "PoisonQueueUrl"))}
    say_facts({name: value for name, value in outputs.items() if name in _SHOWN} | dict(sorted(dead.items())))


def _deploy(stage: str, parameters: dict[str, str]) -> dict[str, str]:
    account = find_account()
    out.print(f"Deploying {stage} into account {account.number}, {account.region}.")
    site = published_files(REPOSITORY / "web")
    bundles = build_bundles(Platform.AWS)
    problems = [each for name, bundle in bundles.items() for each in problems_of(name, bundle, Platform.AWS)]
    if problems:
        leave(Exit.FAILED, "\n".join(problems))
    assembly = synthesize(Platform.AWS, overrides={"stage": stage}, rules=True)
    if not is_bootstrapped(aws.ssm()):
        command_line.bootstrap(account.number, account.region)
    outputs = command_line.deploy(assembly, account.region, parameters)
    bucket = SiteBucket(aws.s3(), aws.cloudfront(), outputs["SiteBucketName"], outputs["DistributionId"])
    out.print(f"Published {bucket.publish(site, keep=[SAMPLE])} files of the page.")
    return outputs


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or ":" not in name:
        leave(Exit.USAGE, f"{text} is no parameter: write Stack:Name=Value")
    return name, value
