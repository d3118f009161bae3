"""The site as it is published: pages and contracts under their own addresses, all else in a folder of its content.

A browser keeps what is in that folder for a year without asking, since another content has another address. What has
its own address is asked for each time. This module imports nothing of the CDK.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# The system's own table differs from machine to machine.
MEDIA_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".yaml": "application/yaml",
}
_PAGE: Final = ".html"
_UNDER_THEIR_OWN: Final = (_PAGE, ".yaml", ".json")
SAMPLE: Final = "/sample.json"
"""What an operator may put beside the site: which library the start page offers as a sample."""
_ASKED_EACH_TIME: Final = "no-cache"
_KEPT_FOR_A_YEAR: Final = "public, max-age=31536000, immutable"


class SiteUnpublishableError(Exception):
    """A file of the site cannot be published as it is."""


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file at its address (`/index.html`), with its headers."""

    address: str
    body: bytes
    media_type: str
    cache_control: str


def published_files(site: Path) -> list[PublishedFile]:
    """The files of the folder `site`, what pages need before the pages.

    Pages name other files by absolute addresses, scripts and styles by relative ones. Raises SiteUnpublishableError
    for a file of unknown type, and where a script or style names another file absolutely.
    """
    files = {f"/{path.relative_to(site).as_posix()}": path for path in sorted(site.rglob("*")) if path.is_file()}
    kept = {address: path.read_bytes() for address, path in files.items() if path.suffix not in _UNDER_THEIR_OWN}
    _check(files, kept)
    folder = f"/{_digest(kept)}"
    published = [
        PublishedFile(folder + address, body, MEDIA_TYPES[Path(address).suffix], _KEPT_FOR_A_YEAR)
        for address, body in kept.items()
    ]
    for address, path in sorted(files.items(), key=lambda file: file[1].suffix == _PAGE):
        if address not in kept:
            body = path.read_bytes()
            if path.suffix == _PAGE:
                for other in kept:
                    body = body.replace(f'"{other}"'.encode(), f'"{folder}{other}"'.encode())
            published.append(PublishedFile(address, body, MEDIA_TYPES[path.suffix], _ASKED_EACH_TIME))
    return published


def own_addresses(site: Path) -> list[str]:
    """The addresses of what lies under its own: pages and contracts of the folder `site`, and `SAMPLE`."""
    files = {f"/{path.relative_to(site).as_posix()}" for path in site.rglob("*") if path.suffix in _UNDER_THEIR_OWN}
    return sorted({*files, SAMPLE})


def _digest(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for address, body in files.items():
        digest.update(address.encode() + b"\0" + hashlib.sha256(body).digest())
    return digest.hexdigest()[:16]


def _check(files: dict[str, Path], kept: dict[str, bytes]) -> None:
    for address, path in files.items():
        if path.suffix not in MEDIA_TYPES:
            raise SiteUnpublishableError(f"{path}: no media type is known for {path.suffix or 'a file without suffix'}")
        for other in kept:
            if address in kept and f'"{other}"'.encode() in kept[address]:
                raise SiteUnpublishableError(f"{path} names {other} by an absolute address")
