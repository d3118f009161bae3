"""Text as an export spells it: composed (NFC) and trimmed, on one line, nothing else changed.

Joiners and bidirectional marks are spelling in Persian, Indic and mixed-direction titles and stay.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAKS = re.compile(r"[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]+")
_BYTE_ORDER_MARK = "\ufeff"
# What str.strip() takes for white space, and the mark, which some program left at the start of a cell.
_SPACE = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000" + _BYTE_ORDER_MARK
)


def one_line(cell: str) -> str:
    """A title as exported, trimmed and composed; runs of line breaks and tabs become one space."""
    text = cell.strip() if cell.isascii() else _composed(cell).strip(_SPACE)
    return text if text.isprintable() else _LINE_BREAKS.sub(" ", text)


def single_spaced(cell: str) -> str:
    """A name, composed, with each run of white space as one space."""
    text = cell if cell.isascii() else _composed(cell).replace(_BYTE_ORDER_MARK, " ")
    return " ".join(text.split())


def name(cell: str) -> str | None:
    """A name of a person, publisher, binding or shelf, single-spaced; None for a blank."""
    return single_spaced(cell) or None


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
