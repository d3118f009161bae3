"""A simulated account for adapter tests: moto's tables, made anew for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import mock_aws
from moto.core.models import MockAWS

from adapters import aws, tables
from adapters.settings import Settings
from adapters.tables import CatalogItem, CounterItem, EventItem, ExportItem

CLIENTS = (aws.session, aws.dynamodb, aws.events, aws.s3, aws.scheduler, aws.sqs)


@pytest.fixture(scope="package")
def provider() -> Iterator[MockAWS]:
    """moto for all tests of this folder: making clients takes longer than the tests."""
    for client in CLIENTS:
        client.cache_clear()
    tables.bind(Settings({}))
    with mock_aws() as mock:
        yield mock
    for client in CLIENTS:
        client.cache_clear()
    tables.bind(Settings({}))


@pytest.fixture
def account(provider: MockAWS) -> None:
    """The tables, empty, and nothing else."""
    provider.reset()
    for model in (EventItem, CounterItem, ExportItem, CatalogItem):
        model.create_table(billing_mode="PAY_PER_REQUEST")
