"""The deployment's common pace: however many workers ask, their turns keep the source's limit."""

from __future__ import annotations

import itertools

import pytest

from adapters import source_records
from adapters.source_records import LATEST_MS, LONGEST_WAIT_MS, SharedPace, any_paused, pause_source

INTERVAL_MS = 400

pytestmark = pytest.mark.usefixtures("account")


class Time:
    """The workers' clock: it moves when one of them sleeps, as far as the longest of the sleeps."""

    def __init__(self) -> None:
        self.now = 1_000_000
        self.left: list[int] = []

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(source_records, "_now_ms", lambda: self.now)
        monkeypatch.setattr(source_records, "sleep", self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.left.append(self.now + round(1000 * seconds))


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    made.install(monkeypatch)
    return made


async def test_fifty_workers_never_send_a_fourth_request_in_a_second(time: Time) -> None:
    paces = [SharedPace("openlibrary", INTERVAL_MS) for _ in range(50)]
    waits = [await pace.wait() for pace in paces]
    sent = [time.now, *time.left]
    assert waits == [None] * len(waits)
    assert len(sent) == 50
    assert all(later - earlier >= INTERVAL_MS for earlier, later in itertools.pairwise(sent))
    assert max(sum(start <= moment < start + 1000 for moment in sent) for start in sent) <= 3


async def test_turns_that_are_far_off_are_not_waited_for(time: Time) -> None:
    pace = SharedPace("openlibrary", INTERVAL_MS)
    for _ in range(LONGEST_WAIT_MS // INTERVAL_MS + 1):
        assert await pace.wait() is None
    assert await pace.wait() == pytest.approx((LONGEST_WAIT_MS + INTERVAL_MS) / 1000)


async def test_a_pause_holds_every_worker(time: Time) -> None:
    await SharedPace("openlibrary", INTERVAL_MS).pause(30)
    assert any_paused()
    assert await SharedPace("openlibrary", INTERVAL_MS).wait() == 30
    time.now += 30_000
    assert not any_paused()
    assert await SharedPace("openlibrary", INTERVAL_MS).wait() is None


async def test_a_shorter_pause_does_not_end_a_longer_one(time: Time) -> None:
    pause_source("openlibrary", 60)
    pause_source("openlibrary", 5)
    assert await SharedPace("openlibrary", INTERVAL_MS).wait() == 60


async def test_a_pause_that_begins_during_the_wait_is_seen(time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    pace = SharedPace("openlibrary", INTERVAL_MS)
    await pace.wait()

    async def interrupted(_seconds: float) -> None:
        pause_source("openlibrary", 10)

    monkeypatch.setattr(source_records, "sleep", interrupted)
    assert await pace.wait() == 10


async def test_sources_are_paced_apart(time: Time) -> None:
    await SharedPace("openlibrary", INTERVAL_MS).pause(30)
    assert await SharedPace("googlebooks", 100).wait() is None


async def test_a_turn_that_is_come_to_late_is_let_go(time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    pace = SharedPace("openlibrary", INTERVAL_MS)
    await pace.wait()
    slept: list[int] = []

    async def overslept(seconds: float) -> None:
        late = 0 if slept else LATEST_MS + 1
        slept.append(round(1000 * seconds))
        time.now += slept[-1] + late

    monkeypatch.setattr(source_records, "sleep", overslept)
    before = time.now
    assert await pace.wait() is None
    assert len(slept) == 2
    assert time.now == before + 2 * INTERVAL_MS, "it left at the turn after the one it missed"
