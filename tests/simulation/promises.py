"""What an invocation owes when it says that it is done: whatever it acknowledged is not lost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.event_items import from_image
from domain.events import EventName
from domain.files import parse_raw_key
from domain.lifecycle import Counter
from domain.pacing import HARD_END
from tests.simulation.calls import Call, Fate, Process, ViolationError
from tests.simulation.queues import Message
from tests.simulation.watch import Watch
from tests.simulation.world import World

_REASONS_TO_WAIT = ("any_paused", "Enrichment queue.backlog")
_TROUBLE = (Fate.BUSY, Fate.REFUSED, Fate.ANSWER_LOST)


@dataclass
class Promises:
    """What invocations of a world did, as far as they must account for it."""

    world: World
    watch: Watch
    _sent: dict[Process, list[str]] = field(default_factory=dict)
    _troubled: set[Process] = field(default_factory=set)
    _remaining: dict[Process, int] = field(default_factory=dict)
    _asked: dict[Process, dict[str, object]] = field(default_factory=dict)
    _rearmed: set[Process] = field(default_factory=set)

    def called(self, call: Call) -> None:
        """Note a call."""
        if call.fate in _TROUBLE:
            self._troubled.add(call.process)
        if call.label.endswith("queue.send") and call.fate in (Fate.DONE, Fate.REPEATED):
            self._sent.setdefault(call.process, []).append(str(call.arguments[0]))
        if call.label == "schedules.at" and call.fate in (Fate.DONE, Fate.REPEATED):
            self._rearmed.add(call.process)
        if call.process.function == "deadline":
            self._check(call)

    def acknowledged(self, process: Process, messages: Sequence[Message]) -> None:
        """Check what was acknowledged to a queue. ViolationError where something of it is lost."""
        for message in messages:
            if not self._is_kept(process, message):
                raise ViolationError("what is acknowledged is not lost", f"{process.name}: {message.body[:300]}")

    def relayed(self, process: Process, records: Sequence[Mapping[str, Any]]) -> None:
        """Check that every record of a stream is on the bus."""
        for record in records:
            event = from_image(record["dynamodb"]["NewImage"])
            if event.event_id not in self.world.bus.published:
                raise ViolationError("what is relayed is published", f"{process.name}: {event.place}")

    def aggregated(self, process: Process, records: Sequence[Mapping[str, Any]]) -> None:
        """Check that every run of the records is over, or set aside."""
        for record in records:
            export_key, _, run = record["dynamodb"]["Keys"]["pk"]["S"].partition("#")
            counter = self.world.tables.counters.get((export_key, int(run)))
            is_open = counter is not None and counter.remaining == 0 and self._is_going(export_key, int(run))
            if is_open and process not in self._sent:
                raise ViolationError("what is aggregated is published", f"{process.name}: run {run} of {export_key}")

    def is_excused(self, process: Process) -> bool:
        """Whether something was done to an invocation that explains what it handed back."""
        return process in self._troubled

    def died(self, message: Message) -> None:
        """Check that a message that came too often was never sent back for waiting alone."""
        if message.receives > message.excused:
            raise ViolationError("waiting spends no receives", f"{message.receives} receives: {message.body[:300]}")

    def _is_kept(self, process: Process, message: Message) -> bool:
        body = json.loads(message.body)
        if process.function == "deadline":
            check = _check_of(process)
            if "expires_run" in check:
                return True  # an expiry that came before its time owes nothing
            return process in self._rearmed or not self._is_going(str(check["export_key"]), int(str(check["run"])))
        metadata = body["detail"].get("metadata", {})
        sent = self._sent.get(process, [])
        match body["detail-type"]:
            case EventName.BOOK_QUEUED.value:
                book_id, run = body["detail"]["data"]["book_id"], (metadata["export_key"], metadata["run"])
                has_outcome = book_id in self.watch.outcomes.get(run, ())
                return has_outcome or message.body in sent or not self._counts(*run)
            case EventName.REPROCESS_REQUESTED.value:
                return self._has_begun(process, metadata["export_key"], metadata["run"])
            case EventName.EXPORT_UPLOADED.value:
                return (
                    process.function == "give_up"
                    or message.body in sent
                    or self._was_replayed(metadata["export_key"], body["replay-name"])
                )
            case EventName.EXPORT_DELETED.value:
                return bool(sent) or "second-sweep" in body
            case _:
                file = parse_raw_key(body["detail"]["object"]["key"])
                return file is None or self._has_begun(process, file.export_key, file.run)

    def _is_going(self, export_key: str, run: int) -> bool:
        record = self.world.tables.records.get(export_key)
        return record is not None and record.is_going(run) and not record.takes_no_file(self.world.clock())

    def _counts(self, export_key: str, run: int) -> bool:
        counter = self.world.tables.counters.get((export_key, run))
        return self._is_going(export_key, run) and counter is not None and not counter.closed

    def _has_begun(self, process: Process, export_key: str, run: int) -> bool:
        """Whether a run is over, or counts and has all its books queued: those that died the deadline sends."""
        counter = self.world.tables.counters.get((export_key, run))
        if not self._is_going(export_key, run):
            return True
        if counter is None:
            return False
        if counter.outcomes_of is not None or process.function == "give_up":
            return True
        queued = sum(
            event.name is EventName.BOOK_QUEUED and event.run == run and event.export_key == export_key
            for event in self.world.tables.events.values()
        )
        return queued == counter.total

    def _was_replayed(self, export_key: str, name: str) -> bool:
        """Whether a replay has its run, or there is nothing to run on."""
        record = self.world.tables.records.get(export_key)
        if record is None or record.uuid is None or record.accepted_run is None:
            return True
        return any(
            event.export_key == export_key and event.data.get("cause") == name
            for event in self.world.tables.events.values()
        )

    def _check(self, call: Call) -> None:
        """Note what a progress check saw, and see that it closes nothing that goes on."""
        check = _check_of(call.process)
        if isinstance(call.value, Counter):
            self._remaining[call.process] = call.value.remaining
        if call.label in _REASONS_TO_WAIT:
            self._asked.setdefault(call.process, {})[call.label] = call.value
        if call.label == "store.transact":
            record = self.world.tables.records[str(check["export_key"])]
            if self.world.clock() - (record.run_started_at or record.created_at) >= HARD_END:
                return
            stood_still = self._remaining[call.process] == check["remaining_before"]
            asked = self._asked.get(call.process, {})
            if not stood_still or any(asked.get(reason, True) for reason in _REASONS_TO_WAIT):
                detail = f"{call.process.name} of run {check['run']} of {check['export_key']}"
                raise ViolationError("a deadline closes what stands still only", detail)


def _check_of(process: Process) -> Mapping[str, object]:
    """The check that an invocation of `deadline` makes, as its schedule says it or as its dead letters have it."""
    records = process.event.get("Records")
    if not isinstance(records, list):
        return process.event
    check: Mapping[str, object] = json.loads(records[0]["body"])["requestPayload"]
    return check
