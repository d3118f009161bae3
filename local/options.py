"""How the one-machine cloud is started."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from local.emulator import PYTHON
from local.folder import CHECKOUT, StateFolder

SIMULATED_CATALOGUE = CHECKOUT / "local" / "sample" / "catalogue.jsonl.gz"


class Sources(StrEnum):
    """Which book sources are asked: the real ones, simulated ones on this machine, or only the catalogue."""

    LIVE = "live"
    SIMULATED = "simulated"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CloudOptions:
    """Everything that can be chosen at a start. Port 0 takes any free one; a taken `emulator_port` does too.

    `contact` is named to the live sources, which then answer faster. With a `google_key` Google Books is asked too.
    `catalogue` is what simulated sources answer from, and `simulated_pace` how many requests a second they are sent.
    `sample` says whether a first start processes the sample library.
    """

    folder: StateFolder
    sources: Sources = Sources.LIVE
    port: int = 8000
    emulator_port: int = 4566
    contact: str = ""
    google_key: str = field(default="", repr=False)
    catalogue: Path = SIMULATED_CATALOGUE
    simulated_pace: float = 50.0
    sample: bool = True
    emulator_python: Path = field(default=PYTHON)
