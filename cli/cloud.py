"""Reaching the one-machine cloud: the one that runs, or one for the length of a command."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from adapters.cloudformation import DeploymentError
from cli.console import leave, working
from cli.exits import Exit
from local.bundles import BundleError
from local.client import ApiError, ApiUnreachableError
from local.cloud import LocalCloud
from local.emulator import EmulatorFailedError, EmulatorMissingError
from local.folder import StateFolder
from local.instance import AlreadyRunningError, LeftoverProcessError, Running, find_running
from local.options import SIMULATED_CATALOGUE, CloudOptions, Sources
from local.sources_process import SourcesFailedError
from local.web_server import PortTakenError
from stacks.synthesis import SynthesisError

CONTACT_VARIABLE: Final = "GOODREADS_STATS_CONTACT"
GOOGLE_KEY_VARIABLE: Final = "GOODREADS_STATS_GOOGLE_KEY"
CATALOGUE_VARIABLE: Final = "SIMULATED_CATALOGUE"
START_PATIENCE: Final = 120.0  # seconds; a first start builds every function

# What may go wrong with a cloud, each with a text for the person at the terminal.
TROUBLES: Final = (
    *(LeftoverProcessError, EmulatorMissingError, EmulatorFailedError, SourcesFailedError),
    *(BundleError, SynthesisError, DeploymentError, ApiError, ApiUnreachableError),
)


@dataclass(frozen=True, slots=True)
class Reached:
    """A cloud that answers: its origin, its state folder, and whether it ends with the command."""

    address: str
    folder: StateFolder
    for_this_call: bool


def options(*, sources: Sources | None, port: int, emulator_port: int, sample: bool) -> CloudOptions:
    """The options of a start, with what the environment adds."""
    return CloudOptions(
        folder=StateFolder.locate(os.environ),
        sources=sources or Sources.LIVE,
        port=port,
        emulator_port=emulator_port,
        contact=os.environ.get(CONTACT_VARIABLE, ""),
        google_key=os.environ.get(GOOGLE_KEY_VARIABLE, ""),
        catalogue=Path(os.environ.get(CATALOGUE_VARIABLE) or SIMULATED_CATALOGUE),
        sample=sample,
    )


def start(chosen: CloudOptions) -> LocalCloud:
    """Start a cloud, showing what is being done. Ends the command with a reason where that fails.

    Raises AlreadyRunningError only.
    """
    with working("Starting the emulator") as say:
        try:
            return LocalCloud.start(chosen, say)
        except PortTakenError as taken:
            leave(Exit.USAGE, f"{taken} with --port")
        except TROUBLES as trouble:
            leave(Exit.FAILED, str(trouble))


def agree(running: Running, sources: Sources | None) -> None:
    """Other sources than those that the running cloud asks are a usage error."""
    if sources is not None and sources.value != running.sources:
        leave(
            Exit.USAGE,
            f"The local cloud at {running.address} runs with --sources {running.sources}, which is fixed when "
            f"it starts. Stop it first, or leave --sources out.",
        )


@contextlib.contextmanager
def reach(sources: Sources | None = None) -> Iterator[Reached]:
    """The running cloud, else one that is started and stopped again. Troubles end the command with a reason."""
    folder = StateFolder.locate(os.environ)
    with contextlib.ExitStack() as ending:
        cloud = _start_unless_running(folder, sources)
        if isinstance(cloud, LocalCloud):
            ending.callback(cloud.stop)
        else:
            agree(cloud, sources)
        try:
            yield Reached(cloud.address, folder, for_this_call=isinstance(cloud, LocalCloud))
        except TROUBLES as trouble:
            leave(Exit.FAILED, str(trouble))


def wait_for_start(already: AlreadyRunningError, folder: StateFolder) -> Running:
    """The cloud that another process runs, once it has started."""
    if already.running is not None:
        return already.running
    deadline = time.monotonic() + START_PATIENCE
    with working("Waiting for another local cloud that is starting"):
        while (running := find_running(folder)) is None:
            if time.monotonic() > deadline:
                leave(Exit.FAILED, f"A local cloud has been starting on {folder.root} for too long.")
            time.sleep(0.2)
    return running


def _start_unless_running(folder: StateFolder, sources: Sources | None) -> LocalCloud | Running:
    running = find_running(folder)
    if running is not None:
        return running
    try:
        return start(options(sources=sources, port=0, emulator_port=0, sample=False))
    except AlreadyRunningError as already:
        return wait_for_start(already, folder)
