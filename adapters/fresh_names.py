"""Fresh names for a new export."""

from __future__ import annotations

import secrets
import uuid

from domain.pipeline.accept import Names


def new_names() -> Names:
    """Names for a new export; the uuid and the token cannot be guessed, and tell nothing of the inner key."""
    return Names(
        uuid=str(uuid.uuid4()),
        export_key=secrets.token_hex(12),
        owner_token=secrets.token_urlsafe(32),
        correlation_id=secrets.token_hex(8),
    )
