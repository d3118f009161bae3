"""Dewey and Library of Congress numbers as a signal of form and genre."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from domain.genres.tables import Meaning, Tables

_DDC: Final = re.compile(r"^\[?(\d{3})(?:(?:\./?|/\.?)(\d[\d/]*))?(?:\s+(?:\[\w+\]|[a-z]{1,2}\d*|\d{2}))*\]?$")
_LCC: Final = re.compile(r"^([a-z]{1,3})[-\s]*\d")
# Among subjects a number must look the part, with its cutter or at least three digits: `ww2` is no class.
_LCC_HEADING: Final = re.compile(
    r"^[a-z]{1,3}\s?\d{1,4}(?:\.\d+)?[\s.]+[a-z]\d\S*(?:\s\w+)*$"
    r"|^[a-z]{1,3}\s?\d{3,4}$"
    r"|^[a-z]{2}\s\d{1,4}(?:\s\w+)*\s\d{4}$"
)
# The standard subdivision for persons makes a biography of any number: `530.092`, `780.92`.
_OF_PERSONS: Final = re.compile(r"\.\d*092\d?$|0\.92\d?$")
_FICTION_CALL: Final = re.compile(r"^\[?(?:fic|f)\b")
_EASY_CALL: Final = re.compile(r"^\[(?:e|jfic|j|fic e)\]$")


def is_call_number(cleaned: str) -> bool:
    """Whether a string among the subjects is a class number and no heading."""
    return _DDC.match(cleaned) is not None or _LCC_HEADING.match(cleaned) is not None


def dewey(number: str, tables: Tables) -> tuple[Meaning, ...]:
    """The meanings of a Dewey number (`813/.54`, `530.092`, `[Fic]`); none if it is no number or says nothing."""
    text = number.strip().lower()
    if _EASY_CALL.match(text):
        return (tables.headings["children's stories"],)
    if _FICTION_CALL.match(text):
        return (tables.headings["fiction"],)
    found = _DDC.match(text)
    if found is None:
        return ()
    whole, decimals = found.group(1), (found.group(2) or "").replace("/", "")
    full = f"{whole}.{decimals}" if decimals else whole
    subject = _longest(full, tables.ddc)
    return (tables.ddc["92"], *subject) if _OF_PERSONS.search(full) else subject


def library_of_congress(number: str, tables: Tables) -> tuple[Meaning, ...]:
    """The meaning of a Library of Congress number (`PS3553.A655 E58 2002`, `QH437 .D38`), or none."""
    found = _LCC.match(number.strip().lower())
    return () if found is None else _longest(found.group(1), tables.lcc)


def _longest(number: str, table: Mapping[str, Meaning]) -> tuple[Meaning, ...]:
    for length in range(len(number), 0, -1):
        meaning = table.get(number[:length])
        if meaning is not None:
            return (meaning,)
    return ()
