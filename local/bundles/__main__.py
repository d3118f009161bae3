"""`python -m local.bundles --platform host|aws [--function NAME] [--verify]`: build the bundles, list their sizes."""

from __future__ import annotations

import argparse
import sys

from local.bundles import BundleError, Platform, build_bundles
from local.bundles.verification import problems_of
from stacks.functions import FUNCTIONS


def main(arguments: list[str] | None = None) -> int:
    """Build, list, and answer the exit status: 0, or 1 with the reason on stderr."""
    parser = argparse.ArgumentParser(prog="python -m local.bundles", description=__doc__)
    parser.add_argument("--platform", type=Platform, choices=list(Platform), default=Platform.HOST)
    parser.add_argument("--function", choices=sorted(FUNCTIONS), action="append", help="only this one")
    parser.add_argument("--verify", action="store_true", help="check that each would start where it is to run")
    chosen = parser.parse_args(arguments)
    try:
        bundles = build_bundles(chosen.platform, names=chosen.function)
    except BundleError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for name, bundle in sorted(bundles.items()):
        sys.stdout.write(f"{name:12} {bundle.archive.stat().st_size / 1e6:6.2f} MB  {bundle.digest[:16]}\n")
    if not chosen.verify:
        return 0
    problems = [each for name, bundle in bundles.items() for each in problems_of(name, bundle, chosen.platform)]
    sys.stderr.write("".join(f"{problem}\n" for problem in problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
