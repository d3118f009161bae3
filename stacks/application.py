"""The CDK application: the stacks and what each takes from the others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import App, Validations
from cdk_nag import AwsSolutionsChecks

from stacks.api import ApiStack
from stacks.bus import BusStack
from stacks.configuration import Configuration
from stacks.function import Surroundings
from stacks.observability import ObservabilityStack
from stacks.pipeline import PipelineStack
from stacks.storage import StorageStack
from stacks.web import WebStack


def synthesize_application(
    root: Path,
    *,
    context: Mapping[str, object],
    outdir: str,
    bundles: Path | None = None,
    rules: bool = True,
) -> None:
    """Build every stack from `context` and write the assembly to `outdir`.

    `bundles` is the folder of the functions' zips, `{root}/build/functions/{platform}` unless given. With
    `rules` the templates must also pass CloudFormation's own validation and the pack of `add_rules`, or jsii's
    RuntimeError says that they do not (the findings are written to stderr). Raises `ConfigurationError`.
    """
    app = App(context=dict(context), outdir=outdir, builtin_cloud_formation_validation=rules)
    if rules:
        add_rules(app)
    configuration = Configuration.from_context(app.node.try_get_context)
    storage = StorageStack(app, configuration)
    bus = BusStack(app, configuration)
    surroundings = Surroundings(
        storage=storage,
        bus=bus.bus,
        bundles=bundles or root / "build" / "functions" / configuration.platform,
    )
    pipeline = PipelineStack(app, configuration, surroundings)
    api = ApiStack(app, configuration, surroundings)
    WebStack(app, configuration, storage, api.api, root / "web")
    ObservabilityStack(app, configuration, pipeline, api.api, [*pipeline.functions, *api.functions])
    app.synth()


def add_rules(app: App) -> None:
    """Hold every stack of the app to the rule pack AwsSolutions."""
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
