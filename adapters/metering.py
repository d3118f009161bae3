"""Counts every AWS call of the process through botocore's own events, whichever library makes it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from botocore import handlers

if TYPE_CHECKING:
    from botocore.model import OperationModel

_calls: Counter[str] = Counter()


def install() -> None:
    """Meter every botocore session that is made from now on; a second time does nothing.

    botocore gives its built-in handlers to each new session. PynamoDB makes sessions of its own, which no
    other way reaches.
    """
    meter = ("before-call.*.*", _count)
    if meter not in handlers.BUILTIN_HANDLERS:
        handlers.BUILTIN_HANDLERS.append(meter)


def take() -> dict[str, int]:
    """The calls since the last time, by `service.Operation`."""
    taken = dict(_calls)
    _calls.clear()
    return taken


def _count(model: OperationModel, **_: object) -> None:
    _calls[f"{model.service_model.service_name}.{model.name}"] += 1
