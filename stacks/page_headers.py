"""The headers every page is sent with, by CloudFront and by the one-machine site server alike.

This module imports nothing of the CDK.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

REFERRER_POLICY: Final = "no-referrer"
PERMISSIONS_POLICY: Final = "camera=(), geolocation=(), microphone=()"
# Covers, and where Open Library redirects them to.
_COVER_HOSTS: Final = (
    "https://covers.openlibrary.org",
    "https://archive.org",
    "https://*.us.archive.org",
    "https://books.google.com",
)


def content_security_policy(bucket_origin: str, *, style_hashes: Iterable[str] = ()) -> str:
    """The Content-Security-Policy of every page.

    `bucket_origin` is scheme and host of the data bucket, for presigned requests. `style_hashes` are the
    `sha256-…` sources of inline styles that a vendored library adds.
    """
    directives = {
        "default-src": ("'none'",),
        "script-src": ("'self'",),
        "style-src": ("'self'", *(f"'{source}'" for source in style_hashes)),
        "font-src": ("'self'",),
        "img-src": ("'self'", "data:", *_COVER_HOSTS),
        "connect-src": ("'self'", bucket_origin),
        "manifest-src": ("'self'",),
        "form-action": ("'none'",),
        "base-uri": ("'none'",),
        "frame-ancestors": ("'none'",),
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())
