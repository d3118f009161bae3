"""What the page weighs and how fast it draws, in a real browser: `python -m benchmarks.page [--json]`.

- `start_kb`, `dashboard_kb`: what a first visit receives, headers and compressed bodies, in kB of 1,000 bytes; the
  dashboard is that of 762 books with its data. Covers are not fetched.
- `drawn_ms_762`, `drawn_ms_10k`: from the last byte of the data to a frame with every chart, or the table of books,
  painted; the worse of the two rooms. The best of several visits, so that a busy machine does not decide.
- `nodes_10k`: the elements on the page with 10,000 books, in the larger of the two rooms.
"""

from __future__ import annotations

import argparse
import json
import sys

from playwright.sync_api import Browser

from benchmarks.made_dashboards import large_dashboard, real_dashboard
from benchmarks.page_in_browser import LIBRARY, UUID, BrowserMissingError, Visit, chromium, site, visit
from domain.dashboard import Dashboard

BOOKS = 762
MANY_BOOKS = 10_000
_ROUNDS = 5
_ROOMS = (LIBRARY, f"{LIBRARY}/books")


def rooms(running: Browser, dashboard: Dashboard) -> list[list[Visit]]:
    """Several visits of each room."""
    with site(dashboard) as address:
        return [[visit(running, address + room, draws=True) for _ in range(_ROUNDS)] for room in _ROOMS]


def drawn_ms(visits: list[list[Visit]]) -> int:
    """The best time of the slower room."""
    return round(max(min(each.drawn_ms for each in room) for room in visits))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    options = parser.parse_args()
    try:
        with chromium() as running:
            with site() as address:
                start = visit(running, address, draws=False)
            usual = rooms(running, real_dashboard(BOOKS, UUID))
            many = rooms(running, large_dashboard(MANY_BOOKS, UUID))
    except BrowserMissingError as missing:
        sys.exit(str(missing))
    measured = {
        "start_kb": round(start.received / 1000, 1),
        "dashboard_kb": round(max(each.received for each in usual[0]) / 1000, 1),
        "drawn_ms_762": drawn_ms(usual),
        "drawn_ms_10k": drawn_ms(many),
        "nodes_10k": max(each.nodes for room in many for each in room),
    }
    if options.json:
        print(json.dumps(measured))
        return
    for name, value in measured.items():
        print(f"{name:<14} {value}")


if __name__ == "__main__":
    main()
