"""The DynamoDB tables as PynamoDB models. Names are bound when a process knows its settings."""

from __future__ import annotations

import functools

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.models import Model

from adapters.settings import Settings

REGION = Settings.from_environment().optional("AWS_REGION") or "us-east-1"


class EventItem(Model):
    """An event in the store. `d` is its data, deflated; its id and its book are in its key."""

    class Meta:
        table_name = "events"
        region = REGION

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    n = UnicodeAttribute()
    v = NumberAttribute()
    r = NumberAttribute()
    at = UnicodeAttribute()
    c = UnicodeAttribute()
    k = UnicodeAttribute(null=True)
    d = BinaryAttribute(legacy_encoding=False)
    expires = NumberAttribute()


class CounterItem(Model):
    """A run's counter. `closed` is there once the run was ended by a fault of ours."""

    class Meta:
        table_name = "counters"
        region = REGION

    pk = UnicodeAttribute(hash_key=True)
    total = NumberAttribute()
    remaining = NumberAttribute()
    enriched = NumberAttribute()
    partial = NumberAttribute()
    not_found = NumberAttribute()
    failed = NumberAttribute()
    closed = NumberAttribute(null=True)
    outcomes_of = NumberAttribute(null=True)
    updated_at = UnicodeAttribute()
    expires = NumberAttribute()


class ExportItem(Model):
    """An export's record, under `export#{export_key}`."""

    class Meta:
        table_name = "exports"
        region = REGION

    pk = UnicodeAttribute(hash_key=True)
    uuid = UnicodeAttribute(null=True)
    owner_token_sha256 = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()
    correlation_id = UnicodeAttribute()
    status = UnicodeAttribute()
    current_run = NumberAttribute()
    include_unread = NumberAttribute()
    revision = NumberAttribute()
    opened_at = UnicodeAttribute(null=True)
    by_address = NumberAttribute()
    books_of = NumberAttribute(null=True)
    ask_again = NumberAttribute()
    accepted_run = NumberAttribute(null=True)
    published_run = NumberAttribute(null=True)
    published_books_of = NumberAttribute(null=True)
    file_size = NumberAttribute(null=True)
    upload_time = UnicodeAttribute(null=True)
    run_started_at = UnicodeAttribute(null=True)
    total_books = NumberAttribute(null=True)
    largest_shard = NumberAttribute()
    error_code = UnicodeAttribute(null=True)
    error_reason = UnicodeAttribute(null=True)
    completed_at = UnicodeAttribute(null=True)
    updated_at = UnicodeAttribute(null=True)
    expires = NumberAttribute()


class LinkItem(Model):
    """A public link, under `link#{uuid}` beside the records."""

    class Meta:
        table_name = "exports"
        region = REGION

    pk = UnicodeAttribute(hash_key=True)
    export_key = UnicodeAttribute()
    expires = NumberAttribute()


class CatalogItem(Model):
    """What the sources said of a book. `d` is the findings, deflated."""

    class Meta:
        table_name = "catalog"
        region = REGION

    pk = UnicodeAttribute(hash_key=True)
    certainty = UnicodeAttribute()
    d = BinaryAttribute(legacy_encoding=False)
    s = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    fetched_at = UnicodeAttribute()
    expires = NumberAttribute()


class ShelfItem(Model):
    """What is kept of a series or an author, under `series#…` or `author#…` in the catalogue's table."""

    class Meta:
        table_name = "catalog"
        region = REGION

    pk = UnicodeAttribute(hash_key=True)
    d = BinaryAttribute(legacy_encoding=False)
    expires = NumberAttribute()


class SourceItem(Model):
    """The deployment's common record of one source, under `source#{name}` in the catalogue's table.

    `next_at` is when the next request may leave, `paused_until` when the source may be asked again, both in
    milliseconds since the epoch.
    """

    class Meta:
        table_name = "catalog"
        region = REGION

    pk = UnicodeAttribute(hash_key=True)
    next_at = NumberAttribute(null=True)
    paused_until = NumberAttribute(null=True)


class BudgetItem(Model):
    """How much of a day's requests to a source is spent, under `budget#{name}#{day}` in the catalogue's table."""

    class Meta:
        table_name = "catalog"
        region = REGION

    pk = UnicodeAttribute(hash_key=True)
    spent = NumberAttribute(null=True)
    expires = NumberAttribute(null=True)


_VARIABLES: dict[str, tuple[type[Model], ...]] = {
    "EVENTS_TABLE": (EventItem,),
    "COUNTERS_TABLE": (CounterItem,),
    "EXPORTS_TABLE": (ExportItem, LinkItem),
    "CATALOG_TABLE": (BudgetItem, CatalogItem, ShelfItem, SourceItem),
}


def bind(settings: Settings) -> None:
    """Name the tables after the environment; a table whose variable is not set keeps its name.

    The endpoint is AWS_ENDPOINT_URL when set, the region AWS_REGION. Only what changes lets go of its connection.
    """
    endpoint, region = settings.optional("AWS_ENDPOINT_URL"), settings.optional("AWS_REGION") or REGION
    for variable, models in _VARIABLES.items():
        name = settings.optional(variable)
        for model in models:
            bound = name or model.Meta.table_name, endpoint, region
            if bound != (model.Meta.table_name, getattr(model.Meta, "host", None), model.Meta.region):
                model.Meta.table_name, model.Meta.host, model.Meta.region = bound
                model._connection = None
                connection.cache_clear()


@functools.cache
def connection() -> Connection:
    """The connection that transactions over several tables use."""
    return Connection(region=ExportItem.Meta.region, host=getattr(ExportItem.Meta, "host", None))
