"""The first step: one way of writing for the many in which sources write the same heading."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Marks of the authority file a heading was taken from, left behind its text.
_AUTHORITY: Final = re.compile(
    r"\s*https?://\S+|\s*(?:\bfast\s*)?\((?:ocolc|noble|de-588|uri)\)\S*|\s+(?:gnd|sears|fast|lcsh|bisacsh|rvm)$"
)
_SUBFIELD: Final = re.compile(r"\s*[‡$|][vxyz]\s+")
# The stop of this abbreviation divides nothing: `Romans, nouvelles, etc. pour la jeunesse`.
_ETC: Final = re.compile(r"\betc\.")
_SPACES: Final = re.compile(r"\s+")
_JOINERS: Final = re.compile(r"[-_\u2010-\u2015]+")
_EDGES: Final = ' \t.,;:*"“”„«»[]'
# Letters that Unicode does not decompose and that catalogues write either way.
_LETTERS: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ʹ": None, "’": "'", "‘": "'", "ʼ": "'"}
)
_LATIN_MARKS: Final = re.compile("[\u0300-\u036f]")


def clean(raw: str) -> str:
    """`raw` in NFKC, case-folded, without Latin diacritics, authority marks, final stops and spare blanks.

    Cleaning twice changes nothing. The separators of a heading are kept: they are read by `split`.
    """
    text = raw
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
        text = unicodedata.normalize("NFC", _LATIN_MARKS.sub("", unicodedata.normalize("NFKD", text)))
    text = text.casefold()
    if "(" in text or " " in text:
        text = _AUTHORITY.sub("", text)
    text = _ETC.sub("etc", _SUBFIELD.sub("--", text))
    return _SPACES.sub(" ", text).strip(_EDGES)


def key(part: str) -> str:
    """The form under which the tables keep a cleaned heading or a part: `sci-fi & fantasy` → `sci fi and fantasy`."""
    text = part.replace("'", "").replace("&", " and ")
    text = _JOINERS.sub(" ", text)
    return _SPACES.sub(" ", text).strip(_EDGES)
