"""Reviews: from the markup that an export carries to plain text.

Reviews are up to a megabyte of anything, so every pattern here takes time linear in the text.
"""

from __future__ import annotations

import html
import re
import unicodedata

_SPOILER = re.compile(r"<spoiler\b|\(view spoiler\)\[", re.IGNORECASE)
_INVISIBLE = (
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<script\b", re.IGNORECASE), re.compile(r"</script\b[^<>]*>", re.IGNORECASE)),
    (re.compile(r"<style\b", re.IGNORECASE), re.compile(r"</style\b[^<>]*>", re.IGNORECASE)),
)
_BREAK = re.compile(r"</?(?:br|p|div|blockquote|ul|ol|li|h[1-6]|pre|hr|table|tr)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>|<[!?][^<>]*>", re.IGNORECASE)
_LIKE_A_TAG = re.compile(r"(?<!<)<++(?=[a-z/!?][^<>]*>)", re.IGNORECASE)
# Only with the semicolon: in plain text `?a=1&copy=2` is an address.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_EMPTY_LINES = re.compile(r"\n{3,}")


def has_spoilers(spoiler: str, review: str) -> bool:
    """Whether the column `Spoiler` says so of a review, or a part of it is marked up as one."""
    return spoiler.strip().casefold() == "true" or _SPOILER.search(review) is not None


def plain_text(cell: str) -> str | None:
    """A review as plain text, or None where nothing is left.

    Lines are broken at `br` and around blocks; every other tag goes and leaves its text; comments and scripts
    go whole. What is left never holds a complete tag, not even one that was escaped.
    """
    text = cell
    if "<" in text:
        for opening, closing in _INVISIBLE:
            text = _without(text, opening, closing)
        text = _TAG.sub("", _BREAK.sub("\n", text))
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    if "<" in text:
        text = _LIKE_A_TAG.sub("", _TAG.sub("", text))
    if not text.isprintable():
        text = _CONTROLS.sub("", text)
        text = "\n".join(line.strip() for line in text.splitlines())
        text = _EMPTY_LINES.sub("\n\n", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.strip() or None


def to_markup(text: str) -> str:
    """Plain text in an export's markup, so that `plain_text` gives it back."""
    return html.escape(text, quote=False).replace("\n", "<br/>")


def _without(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    """The text without what stands from each opening to the closing after it."""
    kept = []
    at = 0
    while (start := opening.search(text, at)) and (end := closing.search(text, start.end())):
        kept.append(text[at : start.start()])
        at = end.end()
    kept.append(text[at:])
    return "".join(kept)


def _character(match: re.Match[str]) -> str:
    return html.unescape(match.group())
