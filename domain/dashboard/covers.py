"""Addresses of cover pictures.

Open Library serves covers by cover id without a limit (https://openlibrary.org/dev/docs/api/covers): `-S` and
`-M` are its small and medium sizes. Another source's own address is used where there is no cover id.
"""

from __future__ import annotations

from domain.enrichment import Findings

_OPEN_LIBRARY = "https://covers.openlibrary.org/b/id"


def thumbnails(findings: Findings) -> tuple[str | None, str | None]:
    """The medium and the small picture's https address; None where no source knows one."""
    if findings.cover_id is not None and findings.cover_id > 0:
        return f"{_OPEN_LIBRARY}/{findings.cover_id}-M.jpg", f"{_OPEN_LIBRARY}/{findings.cover_id}-S.jpg"
    if findings.thumbnail is not None and findings.thumbnail.startswith("https://"):
        return findings.thumbnail, findings.thumbnail
    return None, None
