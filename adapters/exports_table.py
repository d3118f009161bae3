"""The exports' records and links on DynamoDB."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pynamodb.exceptions import DoesNotExist, PutError, TransactWriteError
from pynamodb.transactions import TransactWrite

from adapters import correlation
from adapters.cancellation import reasons
from adapters.counters_table import counter_pk
from adapters.event_items import to_item
from adapters.tables import CounterItem, EventItem, ExportItem, LinkItem, connection
from domain.counting import Reason
from domain.events import DomainEvent, EventName
from domain.events.envelope import parse_timestamp, timestamp
from domain.lifecycle import ExportRecord, Status, apply
from domain.lifecycle.record import ErrorCode
from domain.ports import Appended, CounterGuard


class DynamoExports:
    """Implements `domain.ports.Exports`."""

    def get(self, export_key: str) -> ExportRecord | None:
        """The record, by a consistent read."""
        try:
            record = _from_item(ExportItem.get(f"export#{export_key}", consistent_read=True))
        except DoesNotExist:
            return None
        correlation.note(record.correlation_id)
        return record

    def find(self, uuid: str) -> ExportRecord | None:
        """The record that a link leads to, by two consistent reads."""
        try:
            link = LinkItem.get(f"link#{uuid}", consistent_read=True)
        except DoesNotExist:
            return None
        record = self.get(link.export_key)
        return None if record is None or record.status is Status.DELETED else record

    def create(self, record: ExportRecord) -> None:
        """Store a record and its link; an existing record is never overwritten (TransactWriteError)."""
        with TransactWrite(connection=connection()) as transaction:
            transaction.save(_to_item(record), condition=ExportItem.pk.does_not_exist())
            transaction.save(_link(record), condition=LinkItem.pk.does_not_exist())
        correlation.note(record.correlation_id)

    def append(self, event: DomainEvent, before: ExportRecord, counter: CounterGuard = CounterGuard.NONE) -> Appended:
        """Put the event, if absent, and the record after it, if nothing changed the record since `before`."""
        after = apply(before, event)
        unlinks = event.name is EventName.EXPORT_DELETED
        key = counter_pk(event.export_key, event.run)
        try:
            with TransactWrite(connection=connection()) as transaction:
                if counter is CounterGuard.ABSENT:
                    transaction.condition_check(CounterItem, key, condition=CounterItem.pk.does_not_exist())
                if unlinks:
                    transaction.delete(_link(before))
                transaction.save(to_item(event), condition=EventItem.pk.does_not_exist())
                transaction.save(_to_item(after), condition=ExportItem.revision == before.revision)
                if counter is CounterGuard.CLOSE:
                    transaction.update(
                        CounterItem(key), actions=[CounterItem.closed.set(1)], condition=CounterItem.total.exists()
                    )
        except TransactWriteError as error:
            given = reasons(error, 2 + unlinks + (counter is not CounterGuard.NONE))
            guard = given.pop(0 if counter is CounterGuard.ABSENT else -1) if counter is not CounterGuard.NONE else None
            if given[int(unlinks)] is Reason.CONDITION_FAILED:
                return Appended.ALREADY
            return Appended.COUNTED if guard is Reason.CONDITION_FAILED else Appended.STALE
        return Appended.DONE

    def replace(self, before: ExportRecord, after: ExportRecord) -> bool:
        """Put `after` in place of `before`, unless another change came first."""
        try:
            _to_item(after).save(condition=ExportItem.revision == before.revision)
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    def all(self) -> Iterator[ExportRecord]:
        """Every record, tombstones included, by a scan of the table: for operators, not for functions."""
        for item in ExportItem.scan(ExportItem.pk.startswith("export#"), consistent_read=True):
            yield _from_item(item)

    def restore(self, record: ExportRecord) -> bool:
        """Store a record that was lost; False when there is one, which is left as it is."""
        try:
            self.create(record)
        except TransactWriteError as error:
            if Reason.CONDITION_FAILED not in reasons(error, 2):
                raise
            return False
        return True


def _link(record: ExportRecord) -> LinkItem:
    expires = int(record.expires.timestamp())
    return LinkItem(f"link#{record.uuid}", export_key=record.export_key, expires=expires)


def _to_item(record: ExportRecord) -> ExportItem:
    return ExportItem(
        f"export#{record.export_key}",
        uuid=record.uuid,
        owner_token_sha256=record.owner_token_sha256,
        created_at=timestamp(record.created_at),
        correlation_id=record.correlation_id,
        status=record.status.value,
        current_run=record.current_run,
        include_unread=int(record.include_unread),
        revision=record.revision,
        opened_at=_text(record.opened_at),
        by_address=int(record.by_address),
        books_of=record.books_of,
        ask_again=int(record.ask_again),
        accepted_run=record.accepted_run,
        published_run=record.published_run,
        published_books_of=record.published_books_of,
        file_size=record.file_size,
        upload_time=_text(record.upload_time),
        run_started_at=_text(record.run_started_at),
        total_books=record.total_books,
        largest_shard=record.largest_shard,
        error_code=record.error_code.value if record.error_code else None,
        error_reason=record.error_reason,
        completed_at=_text(record.completed_at),
        updated_at=_text(record.updated_at),
        expires=int(record.expires.timestamp()),
    )


def _from_item(item: ExportItem) -> ExportRecord:
    return ExportRecord(
        export_key=item.pk.partition("#")[2],
        uuid=item.uuid,
        owner_token_sha256=item.owner_token_sha256,
        created_at=parse_timestamp(item.created_at),
        correlation_id=item.correlation_id,
        status=Status(item.status),
        current_run=int(item.current_run),
        include_unread=bool(item.include_unread),
        revision=int(item.revision),
        opened_at=_moment(item.opened_at),
        by_address=bool(item.by_address),
        books_of=_whole(item.books_of),
        ask_again=bool(item.ask_again),
        accepted_run=_whole(item.accepted_run),
        published_run=_whole(item.published_run),
        published_books_of=_whole(item.published_books_of),
        file_size=_whole(item.file_size),
        upload_time=_moment(item.upload_time),
        run_started_at=_moment(item.run_started_at),
        total_books=_whole(item.total_books),
        largest_shard=int(item.largest_shard),
        error_code=ErrorCode(item.error_code) if item.error_code else None,
        error_reason=item.error_reason,
        completed_at=_moment(item.completed_at),
        updated_at=_moment(item.updated_at),
    )


def _text(moment: dt.datetime | None) -> str | None:
    return None if moment is None else timestamp(moment)


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else parse_timestamp(text)


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
