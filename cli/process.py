"""`goodreads-stats process`: one library export from file to dashboard."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from cli.cloud import Reached, reach
from cli.console import err, leave, out, say_facts
from cli.exits import Exit
from local.client import ApiError, LibraryClient, Status, Upload
from local.options import Sources

# Answers to an upload that are about the file and not about the service.
_ABOUT_THE_FILE = frozenset({400, 413, 422})


@dataclass(frozen=True, slots=True)
class Result:
    """What `--json` prints. `status` is `complete`, `rejected` or `failed`; `seconds` run from the acceptance.

    `data_path` is where the dashboard's JSON was written; null, as the names are, where there is none. `error`
    says why there is none.
    """

    uuid: str | None
    owner_token: str | None
    status: str
    total_books: int
    enriched: int
    partial: int
    not_found: int
    failed: int
    seconds: float
    data_path: str | None
    error: str | None = None

    @property
    def exit(self) -> Exit:
        """The exit status that says the same."""
        match self.status:
            case "complete":
                return Exit.GAPS if self.partial + self.failed else Exit.COMPLETE
            case "rejected":
                return Exit.REJECTED
            case _:
                return Exit.FAILED


def process(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A library export.")],
    sources: Annotated[
        Sources | None,
        typer.Option(help="Which book sources are asked; fixed when the local cloud starts, live by default."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
    include_unread: Annotated[
        bool, typer.Option("--include-unread", help="Look up books that are not read, too.")
    ] = False,
) -> None:
    """Upload a library export as the page does, wait for its dashboard, and say where it is."""
    try:
        with reach(sources) as cloud, LibraryClient(cloud.address) as client:
            result = _run(client, cloud, file, include_unread)
            if as_json:
                fields = asdict(result)
                if result.error is None:
                    del fields["error"]
                typer.echo(json.dumps(fields))
            else:
                _show(result, cloud)
    except KeyboardInterrupt:
        leave(Exit.INTERRUPTED, "Interrupted. What was accepted goes on when the local cloud runs again.")
    raise typer.Exit(result.exit)


def _run(client: LibraryClient, cloud: Reached, file: Path, include_unread: bool) -> Result:
    try:
        upload = client.upload(file, include_unread=include_unread)
    except ApiError as refusal:
        word = "rejected" if refusal.status in _ABOUT_THE_FILE else "failed"
        return Result(None, None, word, 0, 0, 0, 0, 0, 0.0, None, refusal.text)
    accepted = time.monotonic()
    status = _watch(client, upload)
    seconds = round(time.monotonic() - accepted, 3)
    data_path = None
    if status.state == "complete":
        data_path = cloud.folder.dashboard(upload.uuid)
        data_path.write_bytes(client.dashboard(upload.uuid))
    return _result(upload, status, seconds, data_path)


def _result(upload: Upload, status: Status, seconds: float, data_path: Path | None) -> Result:
    progress = status.progress
    word = "complete" if status.state == "complete" else status.error_code
    return Result(
        uuid=upload.uuid,
        owner_token=upload.owner_token,
        status=word if word in ("complete", "rejected") else "failed",
        total_books=progress.total_books,
        enriched=progress.enriched,
        partial=progress.partial,
        not_found=progress.not_found,
        failed=progress.failed,
        seconds=seconds,
        data_path=None if data_path is None else str(data_path),
        error=None if status.state == "complete" else status.error_message,
    )


def _watch(client: LibraryClient, upload: Upload) -> Status:
    """Follow the run to its end with a bar on standard error."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TextColumn("{task.fields[counts]}"), TimeElapsedColumn(), console=err) as bar:
        task = bar.add_task("Uploaded", total=None, counts="")

        def told(status: Status) -> None:
            progress = status.progress
            bar.update(
                task,
                description=status.message,
                total=progress.total_books if status.state == "complete" else progress.total_books or None,
                completed=progress.processed_books,
                counts=f"{progress.enriched} enriched, {progress.not_found} not found, {status.gaps} gaps",
            )

        return client.wait(upload.uuid, told)


def _show(result: Result, cloud: Reached) -> None:
    if result.error is not None:
        err.print(result.error, style="bold red", markup=False)
        return
    later = "http://127.0.0.1:8000" if cloud.for_this_call else cloud.address
    say_facts(
        {
            "books looked up": f"{result.total_books:,}",
            "enriched": f"{result.enriched:,}",
            "partial": f"{result.partial:,}",
            "not found": f"{result.not_found:,}",
            "failed": f"{result.failed:,}",
            "seconds": f"{result.seconds:.1f}",
            "data": str(result.data_path),
            "page": f"{later}/d/{result.uuid}#owner={result.owner_token}",
        }
    )
    if cloud.for_this_call:
        out.print("Run `goodreads-stats up` to open the page.")
