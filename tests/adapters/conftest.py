"""A simulated account for adapter tests: moto's tables, made anew for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import mock_aws

from adapters import aws, tables
from adapters.settings import Settings
from adapters.tables import CatalogItem, CounterItem, EventItem, ExportItem

CLIENTS = (aws.session, aws.dynamodb, aws.events, aws.s3, aws.scheduler, aws.sqs)


@pytest.fixture
def account() -> Iterator[None]:
    """The tables, empty. Clients made in a test end with it."""
    with mock_aws():
        for client in CLIENTS:
            client.cache_clear()
        tables.bind(Settings({}))
        for model in (EventItem, CounterItem, ExportItem, CatalogItem):
            model.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
        yield
        for client in CLIENTS:
            client.cache_clear()
        tables.bind(Settings({}))
