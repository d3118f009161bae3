"""The rule pack AwsSolutions, held over the whole app; and that it is held at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stacks.synthesis import REPOSITORY, context, node_executable

os.environ.setdefault("JSII_NODE", str(node_executable()))


@pytest.mark.slow
def test_every_stack_passes_the_rules(stand_in_bundles: Path, tmp_path: Path) -> None:
    from stacks.application import synthesize_application

    synthesize_application(
        REPOSITORY, context=context(REPOSITORY), outdir=str(tmp_path), bundles=stand_in_bundles, rules=True
    )
    assert len(list(tmp_path.glob("*.template.json"))) == 6


def test_a_broken_rule_stops_the_synthesis(tmp_path: Path) -> None:
    from aws_cdk import App, Stack
    from aws_cdk import aws_sqs as sqs

    from stacks.application import add_rules

    app = App(outdir=str(tmp_path))
    add_rules(app)
    sqs.Queue(Stack(app, "Plain"), "WithoutDeadLettersOrTls")
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
