"""The headers that CloudFront adds to every answer, for the site server."""

from __future__ import annotations

from stacks.page_headers import PERMISSIONS_POLICY, REFERRER_POLICY, content_security_policy

# Strict-Transport-Security is missing: RFC 6797 forbids it over plain HTTP.
API_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": REFERRER_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
}


def page_headers(bucket_origin: str) -> dict[str, str]:
    """The headers of the page and its files; presigned requests go to `bucket_origin`, the emulator's."""
    return API_HEADERS | {"Content-Security-Policy": content_security_policy(bucket_origin)}
