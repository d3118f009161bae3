"""The daily budget of a source's requests, shared by all workers of the deployment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from pynamodb.exceptions import UpdateError

from adapters import metrics
from adapters.tables import BudgetItem
from domain.sources.pacific_day import pacific_day

KEPT = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class SharedBudget:
    """At most `limit` requests a Pacific day. Implements `domain.sources.google_books.DailyBudget`."""

    name: str
    limit: int
    clock: Callable[[], dt.datetime]

    async def spend(self) -> bool:
        """Take one of today's requests by a conditional update; False when none is left."""
        item = self._today()
        try:
            item.update(
                actions=[BudgetItem.spent.add(1), BudgetItem.expires.set(self._expires())],
                condition=BudgetItem.spent.does_not_exist() | (BudgetItem.spent < self.limit),
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            self._note(self.limit)
            return False
        self._note(int(item.spent or 0))
        return True

    async def exhaust(self) -> None:
        """Today's requests are used up, whatever was counted."""
        self._today().update(actions=[BudgetItem.spent.set(self.limit), BudgetItem.expires.set(self._expires())])
        self._note(self.limit)

    def _note(self, spent: int) -> None:
        metrics.note(metrics.DAILY_BUDGET_USED, 100 * spent / self.limit, source=self.name)

    def _today(self) -> BudgetItem:
        return BudgetItem(f"budget#{self.name}#{pacific_day(self.clock()).isoformat()}")

    def _expires(self) -> int:
        return int((self.clock() + KEPT).timestamp())
