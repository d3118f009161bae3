"""The daily budget of books, shared by all uploads of the deployment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from pynamodb.exceptions import DoesNotExist, TransactWriteError
from pynamodb.transactions import TransactWrite

from adapters.cancellation import reasons
from adapters.chance import pause
from adapters.tables import BudgetItem, connection
from domain.counting import Reason
from domain.pipeline.transitions import ContendedError

KEPT = dt.timedelta(days=3)
_ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class SharedBookBudget:
    """At most `limit` books a day in UTC, and those of the export that crosses it.

    Implements `domain.ports.BookBudget`.
    """

    limit: int
    clock: Callable[[], dt.datetime]

    def is_spent(self) -> bool:
        """Whether today's books are spent, by a consistent read."""
        try:
            return int(BudgetItem.get(self._today(), consistent_read=True).spent or 0) >= self.limit
        except DoesNotExist:
            return False

    def spend(self, export_key: str, run: int, books: int) -> bool:
        """Count a run's books beside a mark of the run, in one transaction: another delivery counts them no more.

        ContendedError when other uploads keep this one from passing.
        """
        today, expires = self._today(), int((self.clock() + KEPT).timestamp())
        mark = BudgetItem(f"{today}#{export_key}#{run}", expires=expires)
        for attempt in range(_ATTEMPTS):
            try:
                with TransactWrite(connection=connection()) as transaction:
                    transaction.save(mark, condition=BudgetItem.pk.does_not_exist())
                    transaction.update(
                        BudgetItem(today),
                        actions=[BudgetItem.spent.add(books), BudgetItem.expires.set(expires)],
                        condition=BudgetItem.spent.does_not_exist() | (BudgetItem.spent < self.limit),
                    )
            except TransactWriteError as error:
                marked, spent = reasons(error, 2)
                if marked is Reason.CONDITION_FAILED:
                    return True
                if spent is Reason.CONDITION_FAILED:
                    return False
                pause(attempt)
            else:
                return True
        raise ContendedError("the day's budget of books could not be reached")

    def _today(self) -> str:
        return f"budget#books#{self.clock().astimezone(dt.UTC).date().isoformat()}"
