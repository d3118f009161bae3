"""What happens to an export from its upload to its end, in steps that are made of single functions' work."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from adapters import aws
from adapters.chance import now
from adapters.counters_table import DynamoCounters
from adapters.event_store import DynamoEventStore
from adapters.exports_table import DynamoExports
from adapters.objects import S3Objects
from adapters.source_records import pause_source, resume_source
from adapters.tables import EventItem
from domain.events import Lineage
from domain.events.lifecycle import RunPlace, export_deleted, export_uploaded
from domain.exports import library_to_json, read_export
from domain.files import books_key, raw_key
from domain.lifecycle import Counter, ExportRecord
from domain.pipeline.run_books import queued_events
from domain.ports import Check
from tests.permissions.authorising import Stage, now_ms

HEADER = "Book Id,Title,Author,My Rating,Exclusive Shelf"
PATIENCE = 200.0  # a denial is seen long before: this is for a busy machine


class StoppedError(Exception):
    """A step did not come to its end: what it waited for, and what was denied meanwhile."""


@dataclass
class Journey:
    """The steps, over one stage. Each raises StoppedError as soon as a function is denied something."""

    stage: Stage
    since: int = field(default_factory=now_ms)
    # A book of its own, so that the catalogue does not know it yet.
    title: str = field(default_factory=lambda: f"The Book of {uuid.uuid4().hex}")
    uuid: str = ""
    token: str = ""

    @property
    def export(self) -> bytes:
        return f"{HEADER}\n1,{self.title},Somebody,5,read\n".encode()

    def upload(self) -> None:
        told = self._post("/api/upload", 200, files={"csv": ("library.csv", self.export)})
        self.uuid, self.token = told["uuid"], told["owner_token"]

    def upload_and_ask(self) -> None:
        self.upload()
        answer = self.stage.http.get(f"{self.stage.api}/api/status/{self.uuid}")
        self._check(answer.status_code == 200, f"the status was answered {answer.status_code}")

    def upload_newer(self) -> None:
        self._post(f"/api/data/{self.uuid}/upload", 200, files={"csv": ("library.csv", self.export)})

    def wait_for_a_source(self) -> None:
        """A run whose book waits, for its source is paused."""
        pause_source("openlibrary", 20)  # a busy machine takes some seconds to come to the book
        self.upload()
        self.finish()

    def file_of_nobody(self) -> None:
        """A raw file without a record is removed."""
        key = raw_key(uuid.uuid4().hex[:24], 1)
        self._objects.put(key, self.export)
        self._wait(lambda: self._objects.get(key) is None, "the file to be removed")

    def replay_that_waits(self) -> None:
        """A replayed upload of an export whose run is going is sent again with a delay."""
        record = self._going(Counter(1, 1))
        of = RunPlace(record.export_key, 1, now(), Lineage(record.correlation_id))
        uploaded = export_uploaded(of, file_size=1, include_unread=False).envelope()
        message = {"detail-type": "ExportUploaded", "replay-name": "reprocess-1", "detail": uploaded}
        before = self.stage.waiting("IngestQueue")
        self.stage.send("IngestQueue", message)
        self._wait(lambda: self.stage.waiting("IngestQueue") > before, "the message to be sent again")

    def broken_event(self) -> None:
        """A stream record that is no event is set aside."""
        before = self.stage.number("RelayPoisonQueue")
        EventItem(
            f"{uuid.uuid4().hex[:24]}#life", "Unheard#1", n="Unheard", v=1, r=1, at="", c="", d=b"", expires=0
        ).save()
        self._wait(lambda: self.stage.number("RelayPoisonQueue") > before, "the record to be set aside")

    def expire(self) -> None:
        """An export whose last upload is more than a year ago is deleted."""
        record = self._going(None, age=dt.timedelta(days=401))
        self.stage.invoke("Deadline", {"export_key": record.export_key, "expires_run": 1})
        self._wait(lambda: self._record(record).uuid is None, "the export to be deleted")

    def finish(self, run: int = 1) -> None:
        def is_complete() -> bool:
            answer = self.stage.http.get(f"{self.stage.api}/api/status/{self.uuid}")
            self._check(answer.status_code == 200, f"the status was answered {answer.status_code}")
            told = answer.json()
            return (told["status"], told["run"]) == ("complete", run)

        self._wait(is_complete, f"run {run} to complete")

    def read(self) -> None:
        for path in ("", "/owner", "/books/1", "/unmatched.csv"):
            answer = self._ask("GET", path)
            self._check(answer == 200, f"{path} was answered {answer}")

    def reprocess(self, start_from: str, run: int) -> None:
        self._post(f"/api/data/{self.uuid}/reprocess", 202, json={"from": start_from})
        self.finish(run)

    def delete(self) -> None:
        record = DynamoExports().find(self.uuid)
        assert record is not None
        answer = self._ask("DELETE", "")
        self._check(answer == 200, f"the delete was answered {answer}")
        store = DynamoEventStore()
        self._wait(lambda: len(store.lifecycle(record.export_key)) == 1, "all to be erased")
        self._check(True)

    def give_up_book(self) -> None:
        record = self._going(Counter(1, 1))
        book = next(queued_events(record, read_export(self.export, today=now().date())))
        self.stage.send("EnrichmentDlq", {"detail-type": "BookQueued", "detail": book.envelope()})
        self._wait(lambda: self._counter(record).remaining == 0, "the book to be given up")

    def give_up_run(self) -> None:
        record = self._going(None)
        metadata = {"export_key": record.export_key, "run": 1}
        self.stage.send("IngestDlq", {"detail-type": "ReprocessRequested", "detail": {"metadata": metadata}})
        self._wait(lambda: not self._record(record).is_going(1), "the run to be given up")

    def give_up_file(self) -> None:
        """The raw file of an export that is gone, whose ingestion died, is removed."""
        before = self.stage.number("IngestDlq")
        stored = {"object": {"key": raw_key(uuid.uuid4().hex[:24], 1)}}
        self.stage.send("IngestDlq", {"detail-type": "Object Created", "detail": stored})
        self._wait(lambda: self.stage.number("IngestDlq") <= before, "the file to be removed")

    def erase_leftovers(self) -> None:
        """What work in flight wrote after a delete is removed by the eraser."""
        key = uuid.uuid4().hex[:24]
        for prefix in ("uploads", "processing", "data"):
            self._objects.put(f"{prefix}/{key}/1/left", b"x")
        deleted = export_deleted(RunPlace(key, 1, now(), Lineage("c0ffee")), largest_shard=0)
        self.stage.send("EraseQueue", {"detail-type": "ExportDeleted", "detail": deleted.envelope()})
        self._wait(lambda: not self._objects.keys(f"data/{key}/"), "the files to be removed")

    def check_without_progress(self) -> None:
        """The progress check of a run that stands still: its books are sent again."""
        record = self._going(Counter(1, 1))
        self._deadline(Check(record.export_key, 1, 1))
        self._wait(lambda: self._counter(record).remaining == 0, "the books that were sent again to end")

    def check_that_closes(self) -> None:
        record = self._going(Counter(1, 1))
        self._deadline(Check(record.export_key, 1, 1, remaining_before=1, resent=True))
        self._wait(lambda: self._counter(record).remaining == 0, "the run to be closed")

    def check_of_a_dead_aggregator(self) -> None:
        """A run whose aggregator set it aside, for its books are missing: the check starts another one."""
        record = self._going(Counter(0, 0), with_books=False)
        poisoned = self.stage.number("AggregatePoisonQueue")
        self._wait(lambda: self.stage.number("AggregatePoisonQueue") > poisoned, "the run to be set aside")
        self._deadline(Check(record.export_key, 1, 1))
        self._wait(lambda: self.stage.number("AggregatePoisonQueue") > poisoned + 1, "the second aggregator")

    def check_that_fails(self) -> None:
        """A day old, and nothing was ever counted."""
        record = self._going(None, age=dt.timedelta(hours=25))
        self._deadline(Check(record.export_key, 1, 1))
        self._wait(lambda: not self._record(record).is_going(1), "the run to fail")

    def _deadline(self, check: Check) -> None:
        """Make a check while nothing explains a wait: no book of an earlier step is queued, no source paused."""
        if self.stage.number("EnrichmentQueue"):
            self.stage.empty("EnrichmentQueue")
        resume_source("openlibrary")
        self.stage.invoke("Deadline", asdict(check))
        self._check(True)

    def _going(
        self, counter: Counter | None, *, age: dt.timedelta = dt.timedelta(minutes=20), with_books: bool = True
    ) -> ExportRecord:
        """A record, books and counter of a run that is going, as ingest leaves them."""
        began = now() - age
        record = ExportRecord(
            export_key=uuid.uuid4().hex[:24],
            uuid=str(uuid.uuid4()),
            owner_token_sha256="ab" * 32,
            created_at=began,
            run_started_at=began,
            correlation_id="c0ffee",
            books_of=1,
            accepted_run=1,
        )
        DynamoExports().create(record)
        if with_books:
            library = read_export(self.export, today=now().date())
            self._objects.put(books_key(record.export_key, 1), library_to_json(library))
        if counter is not None:
            assert DynamoCounters().open(record, counter)
        return record

    def _record(self, record: ExportRecord) -> ExportRecord:
        found = DynamoExports().get(record.export_key)
        assert found is not None
        return found

    def _counter(self, record: ExportRecord) -> Counter:
        found = DynamoCounters().get(record.export_key, 1)
        assert found is not None
        return found

    @property
    def _objects(self) -> S3Objects:
        return S3Objects(aws.s3(self.stage.endpoint), self.stage.outputs["DataBucketName"])

    def _post(self, path: str, expected: int, **content: Any) -> Any:
        answer = self.stage.http.post(f"{self.stage.api}{path}", headers=self._bearer, **content)
        self._check(answer.status_code == expected, f"{path} was answered {answer.status_code}")
        return answer.json()

    def _ask(self, method: str, path: str) -> int:
        address = f"{self.stage.api}/api/data/{self.uuid}{path}"
        return self.stage.http.request(method, address, headers=self._bearer).status_code

    @property
    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def _wait(self, is_so: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            self._check(time.monotonic() < deadline, f"waited {PATIENCE} s for {what}")
            time.sleep(0.3)

    def _check(self, is_well: bool, what: str = "") -> None:
        denials = self.stage.denials(self.since)
        if not (is_well or denials):
            time.sleep(2)  # an answer comes before the log of the invocation that gave it
            denials = self.stage.denials(self.since)
        if denials or not is_well:
            raise StoppedError(what, *denials)
