"""Debian's chromium, for every test that looks at a page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser. Absent, the tests skip on a workstation and fail where CI says `true`."""
    # The same browser without its windows, which takes half the processor time.
    installed = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if installed is None:
        reason = "no chromium on the PATH (apt-get install chromium-headless-shell)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        yield running
        running.close()
