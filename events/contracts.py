"""Checking events against their contracts, `schemas/<Name>/v<version>.json` (JSON Schema draft-07).

Producers check before they append, consumers before they act. A validator is compiled once a process.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import fastjsonschema

SCHEMAS = Path(__file__).parent / "schemas"
EXAMPLES = Path(__file__).parent / "examples"


class ContractError(Exception):
    """An event does not keep its contract. The message names the place in it, never the value there."""

    def __init__(self, name: str, version: int, where: str, rule: str) -> None:
        super().__init__(f"{name} v{version}: {where} breaks the rule {rule!r}")
        self.name = name
        self.version = version
        self.where = where
        self.rule = rule


class UnknownContractError(ContractError):
    """There is no contract for an event of this name and version."""

    def __init__(self, name: str, version: int) -> None:
        super().__init__(name, version, "the event", "known")


def check(name: str, version: int, envelope: Mapping[str, object]) -> None:
    """Check an event's `detail`. ContractError when it breaks its contract, or has none."""
    try:
        _validator(name, version)(envelope)
    except fastjsonschema.JsonSchemaValueException as broken:
        raise ContractError(name, version, broken.name or "the event", str(broken.rule)) from None


def schema(name: str, version: int) -> dict[str, object]:
    """The contract itself. UnknownContractError when there is none."""
    if not name.isalpha():
        raise UnknownContractError(name, version)
    path = SCHEMAS / name / f"v{version}.json"
    try:
        loaded: dict[str, object] = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise UnknownContractError(name, version) from None
    return loaded


@functools.cache
def _validator(name: str, version: int) -> Callable[[Mapping[str, object]], object]:
    compiled: Callable[[Mapping[str, object]], object] = fastjsonschema.compile(schema(name, version))
    return compiled
