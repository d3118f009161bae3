"""The status of an export as the API tells it. Within a run it never goes backwards."""

from __future__ import annotations

import datetime as dt

from domain.lifecycle.record import Counter, ErrorCode, ExportRecord, Status

REASONS = {
    "empty": "The file is empty. Export your library again and upload that file.",
    "binary": "The file is not text. Upload the CSV file that the export gave you, not a spreadsheet.",
    "missing_columns": "The file is not a library export; these columns are missing",
    "web_page": "The file is a web page, not an export. Sign in, export the library and choose that file.",
    "too_large": "The file is above 50 MB. Split it and upload the parts.",
    "too_many_rows": "The file has more than 200,000 rows. Split it and upload the parts.",
    "too_many_books": "The library has more books than are taken here; who runs this service can raise the limit.",
    "daily_budget": "As many books as are taken in a day were taken today. Upload the file again tomorrow.",
    "unreadable": "The file could not be read as a library export.",
}
"""What to tell the reader for each code of an ExportRejected."""


def status_of(record: ExportRecord, counter: Counter | None, now: dt.datetime) -> dict[str, object]:
    """The answer of `GET /api/status/{uuid}` for a record that is not deleted, and its current run's counter.

    `counter` is None until the run's books are known. While processing, `estimated_completion` (epoch
    seconds) is there once at least one book has an outcome.
    """
    if record.not_received(now):
        return _not_received(record)
    progress = _progress(record, counter)
    answer: dict[str, object] = {
        "uuid": record.uuid,
        "status": record.status.value,
        "run": record.current_run,
        "upload_time": _epoch(record.upload_time or record.created_at),
        "file_size": record.file_size,
        "progress": progress,
        "message": _message(record, counter),
        "last_updated": _epoch(_last_change(record, counter)),
    }
    if record.status is Status.PROCESSING:
        estimate = _estimate(record, counter, now)
        if estimate is not None:
            answer["estimated_completion"] = estimate
    elif record.status is Status.COMPLETE:
        answer["data_url"] = f"/api/data/{record.uuid}"
        answer["completion_time"] = _epoch(record.completed_at)
        answer["gaps"] = progress["partial"] + progress["failed"]
    else:
        answer["error_code"] = (record.error_code or ErrorCode.FAILED).value
        answer["error_message"] = error_message(record)
    return answer


def error_message(record: ExportRecord) -> str:
    """What went wrong and what to do, for a reader."""
    if record.error_code is ErrorCode.REJECTED:
        code, _, missing = (record.error_reason or "").partition(": ")
        reason = REASONS.get(code, REASONS["unreadable"])
        return f"{reason}: {missing}." if missing else reason
    if record.error_code is ErrorCode.NOT_RECEIVED:
        return "The file did not arrive in time. Nothing was kept; please upload it again."
    return "Something on our side went wrong. Your file is safe with you; please upload it again."


def _not_received(record: ExportRecord) -> dict[str, object]:
    return {
        "uuid": record.uuid,
        "status": Status.ERROR.value,
        "run": record.current_run,
        "upload_time": _epoch(record.created_at),
        "file_size": None,
        "progress": _progress(record, None),
        "message": "The file did not arrive",
        "last_updated": _epoch(record.created_at),
        "error_code": ErrorCode.NOT_RECEIVED.value,
        "error_message": "The file did not arrive in time. Nothing was kept; please upload it again.",
    }


def _progress(record: ExportRecord, counter: Counter | None) -> dict[str, int]:
    if counter is None:
        counts = Counter(0, 0).counts
        total = record.total_books or 0
        return {"total_books": total, "processed_books": 0, "percent_complete": 0, **counts}
    processed = counter.total - counter.remaining
    percent = 100 * processed // counter.total if counter.total else 100
    if record.status is Status.PROCESSING:
        percent = min(percent, 99)  # 100 is said only when the dashboard can be read
    return {
        "total_books": counter.total,
        "processed_books": processed,
        "percent_complete": percent,
        **counter.counts,
    }


def _message(record: ExportRecord, counter: Counter | None) -> str:
    if record.status is Status.COMPLETE:
        return "Processing complete"
    if record.status is Status.ERROR:
        return "Processing ended with an error"
    if record.awaits_file():
        return "waiting for the file"
    if counter is None:
        return "Reading the library"
    if counter.remaining:
        return f"Looking up books: {counter.total - counter.remaining} of {counter.total}"
    return "Making the dashboard"


def _estimate(record: ExportRecord, counter: Counter | None, now: dt.datetime) -> int | None:
    if counter is None or record.run_started_at is None or counter.remaining == counter.total:
        return None
    elapsed = (now - record.run_started_at).total_seconds()
    rate = (counter.total - counter.remaining) / max(elapsed, 0.001)
    return round(now.timestamp() + counter.remaining / rate)


def _last_change(record: ExportRecord, counter: Counter | None) -> dt.datetime:
    moments = [record.created_at, record.updated_at, counter.updated_at if counter else None]
    return max(moment for moment in moments if moment is not None)


def _epoch(moment: dt.datetime | None) -> float | None:
    return None if moment is None else round(moment.timestamp(), 3)
