"""The invariants of the tables, checked after every call: what no fault and no order of things may break."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.events import DomainEvent, EventName
from domain.files import dashboard_key, evidence_key, owner_key
from domain.lifecycle import Counter, ExportRecord, Status
from domain.lifecycle.status import status_of
from domain.pacing import HARD_END
from tests.memory import Change
from tests.simulation.calls import ViolationError
from tests.simulation.world import World

Run = tuple[str, int]

GRACE = dt.timedelta(hours=3)
"""After its hard end a run needs one check, what AWS takes to deliver, and at worst two more checks."""

OUTCOMES = (EventName.BOOK_ENRICHED, EventName.BOOK_ENRICHMENT_FAILED)
ENDS = (EventName.DASHBOARD_PUBLISHED, EventName.EXPORT_REJECTED, EventName.RUN_FAILED)


@dataclass
class Watch:
    """What was seen of a world's tables so far. `replays` are the names of the replays there were."""

    world: World
    outcomes: dict[Run, set[str]] = field(default_factory=dict)
    ended: dict[Run, EventName] = field(default_factory=dict)
    replays: list[str] = field(default_factory=list)
    asked_for: set[tuple[str, str]] = field(default_factory=set)
    shown: dict[str, tuple[int, int, int]] = field(default_factory=dict)

    def changed(self, changes: Sequence[Change]) -> None:
        """Check what one call changed. ViolationError where that must not be."""
        touched: dict[Run, None] = {}
        shown: dict[str, None] = {}
        for change in changes:
            item = change.after if change.after is not None else change.before
            match item:
                case DomainEvent():
                    self._event(change, item)
                    touched[item.export_key, item.run] = None
                    shown[item.export_key] = None
                case Counter():
                    export_key, _, run = change.partition.partition("#")
                    self._counter(change, (export_key, int(run)))
                    touched[export_key, int(run)] = None
                    shown[export_key] = None
                case ExportRecord():
                    self._record(change, item)
                    shown[item.export_key] = None
        for each in touched:
            self._sum(each)
        for export_key in shown:
            self.status(export_key)

    def moved(self) -> None:
        """Check what the time alone changed: a file that did not arrive, a run that lasts."""
        now = self.world.clock()
        for record in list(self.world.tables.records.values()):
            if record.awaits_file():
                self.status(record.export_key)
            elif record.status is Status.PROCESSING:
                lasts = now - (record.run_started_at or now)
                detail = f"run {record.current_run} of {record.export_key} lasts {lasts}"
                _require(lasts <= HARD_END + GRACE, "every run ends within its hard end", detail)

    def is_deleted(self, export_key: str) -> bool:
        """Whether the export is a tombstone."""
        record = self.world.tables.records.get(export_key)
        return record is None or record.status is Status.DELETED

    def _event(self, change: Change, event: DomainEvent) -> None:
        run = (event.export_key, event.run)
        if event.name in OUTCOMES:
            self._outcome(change, run, str(event.data["book_id"]))
        elif change.before is not None and change.after is not None:
            _require(False, "an event never changes", f"{event.name} of run {run}")
        elif change.after is not None and event.name in ENDS:
            _require(run not in self.ended, "a run ends once", f"{event.name} after {self.ended.get(run)} of run {run}")
            self.ended[run] = event.name
            self._end(event, run)
        elif change.after is not None and event.name is EventName.REPROCESS_REQUESTED:
            self._asked(event)

    def _asked(self, event: DomainEvent) -> None:
        cause = str(event.data["cause"])
        for name in self.replays:
            if cause.startswith(name):
                asked = (event.export_key, name)
                _require(asked not in self.asked_for, "a replay starts one run of an export", f"{asked}")
                self.asked_for.add(asked)

    def _outcome(self, change: Change, run: Run, book_id: str) -> None:
        counted = self.outcomes.setdefault(run, set())
        if change.after is None:
            _require(self.is_deleted(run[0]), "an outcome stays", f"{book_id} of run {run}")
            counted.discard(book_id)
            return
        _require(change.before is None, "an outcome never changes", f"{book_id} of run {run}")
        _require(book_id not in counted, "a book has one outcome in a run", f"{book_id} of run {run}")
        _require(
            run not in self.ended, "no outcome after the end", f"{book_id} after {self.ended.get(run)} of run {run}"
        )
        counted.add(book_id)

    def _end(self, event: DomainEvent, run: Run) -> None:
        counter = self.world.tables.counters.get(run)
        match event.name:
            case EventName.DASHBOARD_PUBLISHED:
                is_complete = counter is not None and counter.remaining == 0
                _require(is_complete, "published after all outcomes", f"run {run} with {counter}")
                missing = [key for key in _files(run) if key not in self.world.objects.stored]
                _require(not missing, "the effect is durable before its event", f"run {run} without {missing}")
            case EventName.EXPORT_REJECTED:
                _require(counter is None, "what is counted is not rejected", f"run {run} with {counter}")
            case EventName.RUN_FAILED:
                is_closed = counter is None or counter.closed
                _require(is_closed, "a failed run counts no further", f"run {run} with {counter}")
                told = event.data["code"]
                is_true = told != "aggregate_crashed" or (counter is not None and counter.remaining == 0)
                _require(is_true, "a dead aggregator is one that had all outcomes", f"run {run} with {counter}")

    def _counter(self, change: Change, run: Run) -> None:
        before, after = change.before, change.after
        if isinstance(after, Counter) and before is None:
            _require(run not in self.ended, "no counter after the end", f"run {run}")
            _require(not self.is_deleted(run[0]), "no counter of a deleted export", f"run {run}")
        if isinstance(before, Counter) and isinstance(after, Counter):
            only_falls = after.remaining <= before.remaining and after.total == before.total
            _require(
                only_falls and after.closed >= before.closed, "a counter only falls", f"run {run}: {before}, {after}"
            )
        if after is None:
            _require(self.is_deleted(run[0]), "a counter stays", f"run {run}")

    def _record(self, change: Change, record: ExportRecord) -> None:
        before = change.before
        if not isinstance(before, ExportRecord):
            return
        _require(change.after is not None, "a record stays", record.export_key)
        if before.status is Status.DELETED:
            _require(False, "a deleted export does not come back", f"{before.export_key} is {record.status}")
        for name in ("current_run", "published_run", "revision"):
            earlier, later = getattr(before, name) or 0, getattr(record, name) or 0
            _require(earlier <= later, f"{name} only rises", f"{record.export_key}: {earlier}, {later}")

    def _sum(self, run: Run) -> None:
        counter = self.world.tables.counters.get(run)
        if counter is None or self.is_deleted(run[0]):
            return
        outcomes = len(self.outcomes.get((run[0], counter.outcomes_of or run[1]), ()))
        _require(
            counter.remaining == counter.total - outcomes and counter.remaining >= 0,
            "remaining = total − outcomes ≥ 0",
            f"run {run}: {counter.remaining}, {counter.total}, {outcomes}",
        )
        _require(
            sum(counter.counts.values()) == outcomes, "the counts are the outcomes", f"run {run}: {counter}, {outcomes}"
        )

    def status(self, export_key: str) -> None:
        """Check that what the API says of a run never goes back."""
        record = self.world.tables.records[export_key]
        if record.status is Status.DELETED:
            return
        counter = self.world.tables.counters.get((export_key, record.current_run))
        answer = status_of(record, counter, self.world.clock())
        progress = answer["progress"]
        assert isinstance(progress, dict)
        is_over = answer["status"] != Status.PROCESSING.value
        now = (record.current_run, int(is_over), int(progress["percent_complete"]))
        before = self.shown.get(export_key, (0, 0, 0))
        _require(before <= now, "status never goes back", f"{export_key}: {before}, then {now}")
        self.shown[export_key] = now


def _files(run: Run) -> list[str]:
    return [dashboard_key(*run), owner_key(*run), evidence_key(*run)]


def _require(holds: bool, rule: str, detail: str) -> None:
    if not holds:
        raise ViolationError(rule, detail)
