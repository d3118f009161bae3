"""This process's AWS environment: the emulator's, whatever account it was set up for."""

from __future__ import annotations

import os

from local.emulator import REGION

# The emulator takes any key; one of twelve digits would be an account of its own.
_OWN = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
}
_FOREIGN = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_CONFIG_FILE", "AWS_CA_BUNDLE")


def be_local() -> None:
    """From here on this process has the emulator's account and region, and no real one's keys."""
    for name in _FOREIGN:
        os.environ.pop(name, None)
    os.environ.update(_OWN)
