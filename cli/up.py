"""`goodreads-stats up`: the whole pipeline on this machine, until Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import webbrowser
from typing import Annotated

import typer

from cli.cloud import CONTACT_VARIABLE, agree, options, start, wait_for_start
from cli.console import leave, out, say_facts
from cli.exits import Exit
from local.cloud import LocalCloud
from local.instance import AlreadyRunningError
from local.options import Sources


def up(
    sources: Annotated[
        Sources | None, typer.Option(help="Which book sources are asked; live unless said otherwise.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where the page is served; 0: any free port.")] = 8000,
    emulator_port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where AWS is emulated; another one when it is taken.")
    ] = 4566,
    open_page: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = False,
) -> None:
    """Run the whole pipeline on this machine and serve the page, until Ctrl-C."""
    began = time.monotonic()
    chosen = options(sources=sources, port=port, emulator_port=emulator_port, sample=True)
    # Whoever ends this process politely gets the same orderly end as with Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        cloud = start(chosen)
    except AlreadyRunningError as already:
        running = wait_for_start(already, chosen.folder)
        agree(running, sources)
        out.print(f"A local cloud already runs at {running.address} (process {running.pid}).")
        _open(running.address, open_page)
        return
    except KeyboardInterrupt:
        leave(Exit.INTERRUPTED, "Stopped before it had started.")
    _tell(cloud, time.monotonic() - began)
    _open(cloud.address, open_page)
    _serve(cloud)


def _serve(cloud: LocalCloud) -> None:
    """Wait for the end, wanted or not."""
    died = False
    try:
        while cloud.emulator_runs():
            time.sleep(0.5)
        died = True
    except KeyboardInterrupt:
        out.print("\nStopping …")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    cloud.stop()
    if died:
        leave(Exit.FAILED, f"The emulator ended by itself; see {cloud.options.folder.emulator_log}")


def _tell(cloud: LocalCloud, seconds: float) -> None:
    folder = cloud.options.folder
    facts = {"page": cloud.address}
    if folder.sample.exists():
        facts["sample"] = f"{cloud.address}/d/{json.loads(folder.sample.read_text())['uuid']}"
    facts |= {"sources": _sources(cloud), "AWS": cloud.deployment.endpoint, "state": str(folder.root)}
    say_facts(facts)
    recovered = cloud.recovered
    for number, what in (
        (recovered.restored, "taken in again: their rows were lost when the last run was killed"),
        (recovered.resumed, "going on where the last run stopped"),
        (recovered.erased, "deleted once more"),
    ):
        if number:
            out.print(f"{number} libraries {what}" if number > 1 else f"1 library {what}")
    out.print(f"Started in {seconds:.1f} s. Ctrl-C stops it.")


def _sources(cloud: LocalCloud) -> str:
    match cloud.options.sources:
        case Sources.LIVE if not cloud.options.contact:
            return f"live, one request a second (more with an e-mail address in {CONTACT_VARIABLE})"
        case Sources.NONE:
            return "none: only what the catalogue knows"
        case other:
            return other.value


def _open(address: str, wanted: bool) -> None:
    """Show the page where there is a desktop; a text browser would take the terminal over."""
    desktop = sys.platform == "darwin" or {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys()
    if wanted and desktop:
        webbrowser.open(address)
