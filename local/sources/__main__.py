"""`python -m local.sources --port P --catalogue FILE`: serves the simulated sources until stopped."""

from __future__ import annotations

import argparse
from pathlib import Path

from local.sources.running import serve


def main() -> None:
    """Reads the command line and serves."""
    parser = argparse.ArgumentParser(prog="python -m local.sources", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one (default)")
    parser.add_argument("--catalogue", type=Path, required=True, help="JSON Lines, gzip allowed")
    parser.add_argument("--until-input-ends", action="store_true", help="stop when standard input closes")
    given = parser.parse_args()
    serve(given.catalogue, given.port, until_input_ends=given.until_input_ends)


if __name__ == "__main__":
    main()
