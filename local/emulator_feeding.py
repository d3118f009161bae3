"""Lets ministack feed functions as AWS does: from each source on its own, in batches of the size that was asked for.

Left to itself one thread serves every source and waits for the functions of streams, so a queue's next batch comes
only when the relay is done; a batch of messages has ten at most; and each time all messages of the queue are looked
at four times. `emulator_main.py` runs this file, in ministack's own environment.
"""

from __future__ import annotations

import functools
import importlib
import itertools
import threading
import time
from collections.abc import Callable
from typing import Any

IDLE_SECONDS = 1.0

Queue = dict[str, Any]
Message = dict[str, Any]


class StreamPolling:
    """Polls the streams in a thread of its own, which wakes whenever the one thread would have polled them."""

    def __init__(self, poll: Callable[[], bool]) -> None:
        self._poll = poll
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def wake(self) -> bool:
        """Stand in for the polling: it has its own thread, so the caller has done nothing.

        A thread that died of an error, which Python has written to the log, has a successor.
        """
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._go_on, name="streams", daemon=True)
            self._thread.start()
        self._wake.set()
        return False

    def _go_on(self) -> None:
        while True:
            self._wake.clear()
            if not self._poll():
                self._wake.wait(IDLE_SECONDS)


class QueueFeeding:
    """Receiving and deleting for functions, of standard queues; `sqs` is ministack's module.

    What becomes of a message is decided by ministack's own functions, which here see only the messages that may be
    taken now, and not the whole queue.
    """

    def __init__(self, sqs: Any) -> None:
        self._sqs = sqs
        self._receive_of_any_queue = sqs._receive_messages_for_esm

    def receive(self, queue_url: str, most: int) -> list[Message]:
        """At most `most` messages, the oldest first."""
        queue: Queue = self._sqs._get_q(queue_url)
        if queue["is_fifo"]:
            received: list[Message] = self._receive_of_any_queue(queue_url, most)
            return received
        with self._sqs._queues_lock:
            now = time.time()
            visible = (message for message in queue["messages"] if message.get("visible_at", 0) <= now)
            first = list(itertools.islice(visible, int(most or 1)))
            part = {**queue, "messages": list(first)}
            self._sqs._expire_retained(part)
            self._sqs._dlq_sweep(part)
            staying = {id(message) for message in part["messages"]}
            for message in first:
                if id(message) not in staying:
                    queue["messages"].remove(message)
            taken: list[Message] = self._sqs._collect_msgs(part, len(first), _visibility(queue))
            return taken

    def delete(self, queue_url: str, handles: set[str]) -> None:
        """Remove the messages that were received with these handles: they are near the front."""
        with self._sqs._queues_lock:
            messages, left, place = self._sqs._get_q(queue_url)["messages"], set(handles), 0
            while left and place < len(messages):
                handle = messages[place].get("receipt_handle")
                if handle in left:
                    left.discard(handle)
                    del messages[place]
                else:
                    place += 1


def _visibility(queue: Queue) -> int:
    return int(queue["attributes"].get("VisibilityTimeout", "30"))


def feed_as_aws_does() -> None:
    """Change ministack's modules; before it serves."""
    sqs = importlib.import_module("ministack.services.sqs")
    functions = importlib.import_module("ministack.services.lambda_svc")
    dynamodb = importlib.import_module("ministack.services.dynamodb")
    feeding = QueueFeeding(sqs)
    vars(sqs)["_receive_messages_for_esm"] = feeding.receive
    vars(sqs)["_delete_messages_for_esm"] = feeding.delete
    vars(functions)["_poll_dynamodb_streams"] = StreamPolling(functions._poll_dynamodb_streams).wake
    # The same few conditions are parsed, and the same few numbers checked, for every item.
    for name in ("_condition_syntax_error", "_number_error", "_ddb_canonicalize_number", "_number_size_bytes"):
        vars(dynamodb)[name] = functools.lru_cache(maxsize=1024, typed=True)(vars(dynamodb)[name])
