"""Debian's chromium, for every test that looks at a page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser

from benchmarks import page_in_browser


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser. Absent, the tests skip on a workstation and fail where CI says `true`."""
    try:
        with page_in_browser.chromium() as running:
            yield running
    except page_in_browser.BrowserMissingError as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))
