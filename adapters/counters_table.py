"""The runs' counters on DynamoDB."""

from __future__ import annotations

from pynamodb.exceptions import DoesNotExist, TransactWriteError
from pynamodb.transactions import TransactWrite

from adapters.cancellation import reasons
from adapters.tables import CounterItem, ExportItem, connection
from domain.counting import Reason
from domain.events.envelope import parse_timestamp, timestamp
from domain.lifecycle import Counter, ExportRecord, Status
from domain.pipeline.transitions import ContendedError

_ATTEMPTS = 10


def counter_pk(export_key: str, run: int) -> str:
    """The key of a run's counter."""
    return f"{export_key}#{run}"


class DynamoCounters:
    """Implements `domain.ports.Counters`."""

    def open(self, record: ExportRecord, run: int, total: int) -> bool:
        """Put the counter if absent, in one transaction with a check that the run is going.

        ContendedError when other transactions on the record keep this one from passing.
        """
        began = record.run_started_at or record.created_at
        item = CounterItem(
            counter_pk(record.export_key, run),
            total=total,
            remaining=total,
            enriched=0,
            partial=0,
            not_found=0,
            failed=0,
            updated_at=timestamp(began),
            expires=int(record.expires.timestamp()),
        )
        for _ in range(_ATTEMPTS):
            try:
                with TransactWrite(connection=connection()) as transaction:
                    transaction.condition_check(
                        ExportItem,
                        f"export#{record.export_key}",
                        condition=(ExportItem.current_run == run) & (ExportItem.status == Status.PROCESSING.value),
                    )
                    transaction.save(item, condition=CounterItem.pk.does_not_exist())
            except TransactWriteError as error:
                going, absent = reasons(error, 2)
                if going is Reason.CONDITION_FAILED:
                    return False
                if absent is Reason.CONDITION_FAILED:
                    return True
            else:
                return True
        raise ContendedError("a run's counter could not be opened")

    def get(self, export_key: str, run: int) -> Counter | None:
        """The counter, by a consistent read."""
        try:
            item = CounterItem.get(counter_pk(export_key, run), consistent_read=True)
        except DoesNotExist:
            return None
        return Counter(
            total=int(item.total),
            remaining=int(item.remaining),
            enriched=int(item.enriched),
            partial=int(item.partial),
            not_found=int(item.not_found),
            failed=int(item.failed),
            closed=item.closed is not None,
            updated_at=parse_timestamp(item.updated_at),
        )

    def delete(self, export_key: str, run: int) -> None:
        """Remove the counter."""
        CounterItem(counter_pk(export_key, run)).delete()
