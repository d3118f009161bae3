"""Whether two written names can be one author: initials, order, particles, accents, other scripts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz

SAME = 1.0
INITIALS = 0.95
SPELLED_OTHERWISE = 0.9
FAMILY_NAME_ONLY = 0.85
NOBODY = 0.85

_NOBODY = frozenset({"", "anonymous", "anon", "unknown", "author unknown", "unknown author", "various", "na", "n a"})
_TITLES = frozenset({*("jr", "sr", "ii", "iii", "iv", "phd", "md", "dr", "prof", "sir", "dame", "mr", "mrs", "ms")})
_PARTICLES = frozenset(
    {
        *(
            "van",
            "von",
            "de",
            "der",
            "den",
            "la",
            "le",
            "du",
            "da",
            "di",
            "del",
            "dos",
            "al",
            "el",
            "ibn",
            "bin",
            "y",
            "e",
        )
    }
)
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_SEVERAL = re.compile(r"\s*(?:;|/|&|\band\b|\bwith\b)\s*", re.IGNORECASE)
_APOSTROPHES = str.maketrans("", "", "'’ʻʼ`´")
_TOKEN = re.compile(r"[A-Za-z]+")
# Spellings of one sound that transliterations choose between: Dostoyevsky, Dostoevskii; Tchekhov, Chekhov.
_SOUNDS = (
    (re.compile(r"tch|tsch"), "ch"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"[ck]+"), "k"),
)
_SOUNDS_ENDING = re.compile(r"[iyj]+$")
_GLIDES = re.compile(r"[yj]")
_FULL_NAME = 4


def agreement(asked: str, names: Iterable[str]) -> float:
    """How well the asked author is one of `names`: 0 for not at all, else 0.85 … 1 by what is allowed for."""
    given = [name for written in names for name in _SEVERAL.split(written)]
    if is_nobody(asked):
        return NOBODY if all(map(is_nobody, given)) else 0.0
    return max((_compare(_tokens(asked), _tokens(name)) for name in given), default=0.0)


def search_words(author: str) -> str:
    """The words of a name that any source's spelling of it has: full names without initials and titles."""
    tokens = _BRACKETS.sub(" ", author).replace(",", " ").replace(".", ". ").split()
    full = [token for token in tokens if len(token.strip(".")) > 1 and not _is_initials(token, author)]
    named = [token for token in full if token.strip(".").casefold() not in _TITLES]
    return " ".join(named or tokens)


def is_nobody(name: str) -> bool:
    """Whether a name says that the author is not known."""
    return " ".join(_TOKEN.findall(anyascii(name).lower())) in _NOBODY


@lru_cache(maxsize=4096)
def _tokens(name: str) -> tuple[str, ...]:
    """The name's parts in lower-case ASCII, family name last, titles gone; initials are single letters."""
    plain = _BRACKETS.sub(" ", unicodedata.normalize("NFKC", name)).translate(_APOSTROPHES)
    family, comma, rest = plain.partition(",")
    if comma and rest.strip().strip(".").casefold() not in _TITLES:
        plain = f"{rest} {family}"
    tokens: list[str] = []
    for written in _TOKEN.findall(anyascii(plain)):
        lower = written.lower()
        if _is_initials(written, plain):
            tokens.extend(lower)
        elif lower not in _TITLES:
            tokens.append(lower)
    return tuple(tokens)


def _is_initials(token: str, name: str) -> bool:
    """Whether a token such as `JRR` or `J.K.` stands for initials, in a name that is not all capitals."""
    letters = token.replace(".", "")
    return 1 < len(letters) <= 3 and letters.isupper() and letters.isalpha() and not name.isupper()


def _compare(one: Sequence[str], other: Sequence[str]) -> float:
    if not one or not other:
        return 0.0
    if sorted(one) == sorted(other) or "".join(one) == "".join(other):
        return SAME
    short, long = _without_particles(one), _without_particles(other)
    if len(short) > len(long):
        short, long = long, short
    if len(short) == 1 and len(long) > 1:
        return FAMILY_NAME_ONLY if _likeness(short[0], long[-1]) >= SPELLED_OTHERWISE else 0.0
    return _aligned(short, long)


def _aligned(short: Sequence[str], long: Sequence[str]) -> float:
    """Every part of the shorter name must be some part of the longer one, the family name in full."""
    left = list(long)
    worst = SAME
    family_in_full = False
    for part in sorted(short, key=len, reverse=True):
        likeness, best = max((_likeness(part, candidate), candidate) for candidate in left)
        if likeness == 0.0:
            return 0.0
        if min(len(part), len(best)) > 1 and (part == short[-1] or best == long[-1]):
            family_in_full = True
        worst = min(worst, likeness)
        left.remove(best)
    if not family_in_full:
        return 0.0
    return worst


def _likeness(one: str, other: str) -> float:
    """How far two parts of names can be the same part; 0 for not."""
    if one == other:
        return SAME
    if len(one) == 1 or len(other) == 1:
        return INITIALS if one[0] == other[0] else 0.0
    heard, heard_other = _sound(one), _sound(other)
    if heard == heard_other:
        return SPELLED_OTHERWISE
    if heard[0] != heard_other[0] or min(len(one), len(other)) < 3:
        return 0.0
    needed = 80.0 if min(len(one), len(other)) >= _FULL_NAME else 65.0
    return SPELLED_OTHERWISE if fuzz.ratio(heard, heard_other) >= needed else 0.0


@lru_cache(maxsize=4096)
def _sound(part: str) -> str:
    for pattern, sound in _SOUNDS:
        part = pattern.sub(sound, part)
    part = _SOUNDS_ENDING.sub("i", part)
    return _GLIDES.sub("", part) or part


def _without_particles(tokens: Sequence[str]) -> Sequence[str]:
    return [token for token in tokens if token not in _PARTICLES] or tokens
