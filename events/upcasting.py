"""Bringing an event of an older version up to the newest, one version at a time.

A consumer knows the newest version only. To change what an event means: write its next contract and examples, and
append to its history here the function that makes the data of the next version out of the last one's
(`upcast_v1_v2`, then `upcast_v2_v3`, …). Events of older versions that are stored, archived or queued then stay
readable as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from events import contracts

Data = Mapping[str, object]
Upcaster = Callable[[Data], dict[str, object]]
"""Makes the `data` of the next version, and leaves what it is given as it is."""

HISTORIES: Final[Mapping[str, Sequence[Upcaster]]] = {}
"""By event, the steps from version 1 on, in order: none has changed its meaning yet."""


class Upcasters:
    """The upcasters of some events: of each the steps from version 1 on, in order."""

    def __init__(self, histories: Mapping[str, Sequence[Upcaster]]) -> None:
        self._histories = histories

    def newest(self, name: str) -> int:
        """The version that consumers of an event know."""
        return len(self._histories.get(name, ())) + 1

    def upcast(self, name: str, version: int, data: Data) -> tuple[int, Data]:
        """The newest version, and `data` in it. A version that is no older one's is answered as it came."""
        newest = self.newest(name)
        if not 1 <= version < newest:
            return version, data
        for step in self._histories[name][version - 1 :]:
            data = step(data)
        return newest, data

    def accept(self, name: str, detail: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a consumer acts on: a `detail` that keeps the contract of its own version, in the newest one.

        ContractError when it breaks that contract or tells no version, and when what its upcasters make of it breaks
        the newest. `detail` stays as it is.
        """
        version = _version(name, detail)
        contracts.check(name, version, detail)
        newest, data = self.upcast(name, version, detail["data"])
        if newest == version:
            return detail
        accepted = {**detail, "metadata": {**detail["metadata"], "event_version": newest}, "data": data}
        contracts.check(name, newest, accepted)
        return accepted


def _version(name: str, detail: Mapping[str, Any]) -> int:
    metadata = detail.get("metadata")
    version = metadata.get("event_version") if isinstance(metadata, Mapping) else None
    if not isinstance(version, int) or isinstance(version, bool):
        raise contracts.ContractError(name, 0, "data.metadata.event_version", "integer")
    return version


_UPCASTERS: Final = Upcasters(HISTORIES)

newest = _UPCASTERS.newest
upcast = _UPCASTERS.upcast
accept = _UPCASTERS.accept
