"""What the templates say of rules, filters, queues and functions; `tests/stacks` compares it with them."""

from __future__ import annotations

from dataclasses import dataclass

from stacks.functions import FUNCTIONS
from tests.simulation.matching import Pattern

DOMAIN_BUS = "library"
DEFAULT_BUS = "default"
BUCKET = "data"
MAX_RECEIVES = 5
VISIBILITY_FACTOR = 6

LIVE_ONLY = [{"exists": False}]
REPROCESSING = [{"prefix": "reprocess-"}]


@dataclass
class Rule:
    """Events of a bus that match a pattern go to a queue."""

    bus: str
    pattern: Pattern
    queue: str


@dataclass(frozen=True)
class QueueSpec:
    """A queue: which function takes from it, how many messages at once, and where the dead go."""

    consumer: str
    batch: int
    dead_letters: str
    max_receives: int = MAX_RECEIVES

    @property
    def visibility(self) -> int:
        """Seconds for which a message that was received is not seen by others."""
        return VISIBILITY_FACTOR * FUNCTIONS[self.consumer].timeout


def _on(detail_type: str, queue: str, replay_name: list[dict[str, bool]] | list[dict[str, str]]) -> Rule:
    pattern = {"detail-type": [detail_type], "source": ["goodreads-stats"], "replay-name": replay_name}
    return Rule(DOMAIN_BUS, pattern, queue)


RULES = {
    "OnUploadedObject": Rule(
        DEFAULT_BUS,
        {
            "source": ["aws.s3"],
            "detail-type": ["Object Created"],
            "detail": {"bucket": {"name": [BUCKET]}, "object": {"key": [{"prefix": "uploads/"}]}},
        },
        "Ingest",
    ),
    "OnReprocessRequested": _on("ReprocessRequested", "Ingest", LIVE_ONLY),
    "OnReplayedExportUploaded": _on("ExportUploaded", "Ingest", REPROCESSING),
    "OnBookQueued": _on("BookQueued", "Enrichment", LIVE_ONLY),
    "OnExportDeleted": _on("ExportDeleted", "Erase", LIVE_ONLY),
}

QUEUES = {
    "Ingest": QueueSpec("ingest", 1, "IngestDlq"),
    "IngestDlq": QueueSpec("give_up", 10, "GiveUpDlq", max_receives=2 * MAX_RECEIVES),
    "Enrichment": QueueSpec("enrich", 98, "EnrichmentDlq"),
    "EnrichmentDlq": QueueSpec("give_up", 10, "GiveUpDlq", max_receives=2 * MAX_RECEIVES),
    "Check": QueueSpec("deadline", 1, "SchedulerDlq"),
    "Erase": QueueSpec("eraser", 1, "EraseDlq"),
}

FAILURES = {"deadline": "Check"}
"""The queues that record a function's asynchronous invocations that failed each time."""

STREAM_BATCHES = {"relay": 100, "aggregate": 10}

AT_ZERO = {"remaining": {"N": ["0"]}}
FILTERS: dict[str, list[Pattern]] = {
    "relay": [{"eventName": ["INSERT"]}],
    "aggregate": [
        {
            "eventName": ["MODIFY"],
            "dynamodb": {"NewImage": AT_ZERO, "OldImage": {"remaining": {"N": [{"anything-but": ["0"]}]}}},
        },
        {"eventName": ["INSERT"], "dynamodb": {"NewImage": AT_ZERO}},
    ],
}
