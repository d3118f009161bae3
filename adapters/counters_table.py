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

    def open(self, record: ExportRecord, counter: Counter) -> bool:
        """Put the counter if absent, in one transaction with a check that the run is going.

        ContendedError when other transactions on the record keep this one from passing.
        """
        began = record.run_started_at or record.created_at
        item = CounterItem(
            counter_pk(record.export_key, record.current_run),
            total=counter.total,
            remaining=counter.remaining,
            enriched=counter.enriched,
            partial=counter.partial,
            not_found=counter.not_found,
            failed=counter.failed,
            outcomes_of=counter.outcomes_of,
            updated_at=timestamp(began),
            expires=int(record.expires.timestamp()),
        )
        is_going = (ExportItem.current_run == record.current_run) & (ExportItem.status == Status.PROCESSING.value)
        for _ in range(_ATTEMPTS):
            try:
                with TransactWrite(connection=connection()) as transaction:
                    transaction.condition_check(ExportItem, f"export#{record.export_key}", condition=is_going)
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
            closed=bool(item.closed),
            outcomes_of=int(item.outcomes_of) if item.outcomes_of else None,
            updated_at=parse_timestamp(item.updated_at),
        )

    def delete(self, export_key: str, run: int) -> None:
        """Remove the counter."""
        CounterItem(counter_pk(export_key, run)).delete()
