"""The typed configuration: what it takes, and what it says of what it does not take."""

from __future__ import annotations

import pytest

from stacks.configuration import Configuration, ConfigurationError
from stacks.synthesis import REPOSITORY, context

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/0b5ba8c6-9c6e-4c28-9a3b-6d2f1a1a7f10"


def read(**changes: object) -> Configuration:
    """The configuration of cdk.json with some values changed."""
    return Configuration.from_mapping(context(REPOSITORY) | changes)


def test_what_cdk_json_states_is_a_configuration() -> None:
    configuration = read()
    assert (configuration.stage, configuration.platform, configuration.max_books) == ("dev", "aws", 20_000)
    assert not configuration.keeps_data


@pytest.mark.parametrize(("stage", "keeps"), [("dev", False), ("dev-anna", False), ("prod", True), ("test", True)])
def test_only_development_stages_let_data_go(stage: str, keeps: bool) -> None:
    assert read(stage=stage).keeps_data is keeps


@pytest.mark.parametrize("concurrency", [25, "25", 25.0])
def test_a_number_may_be_text_as_the_command_line_hands_it_over(concurrency: object) -> None:
    assert read(enrichment_concurrency=concurrency).enrichment_concurrency == 25


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stage", ""),
        ("stage", "Prod"),
        ("stage", None),
        ("platform", "arm"),
        ("domain", "https://books.example.org"),
        ("certificate_arn", "arn:aws:acm:eu-west-1:123456789012:certificate/x"),
        ("alarm_email", "nobody"),
        ("sources_contact", "call me"),
        ("google_books_key_parameter", "books-key"),
        ("log_retention_days", 31),
        ("log_retention_days", True),
        ("archive_retention_days", 401),
        ("enrichment_concurrency", 1),
        ("enrichment_concurrency", "ten"),
        ("max_books", 0),
        ("max_books", 2.5),
    ],
)
def test_a_value_that_cannot_be_is_named_with_what_it_must_be(name: str, value: object) -> None:
    with pytest.raises(ConfigurationError) as raised:
        read(**{name: value})
    named = [problem for problem in raised.value.problems if problem.startswith(f"`{name}` is {value!r}, but must be")]
    assert len(named) == 1


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ConfigurationError) as raised:
        read(stage="X", max_books=-1, alarm_email="x")
    assert len(raised.value.problems) == 3


def test_domain_and_certificate_go_together() -> None:
    assert read(domain="books.example.org", certificate_arn=CERTIFICATE).domain == "books.example.org"
    with pytest.raises(ConfigurationError, match="go together"):
        read(domain="books.example.org")
    with pytest.raises(ConfigurationError, match="go together"):
        read(certificate_arn=CERTIFICATE)
