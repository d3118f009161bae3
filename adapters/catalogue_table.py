"""The shared catalogue on DynamoDB."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping

from adapters.tables import CatalogItem, ShelfItem
from domain.catalogue import LIFETIMES, CatalogueEntry, Certainty
from domain.enrichment import SourcePart
from domain.events.codec import pack, unpack
from domain.events.envelope import parse_timestamp, timestamp
from domain.findings import findings_from_json, findings_to_json
from domain.lending import Shelfmates


class DynamoCatalogue:
    """Implements `domain.ports.Catalogue`: reads in batches of 100, writes in batches of 25."""

    def get_many(self, keys: Collection[str]) -> dict[str, CatalogueEntry]:
        """The entries there are, by key."""
        return {item.pk: _from_item(item) for item in CatalogItem.batch_get(list(keys))} if keys else {}

    def put_many(self, entries: Iterable[CatalogueEntry]) -> None:
        """Store entries; of two with one key the last counts."""
        by_key = {entry.key: entry for entry in entries}
        if not by_key:
            return
        with CatalogItem.batch_write() as batch:
            for entry in by_key.values():
                batch.save(_to_item(entry))

    def shelfmates(self, keys: Collection[str]) -> dict[str, Shelfmates]:
        """What is kept of series and authors, by key."""
        return {item.pk: _shelfmates(item) for item in ShelfItem.batch_get(list(keys))} if keys else {}

    def put_shelfmates(self, shelfmates: Iterable[Shelfmates], now: dt.datetime) -> None:
        """Keep them as long as what was found is kept."""
        expires = int((now + LIFETIMES[Certainty.FOUND]).timestamp())
        with ShelfItem.batch_write() as batch:
            for each in shelfmates:
                books = {key: list(headings) for key, headings in each.books.items()}
                batch.save(ShelfItem(each.key, d=pack({"books": books}), expires=expires))


def _shelfmates(item: ShelfItem) -> Shelfmates:
    books = unpack(item.d, None)["books"]
    if not isinstance(books, Mapping):
        raise TypeError("a shelf's books are an object")
    return Shelfmates(item.pk, {key: tuple(headings) for key, headings in books.items()})


def _to_item(entry: CatalogueEntry) -> CatalogItem:
    return CatalogItem(
        entry.key,
        certainty=entry.certainty.value,
        d=pack(findings_to_json(entry.findings)),
        s=json.dumps({name: part.value for name, part in entry.sources.items()}, separators=(",", ":")),
        reason=entry.reason,
        fetched_at=timestamp(entry.fetched_at),
        expires=int(entry.expires.timestamp()),
    )


def _from_item(item: CatalogItem) -> CatalogueEntry:
    return CatalogueEntry(
        key=item.pk,
        certainty=Certainty(item.certainty),
        findings=findings_from_json(unpack(item.d, None)),
        sources={name: SourcePart(part) for name, part in json.loads(item.s).items()},
        fetched_at=parse_timestamp(item.fetched_at),
        reason=item.reason,
    )
