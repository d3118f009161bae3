"""The authors' cells."""

from __future__ import annotations

import re

from domain.exports.text import single_spaced

# What follows a comma in a name but is no name of its own.
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|M\.?D|Ph\.?D|Esq)\.?", re.IGNORECASE)
_ROLE = re.compile(r"\s*\([^()]*\)$")


def split_people(cell: str) -> tuple[str, ...]:
    """The names in a comma-separated cell, in order; `Jr.` stays with its name."""
    if not cell or cell.isspace():
        return ()
    names: list[str] = []
    for name in map(str.strip, single_spaced(cell).split(",")):
        if names and _SUFFIX.fullmatch(name):
            names[-1] = f"{names[-1]}, {name}"
        elif name:
            names.append(name)
    return tuple(names)


def without_role(name: str) -> str:
    """A StoryGraph contributor without the role: `Shvorne Marks (Narrator)` gives `Shvorne Marks`."""
    return _ROLE.sub("", name)
