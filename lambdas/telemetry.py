"""What every function logs and measures, the same way."""

from __future__ import annotations

import hashlib

from aws_lambda_powertools import Logger, Metrics

logger = Logger(log_uncaught_exceptions=False)
metrics = Metrics()


def shown(name: str) -> str:
    """A public name in a form that logs may hold: the first 12 hex digits of its SHA-256."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]
