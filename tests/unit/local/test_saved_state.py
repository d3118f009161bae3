"""The repair of the emulator's saved state."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from local.saved_state import repair

QUEUE = "000000000000/books"


def save(state: Path, name: str, payload: object) -> None:
    (state / name).write_text(json.dumps({"__ministack_format__": 2, "payload": payload}))


def saved(state: Path, name: str) -> dict[str, dict[str, dict[str, object]]]:
    document = json.loads((state / name).read_text())
    assert document["__ministack_format__"] == 2
    payload: dict[str, dict[str, dict[str, object]]] = document["payload"]
    return payload


def test_nothing_saved_stays_nothing(tmp_path: Path) -> None:
    repair(tmp_path, 4566, 0.0)
    assert list(tmp_path.iterdir()) == []


def test_stream_positions_are_forgotten_and_nothing_else(tmp_path: Path) -> None:
    functions = {"data": {"a": {"code_blob_ref": "x"}}}
    positions = {"__account_region_scoped__": True, "data": {"mapping": 812}}
    save(tmp_path, "lambda.json", {"functions": functions, "dynamodb_stream_positions": positions})
    repair(tmp_path, 4566, 0.0)
    after = saved(tmp_path, "lambda.json")
    assert after["dynamodb_stream_positions"] == {"__account_region_scoped__": True, "data": {}}
    assert after["functions"] == functions


def queues(messages: Sequence[Mapping[str, object]]) -> dict[str, object]:
    address = f"http://127.0.0.1:4566/{QUEUE}"
    return {
        "queues": {"data": {f"0\0r\0'{address}'": {"url": address, "messages": messages}}},
        "queue_name_to_url": {"data": {"0\0r\0'books'": address}},
    }


def test_queues_follow_the_port(tmp_path: Path) -> None:
    body = {"body": "see http://127.0.0.1:4566/", "receive_count": 0, "sent_at": 1.0, "visible_at": 1.0}
    save(tmp_path, "sqs.json", queues([body]))
    repair(tmp_path, 4711, 10.0)
    address = f"http://127.0.0.1:4711/{QUEUE}"
    after = saved(tmp_path, "sqs.json")
    assert after["queues"]["data"] == {f"0\0r\0'{address}'": {"url": address, "messages": [body]}}
    assert after["queue_name_to_url"]["data"] == {"0\0r\0'books'": address}


def test_messages_in_work_are_free_again_and_delayed_ones_wait(tmp_path: Path) -> None:
    in_work = {"receive_count": 2, "sent_at": 1.0, "visible_at": 700.0}
    failed_before = {"receive_count": 2, "sent_at": 1.0, "visible_at": 5.0}
    delayed = {"receive_count": 0, "sent_at": 1.0, "visible_at": 700.0}
    save(tmp_path, "sqs.json", queues([in_work, failed_before, delayed]))
    repair(tmp_path, 4566, 10.0)
    (queue,) = saved(tmp_path, "sqs.json")["queues"]["data"].values()
    assert queue == {
        "url": f"http://127.0.0.1:4566/{QUEUE}",
        "messages": [{"receive_count": 1, "sent_at": 1.0, "visible_at": 1.0}, failed_before, delayed],
    }
