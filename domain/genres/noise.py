"""Strings among the subjects that are no subjects: machine tags, badges, call numbers, characters, people, dates.

Each has a kind, so that the unmapped report stays a list of real headings, and so that the few that say
something after all (a character is only made up in fiction) can be read.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from domain.genres.clean import key
from domain.genres.split import Heading
from domain.genres.tables import Tables


class NoiseKind(StrEnum):
    """Why a string is not read as a heading. The first five are the kinds of `tables/noise.tsv`."""

    BADGE = "badge"
    LENDING = "lending"
    FORMAT = "format"
    SCHOOL = "school"
    FILING = "filing"
    TAG = "machine tag"
    CALL_NUMBER = "call number"
    CHARACTER = "fictitious character"
    PLACE = "place"
    PERSON = "person"
    DATE = "date"
    PEOPLE = "people or language"
    WORK = "another work"
    EMPTY = "empty"


# `genre:fantasy` and `form:novel` are headings with a name before them.
_NAMED_VALUE: Final = re.compile(r"^(?:genre|form|subject|topic|category)[:=]\s*(.+)$")
_TAG: Final = re.compile(
    r"^[\w.-]+=[\w.-]*$"
    r"|^(?:nyt|award|prize|series|serie|collectionid|place|person|time|openlibrary|lccn|oclc|isbn)[:=]\s*\S"
    r"|^[^\W_]+(?:_[^\W_]+)+$"
)
_TAG_WORDS: Final = re.compile(r"[a-z]+")
_LEVEL: Final = re.compile(
    r"^(?:reading level|lexile|grades?|ages?|key stage|children: grades|spanish: grades|for (?:nvq|snvq|gcse|ks))\b"
    r"|\bgrades? \d|^\d+\+$"
)
_TRANSLATION: Final = re.compile(
    r"^(?:translations?|texts|traductions?|traducciones|ubersetzungen?) \w+"
    r"|\b(?:language (?:edition|materials|books)|translations|tlumaczenia \w+)$"
)
_CHARACTER: Final = re.compile(
    r"\bfic(?:ti|it)\w* (?:character|personnage)s?\b|\bpersonnages? ficti|\bpersonaje (?:de )?(?:ficti|litera)"
)
_YEARS: Final = re.compile(r",?\s*\d{3,4}\s*-(?:\s*\d{3,4})?(?!\d)")
_PERSON: Final = re.compile(r"^[^\d,]+,\s[^\d]+,?\s*(?:ca\. |b\. )?\d{2,4}\s*(?:b\.c\.\s*)?-")
_DATE: Final = re.compile(
    r"^(?:\d{1,4}s?(?:\s*-\s*\d{1,4})?|\d{1,2}(?:st|nd|rd|th) century|c \d{3,4} to c \d{3,4}"
    r"|nineteen \w+ies|(?:to|since|until|early works to) \d{3,4})$"
)
_WORK: Final = re.compile(r"^[^()]+\([^(),]+, [^()]+\)$|\bseries$|\(series\)$|\b(?:trilogy|saga|cycle|quintet)$")
_PATTERNS: Final = (
    (NoiseKind.TAG, _TAG),
    (NoiseKind.SCHOOL, _LEVEL),
    (NoiseKind.FILING, _TRANSLATION),
    (NoiseKind.CHARACTER, _CHARACTER),
    (NoiseKind.DATE, _DATE),
)


def tag_value(cleaned: str) -> str:
    """The heading in a tag that names it (`genre:fantasy`), else the string itself."""
    found = _NAMED_VALUE.match(cleaned)
    return found.group(1) if found else cleaned


def tag_words(cleaned: str) -> list[str]:
    """The words of a machine tag before its value: `nyt:hardcover-fiction=2015-10-25` → nyt, hardcover, fiction."""
    return _TAG_WORDS.findall(cleaned.partition("=")[0])


def kind_of_noise(cleaned: str, tables: Tables) -> NoiseKind | None:
    """The kind of noise that a whole cleaned string is, or None if it is to be read."""
    if not _has_letters(cleaned):
        return NoiseKind.DATE if cleaned else NoiseKind.EMPTY
    for kind, pattern in _PATTERNS:
        if pattern.search(cleaned):
            return kind
    name = key(cleaned)
    if name in tables.noise:
        return NoiseKind(tables.noise[name])
    if name in tables.places:
        return NoiseKind.PLACE
    return NoiseKind.PEOPLE if name in tables.nationalities else None


def kind_of_unknown(cleaned: str, heading: Heading, tables: Tables) -> NoiseKind | None:
    """The kind of noise that a string is in which no table knows a word, or None if it may be a heading."""
    if is_person(cleaned):
        return NoiseKind.PERSON
    if _WORK.search(cleaned):
        return NoiseKind.WORK
    return NoiseKind.PLACE if all(is_filler(part, tables) for part in heading.parts) else None


def is_filler(part: str, tables: Tables) -> bool:
    """Whether a part of a heading only places it: a land, a people, a date, `general`."""
    name = key(part)
    return (
        name in tables.noise
        or name in tables.places
        or name in tables.nationalities
        or _DATE.match(part) is not None
        or _YEARS.fullmatch(part) is not None
        or not _has_letters(part)
    )


def is_person(cleaned: str) -> bool:
    """Whether a heading begins with a person and the years of a life: `Lincoln, Abraham, 1809-1865`."""
    return _PERSON.match(cleaned) is not None


def _has_letters(text: str) -> bool:
    return any(letter.isalpha() for letter in text)
