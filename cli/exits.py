"""The exit statuses of `goodreads-stats`."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a command's end means. `USAGE` is also what a wrong command line ends with."""

    COMPLETE = 0
    UNKNOWN = 1
    """There is no such export, or nothing to show of it yet."""
    USAGE = 2
    GAPS = 3
    """Complete, but sources failed to answer for some books."""
    REJECTED = 4
    """The file is not taken; the reason was said."""
    FAILED = 5
    """Something on this side went wrong."""
    INTERRUPTED = 130
