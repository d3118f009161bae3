"""Repairs the emulator's saved state before a start: what it says of processes and ports that are gone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TypedDict

_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


class _Message(TypedDict):
    sent_at: float
    visible_at: float
    receive_count: int


class _Queue(TypedDict):
    url: str
    messages: list[_Message]


class _Queues(TypedDict):
    data: dict[str, _Queue]


class _Names(TypedDict):
    data: dict[str, str]


class _Sqs(TypedDict):
    queues: _Queues
    queue_name_to_url: _Names


def repair(state: Path, port: int, now: float) -> None:
    """Make what is saved under `state` fit a new process on `port`. Nothing saved is fine. `now` is epoch seconds.

    Streams are not saved, so saved positions point past the end of the new process's streams for ever. Queues are
    known by their addresses, which name the port. Messages that were being worked on are free again, and that does
    not count as a receive: whoever received them was stopped.
    """
    functions = state / "lambda.json"
    if functions.exists():
        document = json.loads(functions.read_text())
        document["payload"]["dynamodb_stream_positions"]["data"] = {}
        functions.write_text(json.dumps(document))
    queues = state / "sqs.json"
    if queues.exists():
        document = json.loads(queues.read_text())
        _move(document["payload"], f"http://127.0.0.1:{port}/")
        _release(document["payload"], now)
        queues.write_text(json.dumps(document))


def _move(saved: _Sqs, address: str) -> None:
    names, queues = saved["queue_name_to_url"], saved["queues"]
    names["data"] = {name: _ADDRESS.sub(address, url) for name, url in names["data"].items()}
    queues["data"] = {_ADDRESS.sub(address, key): queue for key, queue in queues["data"].items()}
    for queue in queues["data"].values():
        queue["url"] = _ADDRESS.sub(address, queue["url"])


def _release(saved: _Sqs, now: float) -> None:
    for queue in saved["queues"]["data"].values():
        for message in queue["messages"]:
            if message["receive_count"] and message["visible_at"] > now:
                message["visible_at"] = message["sent_at"]
                message["receive_count"] -= 1
