"""Functions get messages in the batches that were asked for, and only those that may be taken."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest

from local.emulator_feeding import QueueFeeding, StreamPolling

HIDDEN = 30


class Emulated(SimpleNamespace):
    """The part of ministack's module that receiving uses, with its rules in small."""

    def __init__(self, messages: list[dict[str, Any]], *, fifo: bool = False) -> None:
        super().__init__()
        attributes = {"VisibilityTimeout": str(HIDDEN)}
        self.queue: dict[str, Any] = {"is_fifo": fifo, "attributes": attributes, "messages": messages}
        self.looked_at = 0
        self._queues_lock = threading.Lock()

    def _get_q(self, _url: str) -> dict[str, Any]:
        return self.queue

    def _receive_messages_for_esm(self, _url: str, most: int) -> list[str]:
        return [f"{most} of a fifo queue"]

    def _expire_retained(self, queue: dict[str, Any]) -> None:
        queue["messages"] = [message for message in queue["messages"] if not message.get("old")]

    def _dlq_sweep(self, queue: dict[str, Any]) -> None:
        queue["messages"] = [message for message in queue["messages"] if not message.get("dead")]

    def _collect_msgs(self, queue: dict[str, Any], most: int, seconds: int) -> list[dict[str, Any]]:
        self.looked_at += len(queue["messages"])
        for message in queue["messages"][:most]:
            message |= {"receipt_handle": f"handle-{message['id']}", "visible_at": time.time() + seconds}
        taken: list[dict[str, Any]] = queue["messages"][:most]
        return taken


def messages(number: int, **more: Any) -> list[dict[str, Any]]:
    return [{"id": name, "visible_at": 0.0, **more} for name in range(number)]


def ids(received: list[dict[str, Any]]) -> list[int]:
    return [message["id"] for message in received]


def test_a_batch_is_as_large_as_asked_and_the_oldest_come_first() -> None:
    sqs = Emulated(messages(250))
    feeding = QueueFeeding(sqs)
    assert ids(feeding.receive("q", 100)) == list(range(100))
    assert ids(feeding.receive("q", 100)) == list(range(100, 200))
    assert len(feeding.receive("q", 100)) == 50
    assert feeding.receive("q", 100) == []
    assert sqs.looked_at == 250, "nothing is looked at that cannot be taken"


def test_what_waits_is_not_taken() -> None:
    sqs = Emulated([*messages(2, visible_at=time.time() + HIDDEN), {"id": 7, "visible_at": 0.0}])
    assert ids(QueueFeeding(sqs).receive("q", 10)) == [7]


@pytest.mark.parametrize("fate", ["old", "dead"])
def test_what_the_emulator_takes_away_is_gone_from_the_queue(fate: str) -> None:
    sqs = Emulated([{"id": 0, "visible_at": 0.0, fate: True}, {"id": 1, "visible_at": 0.0}])
    assert ids(QueueFeeding(sqs).receive("q", 10)) == [1]
    assert ids(sqs.queue["messages"]) == [1]


def test_only_what_was_handled_is_deleted() -> None:
    sqs = Emulated(messages(5))
    feeding = QueueFeeding(sqs)
    handled = [message["receipt_handle"] for message in feeding.receive("q", 3) if message["id"] != 1]
    feeding.delete("q", set(handled))
    assert ids(sqs.queue["messages"]) == [1, 3, 4]
    feeding.delete("q", {"unknown"})
    assert ids(sqs.queue["messages"]) == [1, 3, 4]


def test_ordered_queues_are_left_to_the_emulator() -> None:
    received: Any = QueueFeeding(Emulated(messages(3), fifo=True)).receive("q", 10)
    assert received == ["10 of a fifo queue"]


def test_streams_are_polled_in_a_thread_of_their_own_until_nothing_is_left() -> None:
    left, threads, done = [3], set[str](), threading.Event()

    def poll() -> bool:
        threads.add(threading.current_thread().name)
        left[0] -= 1
        if left[0] <= 0:
            done.set()
        return left[0] > 0

    assert StreamPolling(poll).wake() is False
    assert done.wait(10)
    assert threads == {"streams"}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_streams_are_polled_again_after_an_error() -> None:
    polled: list[int] = []
    again = threading.Event()

    def poll() -> bool:
        polled.append(1)
        if len(polled) == 1:
            raise RuntimeError("the table changed meanwhile")
        again.set()
        return False

    polling = StreamPolling(poll)
    deadline = time.monotonic() + 10
    while not again.is_set() and time.monotonic() < deadline:
        polling.wake()
        time.sleep(0.02)
    assert again.is_set()
