"""One function in a process of its own, as Lambda and the emulator run it: events in on standard input, a line each.

    python -m benchmarks.function_process lambdas.relay.handler FUNCTION_NAME MEMORY_MB

Its log goes to standard output, and after each event one line more: what it published. An error ends it. The
environment is the function's own.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore import handlers

_published: list[dict[str, Any]] = []


@dataclass(frozen=True, slots=True)
class Context:
    """What Lambda gives a handler with each event."""

    function_name: str
    memory_limit_in_mb: int
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def invoked_function_arn(self) -> str:
        """As on the emulator."""
        return f"arn:aws:lambda:us-east-1:000000000000:function:{self.function_name}"


def _watch(params: Mapping[str, Any], **_: object) -> None:
    """Keep the entries that go to the bus, in the form in which a rule hands them on."""
    _published.extend(
        {"detail-type": entry["DetailType"], "detail": json.loads(entry["Detail"])} for entry in params["Entries"]
    )


def main(module: str, name: str, memory: int) -> None:
    """Serve events until standard input ends."""
    handlers.BUILTIN_HANDLERS.append(("before-parameter-build.events.PutEvents", _watch))
    handler = importlib.import_module(module).handler
    for line in sys.stdin:
        _published.clear()
        handler(json.loads(line), Context(name, memory))
        print(json.dumps({"published": _published}), flush=True)
    os._exit(0)  # as Lambda ends it: nothing is closed in order


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
