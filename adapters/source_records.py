"""The deployment's common record of each book source: when to ask next, and whether it is paused.

Every worker of the deployment takes the send times of its requests from here, so that together they keep
the source's limit. Times are milliseconds since the epoch, by the workers' clocks.
"""

from __future__ import annotations

import time
from asyncio import sleep
from dataclasses import dataclass

from pynamodb.exceptions import DoesNotExist, UpdateError

from adapters.tables import SourceItem

SOURCES = ("openlibrary", "googlebooks")
LONGEST_WAIT_MS = 20_000
LATEST_MS = 150
"""Turns are 400 ms apart, so a fourth within a second needs one that is 200 ms late."""
_ATTEMPTS = 32


def any_paused() -> bool:
    """Whether any source is paused now."""
    now = _now_ms()
    return any(_paused_ms(_record(name), now) > 0 for name in SOURCES)


def pause_source(name: str, seconds: float) -> None:
    """Let no worker ask the source for `seconds`; a longer pause that stands already stays."""
    until = _now_ms() + round(1000 * seconds)
    try:
        SourceItem(f"source#{name}").update(
            actions=[SourceItem.paused_until.set(until)],
            condition=SourceItem.paused_until.does_not_exist() | (SourceItem.paused_until < until),
        )
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def resume_source(name: str) -> None:
    """End a pause of the source, whoever made it."""
    SourceItem(f"source#{name}").update(actions=[SourceItem.paused_until.remove()])


@dataclass(frozen=True, slots=True)
class SharedPace:
    """The turns of one source's requests, handed out to all workers `interval_ms` apart.

    Implements `domain.sources.ask.Pace`. A turn is a send time that no other request has: it is taken by a
    conditional update of `next_at`, so two requests of any two workers are at least the interval apart and a
    sliding second never holds more than 1 + 1000 ÷ interval of them.
    """

    name: str
    interval_ms: int

    async def wait(self) -> float | None:
        """Wait for a turn. Seconds to come back in, where the source is paused or its turns are far off.

        A pause that begins while a turn is waited for is seen before the request leaves.
        """
        for _ in range(_ATTEMPTS):
            record, now = _record(self.name), _now_ms()
            if (paused := _paused_ms(record, now)) > 0:
                return paused / 1000
            turn = max(now, int(record.next_at or 0))
            if turn - now > LONGEST_WAIT_MS:
                return (turn - now) / 1000
            if not self._take(record, turn):
                continue
            if turn > now:
                await sleep((turn - now) / 1000)
                now = _now_ms()
                if (paused := _paused_ms(_record(self.name), now)) > 0:
                    return paused / 1000
            # A turn that a busy machine comes late to would leave close before the next one: it is let go.
            if _now_ms() - turn <= LATEST_MS:
                return None
        return 1.0

    async def pause(self, seconds: float) -> None:
        """Let no worker of the deployment ask the source for so long."""
        pause_source(self.name, seconds)

    def _take(self, record: SourceItem, turn: int) -> bool:
        unchanged = SourceItem.next_at.does_not_exist() if not record.next_at else SourceItem.next_at == record.next_at
        try:
            SourceItem(f"source#{self.name}").update(
                actions=[SourceItem.next_at.set(turn + self.interval_ms)], condition=unchanged
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True


def _record(name: str) -> SourceItem:
    try:
        return SourceItem.get(f"source#{name}", consistent_read=True)
    except DoesNotExist:
        return SourceItem(f"source#{name}")


def _paused_ms(record: SourceItem, now: int) -> int:
    return int(record.paused_until or 0) - now


def _now_ms() -> int:
    return round(1000 * time.time())
