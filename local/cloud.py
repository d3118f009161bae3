"""The one-machine cloud: the emulator, the deployed template, the sources, and the site in front."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from local.deployment import Deployment, deploy_stacks
from local.emulator import Emulator, free_port
from local.folder import CHECKOUT
from local.instance import Instance, Running
from local.options import CloudOptions, Sources
from local.recovery import Recovered, recover
from local.site import build_site
from local.sources_process import SourcesProcess
from local.starter import load_starter_catalogue, process_sample
from local.warming import warm_up
from local.web_server import WebServer, listen

WEB = CHECKOUT / "web"

Say = Callable[[str], None]
"""Takes one line about what is being done."""


@dataclass(frozen=True, slots=True)
class LocalCloud:
    """A running one-machine cloud. Leave it with `stop`, or use it as a context."""

    options: CloudOptions
    deployment: Deployment
    recovered: Recovered
    _site: WebServer
    _emulator: Emulator
    _sources: SourcesProcess | None
    _ending: contextlib.ExitStack

    @classmethod
    def start(cls, options: CloudOptions, say: Say = lambda _line: None) -> LocalCloud:
        """Start everything and return when the page answers. Nothing is left running when it raises.

        Raises AlreadyRunningError, LeftoverProcessError, PortTakenError, EmulatorMissingError,
        EmulatorFailedError, SourcesFailedError, BundleError, SynthesisError and DeploymentError.
        """
        folder = options.folder
        with contextlib.ExitStack() as ending:
            instance = Instance.claim(folder)
            ending.callback(instance.release)
            listener = ending.enter_context(listen(options.port))
            folder.prepare()
            saved = folder.deployed.exists()
            sources = _start_sources(options, instance, ending)
            emulator = Emulator.start(
                folder, free_port(options.emulator_port), instance.children_lock, options.emulator_python
            )
            ending.callback(emulator.stop)
            say("Deploying what changed" if saved else "Building and deploying; only the first start does all of it")
            deployment = deploy_stacks(emulator.endpoint, _parameters(options, sources), google_key=options.google_key)
            load_starter_catalogue(deployment.catalogue(), _now())
            recovered = recover(deployment, _now)
            site = WebServer(build_site(WEB, deployment.api, emulator.endpoint, folder.sample), listener)
            site.start()
            ending.callback(site.stop)
            if options.sample and not folder.sample.exists():
                say("Processing the sample library")
                process_sample(site.address, folder.sample)
            if not saved:
                # Rows are kept at a clean stop only. With one now, a kill later finds the deployment again.
                emulator.restart()
                folder.deployed.touch()
            warm_up(deployment)
            instance.announce(Running(os.getpid(), site.address, emulator.endpoint, options.sources.value))
            return cls(options, deployment, recovered, site, emulator, sources, ending.pop_all())

    @property
    def address(self) -> str:
        """The origin of the page and the API."""
        return self._site.address

    @property
    def sources_address(self) -> str | None:
        """Where the simulated sources answer and are set; None where none are simulated."""
        return None if self._sources is None else self._sources.wait_for_address()

    def emulator_runs(self) -> bool:
        """Whether the emulator is still there."""
        return self._emulator.exit_status() is None

    def stop(self) -> None:
        """Save the state and end every process, within five seconds."""
        self._emulator.let_go()  # everything ends at the same time; closing waits for each
        if self._sources is not None:
            self._sources.let_go()
        self._ending.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _start_sources(options: CloudOptions, instance: Instance, ending: contextlib.ExitStack) -> SourcesProcess | None:
    if options.sources is not Sources.SIMULATED:
        return None
    sources = SourcesProcess(options.folder, options.catalogue, instance.children_lock)
    ending.callback(sources.stop)
    return sources


def _parameters(options: CloudOptions, sources: SourcesProcess | None) -> dict[str, str]:
    """The template's parameters for the chosen sources. An empty address turns a source off."""
    contact = {"SourcesContact": options.contact} if options.contact else {}
    if sources is not None:
        address = sources.wait_for_address()
        return {
            **contact,
            "OpenLibraryUrl": address,
            "GoogleBooksUrl": address,
            "OpenLibraryRequestsPerSecond": str(options.simulated_pace),
        }
    if options.sources is Sources.NONE:
        return {"OpenLibraryUrl": "", "GoogleBooksUrl": ""}
    return contact


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
