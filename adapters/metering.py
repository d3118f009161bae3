"""Meters every AWS call of the process through botocore's own events, whichever library makes it.

What is counted is what AWS bills: capacity units as DynamoDB itself tells them, chunks of 64 kB of messages and
events, requests of S3 by their class. A call that was refused is counted as a call; what it consumed is not told.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from botocore import handlers

if TYPE_CHECKING:
    from botocore.model import OperationModel

CHUNK_BYTES: Final = 64 * 1024
"""EventBridge and SQS bill each started 64 kB of an event or a request as one."""
_TIME_BYTES: Final = 14
"""What EventBridge takes for an entry's time."""
_CAPACITY_OF: Final = {
    **dict.fromkeys(("GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"), "read_units"),
    **dict.fromkeys(("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"), "write_units"),
}
_READ_UNIT_BYTES: Final = 4096
_PUT_CLASS: Final = frozenset({"PutObject", "CopyObject", "ListObjectsV2"})
_FREE: Final = frozenset({"DeleteObject", "DeleteObjects"})

_calls: Counter[str] = Counter()
_usage: Counter[str] = Counter()
_adding = threading.Lock()  # some calls are made side by side


@dataclass(frozen=True, slots=True)
class Metered:
    """Calls by `service.Operation`, and what they used by the names of `domain.billing.prices`."""

    calls: dict[str, int]
    usage: dict[str, int]


def install() -> None:
    """Meter every botocore session that is made from now on; a second time does nothing.

    botocore gives its built-in handlers to each new session. PynamoDB makes sessions of its own, which no
    other way reaches.
    """
    meters: tuple[tuple[str, Any], ...] = (
        ("provide-client-params.dynamodb.*", _ask_for_capacity),
        ("before-call.*.*", _count),
        ("after-call.dynamodb.*", _measure_capacity),
        ("before-parameter-build.events.PutEvents", _measure_events),
        ("before-parameter-build.sqs.SendMessageBatch", _measure_messages),
        ("after-call.s3.*", _measure_objects),
    )
    handlers.BUILTIN_HANDLERS.extend(meter for meter in meters if meter not in handlers.BUILTIN_HANDLERS)


def take() -> Metered:
    """What was counted since the last time. Capacity is in thousandths of a unit: a read may be half of one."""
    taken = Metered(dict(_calls), dict(_usage))
    _calls.clear()
    _usage.clear()
    return taken


def event_bytes(entry: Mapping[str, Any]) -> int:
    """The size of a PutEvents entry by EventBridge's rule: its time, source, type and detail."""
    texts = (entry["Source"], entry["DetailType"], entry["Detail"], *entry.get("Resources", ()))
    return (_TIME_BYTES if "Time" in entry else 0) + sum(len(text.encode()) for text in texts)


def chunks(size: int) -> int:
    """How many chunks of 64 kB `size` bytes are billed as: one at least."""
    return max(1, -(-size // CHUNK_BYTES))


def _add(to: Counter[str], name: str, number: int) -> None:
    with _adding:
        to[name] += number


def _count(model: OperationModel, **_: object) -> None:
    _add(_calls, f"{model.service_model.service_name}.{model.name}", 1)


def _ask_for_capacity(
    params: dict[str, Any], model: OperationModel, context: dict[str, Any], **_: object
) -> dict[str, Any] | None:
    if model.name not in _CAPACITY_OF:
        return None
    context["metered_params"] = params
    return {**params, "ReturnConsumedCapacity": "TOTAL"}


def _measure_capacity(
    parsed: Mapping[str, Any], model: OperationModel, context: Mapping[str, Any], **_: object
) -> None:
    told = parsed.get("ConsumedCapacity")
    if told:
        tables: Sequence[Mapping[str, float]] = told if isinstance(told, list) else [told]
        _add(_usage, _CAPACITY_OF[model.name], round(1000 * sum(table["CapacityUnits"] for table in tables)))
    elif model.name == "BatchGetItem" and "Responses" in parsed:  # the one-machine cloud does not tell it
        read = _batch_read_thousandths(context["metered_params"]["RequestItems"], parsed["Responses"])
        _add(_usage, "read_units", read)


def _batch_read_thousandths(requested: Mapping[str, Any], responses: Mapping[str, Sequence[Mapping[str, Any]]]) -> int:
    """By DynamoDB's rule: half a unit for every started 4 kB of an item, and for an absent one; consistent, a whole."""
    total = 0
    for table, request in requested.items():
        items = responses.get(table, ())
        blocks = sum(max(1, -(-item_bytes(item) // _READ_UNIT_BYTES)) for item in items)
        blocks += len(request["Keys"]) - len(items)
        total += blocks * (1000 if request.get("ConsistentRead") else 500)
    return total


def item_bytes(item: Mapping[str, Mapping[str, Any]]) -> int:
    """The size of an item of texts, numbers and bytes by DynamoDB's rule: its names and its values."""
    return sum(len(name.encode()) + _value_bytes(*next(iter(value.items()))) for name, value in item.items())


def _value_bytes(kind: str, value: Any) -> int:
    match kind:
        case "S":
            return len(value.encode())
        case "B":
            return len(value)
        case "N":
            return len(value.lstrip("-").replace(".", "")) // 2 + 2
    raise TypeError(f"no table here has attributes of the type {kind}")


def _measure_events(params: Mapping[str, Any], **_: object) -> None:
    for entry in params["Entries"]:
        size = event_bytes(entry)
        _add(_usage, "events", chunks(size))
        _add(_usage, "event_bytes", size)


def _measure_messages(params: Mapping[str, Any], **_: object) -> None:
    size = sum(len(entry["MessageBody"].encode()) for entry in params["Entries"])
    _add(_usage, "messages", chunks(size))


def _measure_objects(model: OperationModel, **_: object) -> None:
    if model.name not in _FREE:
        _add(_usage, "object_puts" if model.name in _PUT_CLASS else "object_gets", 1)
