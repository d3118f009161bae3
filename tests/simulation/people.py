"""What readers and the operator do: requests to the API, each an invocation like any other.

The HTTP functions find the export by its link and call one stage; that is done here without HTTP.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from domain.events.lifecycle import ReprocessFrom
from domain.files import raw_key
from domain.lifecycle import ExportRecord
from domain.pipeline.accept import Acceptance, Accepted, file_metadata
from domain.pipeline.erase import Deletion
from domain.pipeline.reprocess import NothingToReprocessError, ReprocessRequests, RunGoingError
from tests.simulation.calls import Process
from tests.simulation.wiring import SimulatedWiring
from tests.simulation.world import World


class Request(StrEnum):
    """What may be asked of the API, and of S3 by its address."""

    UPLOAD = "upload"
    OPEN = "open an upload"
    SEND = "send a file to the last address"
    NEWER = "upload a newer export"
    NEWER_BY_ADDRESS = "open an upload of a newer export"
    SOURCES = "reprocess from sources"
    NORMALISE = "reprocess from normalise"
    DELETE = "delete"


@dataclass
class Reader:
    """One reader: what they were told, the address they were given last, and what they did."""

    accepted: Accepted | None = None
    address: ExportRecord | None = None
    deleted: bool = False
    requests: int = 0


@dataclass
class People:
    """All readers of a world, and their requests as work for invocations."""

    world: World
    readers: list[Reader] = field(default_factory=list)

    def __post_init__(self) -> None:
        wiring = SimulatedWiring(self.world)
        self._exports = wiring.exports()
        self._objects = wiring.objects()
        self._now = wiring.now
        self._names = lambda: Process.running.recall(self.world.numbered.names)

    def work(self, request: Request, reader: Reader, file: bytes, *, include_unread: bool) -> Callable[[], object]:
        """What the function does on this request."""
        reader.requests += 1
        cause = f"request-{self.readers.index(reader)}-{reader.requests}"
        match request:
            case Request.UPLOAD:
                return lambda: self._upload(reader, file, include_unread)
            case Request.OPEN:
                return lambda: self._open(reader, include_unread)
            case Request.SEND:
                address = reader.address
                return lambda: self._send(address, file)
            case Request.NEWER:
                return lambda: self._newer(reader, file, include_unread)
            case Request.NEWER_BY_ADDRESS:
                return lambda: self._newer(reader, None, include_unread)
            case Request.SOURCES:
                return lambda: self._reprocess(reader, cause, "sources")
            case Request.NORMALISE:
                return lambda: self._reprocess(reader, cause, "normalise")
            case Request.DELETE:
                return lambda: self._delete(reader)

    @property
    def _acceptance(self) -> Acceptance:
        return Acceptance(self._exports, self._objects, self._now, self._names)

    def _upload(self, reader: Reader, file: bytes, include_unread: bool) -> int:
        reader.accepted = self._acceptance.take(file, include_unread=include_unread)
        return 200

    def _open(self, reader: Reader, include_unread: bool) -> int:
        reader.accepted, reader.address = self._acceptance.open(include_unread=include_unread)
        return 200

    def _send(self, address: ExportRecord | None, file: bytes) -> int:
        """What S3 does with a presigned form: it stores the file, whatever has become of the export."""
        if address is None:
            return 403
        key = raw_key(address.export_key, address.current_run)
        self._objects.put(key, file, file_metadata(address))
        return 204

    def _newer(self, reader: Reader, file: bytes | None, include_unread: bool) -> int:
        record = self._exports.find(reader.accepted.uuid) if reader.accepted else None
        if record is None:
            return 404
        try:
            record = self._acceptance.reopen(record, include_unread=include_unread, by_address=file is None)
        except RunGoingError:
            return 409
        if file is None:
            reader.address = record
        else:
            self._acceptance.store(record, file)
        return 200

    def _reprocess(self, reader: Reader, cause: str, start_from: ReprocessFrom) -> int:
        record = self._exports.find(reader.accepted.uuid) if reader.accepted else None
        if record is None:
            return 404
        request = ReprocessRequests(self._exports, self._now)
        try:
            run = request(record.export_key, cause=cause, start_from=start_from)
        except (RunGoingError, NothingToReprocessError):
            return 409
        return 404 if run is None else 202

    def _delete(self, reader: Reader) -> int:
        record = self._exports.find(reader.accepted.uuid) if reader.accepted else None
        if record is None:
            return 404
        Deletion(self._exports, self._objects, self._now)(record.export_key)
        reader.deleted = True
        return 200
