"""The functions of the system: one row each, read by the stacks and by the bundler.

This module imports nothing of the CDK, so that reading it costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """One function: `lambdas/{name}/handler.py`, its dependency group in pyproject.toml, and its size.

    `timeout` is in seconds, `memory` in MB (a full processor is about 1,769). One that `sends_to_itself` puts
    messages back on the queue that feeds it, to wait: Lambda's loop detection would end that after 16 times.
    """

    name: str
    group: str
    timeout: int
    memory: int
    sends_to_itself: bool = False

    @property
    def handler(self) -> str:
        """The handler as Lambda names it."""
        return f"lambdas.{self.name}.handler.handler"

    @property
    def construct_id(self) -> str:
        """The name in CamelCase: its construct, and the prefix of its output."""
        return "".join(part.capitalize() for part in self.name.split("_"))


FUNCTIONS: Final = {
    spec.name: spec
    for spec in (
        FunctionSpec("upload", "fn-upload", timeout=29, memory=1024),
        FunctionSpec("ingest", "fn-upload", timeout=300, memory=1024, sends_to_itself=True),
        FunctionSpec("relay", "fn-base", timeout=60, memory=512),
        FunctionSpec("enrich", "fn-enrich", timeout=120, memory=512, sends_to_itself=True),
        FunctionSpec("give_up", "fn-base", timeout=60, memory=256),
        FunctionSpec("aggregate", "fn-base", timeout=120, memory=1024),
        FunctionSpec("deadline", "fn-base", timeout=60, memory=512),
        FunctionSpec("eraser", "fn-base", timeout=300, memory=256, sends_to_itself=True),
        FunctionSpec("library_api", "fn-base", timeout=29, memory=1024),
    )
}
