"""The event store on DynamoDB: the books' events, and the transaction that counts their outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from adapters.cancellation import reasons
from adapters.counters_table import counter_pk
from adapters.event_items import from_item, to_item
from adapters.tables import CounterItem, EventItem, connection
from domain.counting import Cancelled
from domain.events import DomainEvent, EventName
from domain.events.envelope import timestamp
from domain.events.places import OUTCOME, life_partition, shard_count, shard_partition


class DynamoEventStore:
    """Implements `domain.ports.EventStore`."""

    def append_queued(self, events: Iterable[DomainEvent]) -> None:
        """Write BookQueued events in batches of 25; unprocessed ones are sent again by PynamoDB."""
        with EventItem.batch_write() as batch:
            for event in events:
                batch.save(to_item(event))

    def transact(self, outcomes: Sequence[DomainEvent], token: str) -> Cancelled | None:
        """Put the outcomes of one run into their empty slots and lower its open counter by their number."""
        first = outcomes[0]
        try:
            with TransactWrite(connection=connection(), client_request_token=token) as transaction:
                for outcome in outcomes:
                    transaction.save(to_item(outcome), condition=EventItem.pk.does_not_exist())
                transaction.update(
                    CounterItem(counter_pk(first.export_key, first.run)),
                    actions=[
                        CounterItem.remaining.add(-len(outcomes)),
                        CounterItem.updated_at.set(timestamp(max(each.occurred_at for each in outcomes))),
                        *(getattr(CounterItem, name).add(number) for name, number in _tally(outcomes).items()),
                    ],
                    # An ADD on a missing counter would make a new one, below zero.
                    condition=CounterItem.total.exists()
                    & (CounterItem.remaining >= len(outcomes))
                    & CounterItem.closed.does_not_exist(),
                )
        except TransactWriteError as error:
            *slots, counter = reasons(error, len(outcomes) + 1)
            return Cancelled(tuple(slots), counter)
        return None

    def outcomes(self, export_key: str, run: int, positions: int) -> Iterator[DomainEvent]:
        """The outcomes of a run, by consistent queries of each of its shards."""
        for shard in range(shard_count(positions)):
            items = EventItem.query(
                shard_partition(export_key, run, shard),
                EventItem.sk.startswith(OUTCOME),
                consistent_read=True,
            )
            yield from map(from_item, items)

    def erase(self, export_key: str, run: int, shard: int) -> int:
        """Remove every event of one shard of a run."""
        return _erase(EventItem.query(shard_partition(export_key, run, shard), consistent_read=True))

    def erase_lifecycle(self, export_key: str) -> int:
        """Remove every lifecycle event but ExportDeleted, which outlives the archive's copies of the rest."""
        items = EventItem.query(life_partition(export_key), consistent_read=True)
        return _erase(item for item in items if item.n != EventName.EXPORT_DELETED)

    def lifecycle(self, export_key: str) -> list[DomainEvent]:
        """The events of an export's life, in the order of the store."""
        return list(map(from_item, EventItem.query(life_partition(export_key), consistent_read=True)))

    def of_run(self, export_key: str, run: int, positions: int) -> Iterator[DomainEvent]:
        """Every event of the books of a run, outcomes and what they wait for, shard by shard."""
        for shard in range(shard_count(positions)):
            partition = shard_partition(export_key, run, shard)
            yield from map(from_item, EventItem.query(partition, consistent_read=True))


def _tally(outcomes: Sequence[DomainEvent]) -> dict[str, int]:
    tally: dict[str, int] = {}
    for outcome in outcomes:
        name = str(outcome.data["outcome"])
        tally[name] = tally.get(name, 0) + 1
    return tally


def _erase(items: Iterable[EventItem]) -> int:
    erased = 0
    with EventItem.batch_write() as batch:
        for item in items:
            batch.delete(item)
            erased += 1
    return erased
