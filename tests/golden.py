"""Golden files: what is handed over at each hop of an event, checked in under `tests/contract/golden`.

`GOLDEN=write pytest tests/contract/test_hops.py` writes them anew; their difference is then read like code.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "contract" / "golden"


def golden(name: str) -> Any:
    """The golden file `name`.json."""
    return json.loads(_path(name).read_text())


def compare(name: str, made: object, *, seen_as: Callable[[Any], object] = lambda value: value) -> None:
    """Compare what was made with a golden file, both as `seen_as` shows them."""
    shown = seen_as(json.loads(json.dumps(made)))
    if os.environ.get("GOLDEN") == "write" and not (_path(name).exists() and shown == seen_as(golden(name))):
        _path(name).write_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n")
    assert shown == seen_as(golden(name))


def _path(name: str) -> Path:
    return FOLDER / f"{name}.json"
