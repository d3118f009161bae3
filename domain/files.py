"""The keys of an export's files. Everything of an export lies under one of these prefixes and its key.

| prefix | holds | lives |
|---|---|---|
| `uploads/` | the raw file of a run | 7 days |
| `processing/` | its books and their preview | with the export |
| `data/` | its dashboard: shareable view, owner's view, evidence | with the export |
| `tombstones/` | that the export was deleted | 400 days |
"""

from __future__ import annotations

from dataclasses import dataclass

PREFIXES = ("uploads", "processing", "data")


@dataclass(frozen=True, slots=True)
class RawFile:
    """Of which export and run a raw file is."""

    export_key: str
    run: int


def raw_key(export_key: str, run: int) -> str:
    """The raw CSV file of a run."""
    return f"uploads/{export_key}/{run}/raw.csv"


def parse_raw_key(key: str) -> RawFile | None:
    """The inverse of `raw_key`; None for any other key."""
    match key.split("/"):
        case ["uploads", export_key, run, "raw.csv"] if run.isdecimal():
            return RawFile(export_key, int(run))
        case _:
            return None


def books_key(export_key: str, run: int) -> str:
    """The books that were read from a run's file, with the report of the reading."""
    return f"processing/{export_key}/{run}/books.json"


def preview_key(export_key: str, run: int) -> str:
    """The dashboard of a run before anything is known of its books; gzipped JSON."""
    return f"processing/{export_key}/{run}/preview.json.gz"


def dashboard_key(export_key: str, run: int) -> str:
    """The shareable view of a run's dashboard; gzipped JSON."""
    return f"data/{export_key}/{run}/dashboard.json.gz"


def owner_key(export_key: str, run: int) -> str:
    """The owner's view of a run's dashboard; gzipped JSON."""
    return f"data/{export_key}/{run}/owner.json.gz"


def evidence_key(export_key: str, run: int) -> str:
    """Why each book of a run has its genres and its outcome; gzipped JSON."""
    return f"data/{export_key}/{run}/evidence.json.gz"


def tombstone_key(export_key: str) -> str:
    """The mark of a deleted export."""
    return f"tombstones/{export_key}"


def export_prefixes(export_key: str) -> list[str]:
    """The prefixes that hold everything of an export but its tombstone."""
    return [f"{prefix}/{export_key}/" for prefix in PREFIXES]
