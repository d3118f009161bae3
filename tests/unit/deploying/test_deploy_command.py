"""`goodreads-stats deploy`: the order of a deployment, what it prints, and where it stops."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from adapters.account import Account, AccountUnreachableError
from cli import deploy
from cli.main import app
from stacks import command_line
from stacks.command_line import CommandLineFailedError

OUTPUTS = {
    "SiteUrl": "https://d1.cloudfront.net",
    "ApiUrl": "https://a1.execute-api.eu-west-1.amazonaws.com",
    "BusName": "goodreads-stats-dev-library",
    "GiveUpDlqUrl": "https://sqs/give-up",
    "SiteBucketName": "site",
    "DistributionId": "E1",
    "EventsTableName": "events",
}


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was done, in its order, by stand-ins for all that a deployment uses."""
    steps: list[object] = []

    def note(name: str, answer: object = None) -> Any:
        def step(*arguments: object, **named: object) -> object:
            steps.append((name, *arguments[1:], *named.items()))
            return answer

        return step

    class Bucket:
        def __init__(self, _s3: object, _cloudfront: object, bucket: str, distribution: str) -> None:
            self.place = bucket, distribution

        def publish(self, files: Sequence[object], *, keep: Collection[str]) -> int:
            steps.append(("publish", *self.place, *keep))
            return len(files)

    monkeypatch.setattr(deploy, "find_account", lambda: Account("123456789012", "eu-west-1"))
    monkeypatch.setattr(deploy, "build_bundles", note("bundles", {}))
    monkeypatch.setattr(deploy, "synthesize", note("synthesize", Path("build/cdk/aws")))
    monkeypatch.setattr(deploy, "is_bootstrapped", lambda _ssm: False)
    monkeypatch.setattr(command_line, "bootstrap", note("bootstrap"))
    monkeypatch.setattr(command_line, "deploy", note("deploy", OUTPUTS))
    monkeypatch.setattr(deploy, "SiteBucket", Bucket)
    monkeypatch.setattr(deploy, "aws", SimpleNamespace(ssm=lambda: None, s3=lambda: None, cloudfront=lambda: None))
    return steps


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["deploy", *arguments])
    return result.exit_code, result.output


def test_everything_is_done_in_order_and_the_addresses_are_printed(done: list[object]) -> None:
    parameter = "GoodreadsStats-prod-Pipeline:GoogleBooksRequestsPerDay=9"
    status, out = run("--stage", "prod", "--parameter", parameter)
    assert status == 0, out
    assert done == [
        ("bundles",),
        ("synthesize", ("overrides", {"stage": "prod"}), ("rules", True)),
        ("bootstrap", "eu-west-1"),
        ("deploy", "eu-west-1", {"GoodreadsStats-prod-Pipeline:GoogleBooksRequestsPerDay": "9"}),
        ("publish", "site", "E1", "/sample.json"),
    ]
    assert "account 123456789012, eu-west-1" in out
    for name in ("SiteUrl", "ApiUrl", "BusName", "GiveUpDlqUrl"):
        assert OUTPUTS[name] in out
    assert "EventsTableName" not in out


def test_an_account_that_cannot_be_reached_ends_it_before_anything_is_done(
    done: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable() -> Account:
        raise AccountUnreachableError("No AWS region is set.")

    monkeypatch.setattr(deploy, "find_account", unreachable)
    assert run("--stage", "dev") == (5, "No AWS region is set.\n")
    assert done == []


def test_a_failed_deployment_publishes_nothing(done: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_assembly: Path, _region: str, _parameters: Mapping[str, str]) -> dict[str, str]:
        raise CommandLineFailedError("deploy", 1)

    monkeypatch.setattr(command_line, "deploy", fail)
    status, out = run("--stage", "dev")
    assert (status, "`cdk deploy` ended with status 1" in out) == (5, True)
    assert not [step for step in done if isinstance(step, tuple) and step[0] == "publish"]


@pytest.mark.parametrize("parameter", ["Name", "Name=Value", "Stack:Name"])
def test_a_parameter_that_is_none_is_wrong_usage(done: list[object], parameter: str) -> None:
    assert run("--stage", "dev", "--parameter", parameter)[0] == 2
    assert done == []
