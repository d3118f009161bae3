"""A task that does nothing, for Dramatiq: `dramatiq benchmarks.peers.dramatiq_tasks`, with REDIS_URL."""

from __future__ import annotations

import importlib
import os
from typing import Any

import dramatiq

# Waiting for a result is one long call; by itself the client gives up after five seconds.
REDIS_URL = f"{os.environ['REDIS_URL']}?socket_timeout=600"

# Dramatiq's own brokers and results have no types.
brokers: Any = importlib.import_module("dramatiq.brokers.redis")
results: Any = importlib.import_module("dramatiq.results")
backends: Any = importlib.import_module("dramatiq.results.backends.redis")

broker = brokers.RedisBroker(url=REDIS_URL)
broker.add_middleware(results.Results(backend=backends.RedisBackend(url=REDIS_URL)))
dramatiq.set_broker(broker)


@dramatiq.actor(store_results=True)
def nothing(number: int) -> int:
    """Answer what was sent, so that the group knows of the end."""
    return number
