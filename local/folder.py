"""Where the one-machine cloud keeps its state, and what lies in that folder."""

from __future__ import annotations

import functools
import shutil
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
HOME_VARIABLE = "GOODREADS_STATS_HOME"


@dataclass(frozen=True, slots=True)
class StateFolder:
    """The state folder: `.local-cloud` in the checkout unless GOODREADS_STATS_HOME names another.

    Removing it while no cloud runs is a clean start. It holds readers' libraries, so only its owner may look
    in.
    """

    root: Path

    @classmethod
    def locate(cls, environment: Mapping[str, str]) -> StateFolder:
        """The folder that this environment asks for; it need not exist yet."""
        chosen = environment.get(HOME_VARIABLE)
        return cls(Path(chosen).expanduser().resolve() if chosen else CHECKOUT / ".local-cloud")

    @property
    def owner_lock(self) -> Path:
        """Locked by the process that runs the cloud, for as long as it lives."""
        return self.root / "owner.lock"

    @property
    def children_lock(self) -> Path:
        """Locked by the owner's child processes, for as long as any of them lives."""
        return self.root / "children.lock"

    @property
    def running(self) -> Path:
        """What a second start tells of the first: see `local.instance.Running`."""
        return self.root / "running.json"

    def pid_file(self, name: str) -> Path:
        """The number of the child process of that name, as text, left behind when it ends."""
        return self.root / f"{name}.pid"

    @property
    def emulator_state(self) -> Path:
        """The emulator's saved services, one JSON file each."""
        return self.root / "emulator" / "state"

    @property
    def objects(self) -> Path:
        """The emulator's S3 objects."""
        return self.root / "emulator" / "s3"

    @property
    def temporary(self) -> Path:
        """The emulator's TMPDIR. Emptied at each start."""
        return self.root / "emulator" / "tmp"

    @property
    def unpacked(self) -> Path:
        """The functions' archives, unpacked once for all starts."""
        return self.root / "emulator" / "functions"

    @property
    def emulator_log(self) -> Path:
        """What the emulator printed since its last start."""
        return self.root / "logs" / "emulator.log"

    @property
    def metrics_read(self) -> Path:
        """Up to which moment the functions' logs were read for metrics, in milliseconds since the epoch."""
        return self.root / "metrics-read"

    @property
    def deployed(self) -> Path:
        """There once a whole first start was saved."""
        return self.root / "deployed"

    @property
    def sample(self) -> Path:
        """The sample library's address for the page: `{"uuid": …}`."""
        return self.root / "sample.json"

    def dashboard(self, uuid: str) -> Path:
        """Where `process` leaves a dashboard's JSON."""
        return self.root / "dashboards" / f"{uuid}.json"

    def prepare(self) -> None:
        """Make the folders that a start needs, with the temporary one empty."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o700)
        self._discard_temporary()
        for folder in (self.emulator_state, self.objects, self.temporary, self.unpacked, self.emulator_log.parent):
            folder.mkdir(parents=True, exist_ok=True)
        (self.root / "dashboards").mkdir(exist_ok=True)

    def _discard_temporary(self) -> None:
        """Move the old temporary files aside and remove them meanwhile: they are tens of thousands."""
        if self.temporary.exists():
            self.temporary.rename(self.temporary.with_name(f"old-{time.time_ns()}"))
        for old in self.temporary.parent.glob("old-*"):
            remove = functools.partial(shutil.rmtree, old, ignore_errors=True)
            threading.Thread(target=remove, name="discard", daemon=True).start()
