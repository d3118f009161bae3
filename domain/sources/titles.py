"""Whether two written titles can be one book's: punctuation, spelling, subtitles; numbers always count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import OSA

from domain.sources.numerals import is_marker, is_number, numbered

_APOSTROPHES = str.maketrans("", "", "'’‘ʻʼ`´")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_WORD = re.compile(r"\d+(?:st|nd|rd|th)(?![a-z])|\d+|[a-z]+")
_SEARCHABLE = re.compile(r"[\w'’]+")
_NUMBER_SIGN = re.compile(r"#\s*(?=\d)")
_CUT = re.compile(r"\s*[:;]\s+|\s+[-–—]+\s+|\s*[–—]\s*|:|\s*,\s+or,?\s+|\s+or,\s+", re.IGNORECASE)
_TAIL = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_ARTICLES = frozenset({"the", "a", "an", "and"})
_SMALL_WORDS = frozenset({"of", "in", "on", "to", "for", "from", "with", "by", "at", "his", "her", "my", "our", "its"})
# Subtitles that say what kind of book it is and nothing of which.
_KINDS = frozenset(
    {
        *(
            "a novel",
            "novel",
            "a novella",
            "a memoir",
            "memoir",
            "a thriller",
            "a mystery",
            "a romance",
            "roman",
        ),
        *("stories", "short stories", "poems", "essays", "a play", "an autobiography", "a biography"),
        *(
            "a graphic novel",
            "the graphic novel",
            "a story",
            "a novel in stories",
            "selected poems and prose",
        ),
    }
)
# A part that has one of these makes another book of the title it is added to: `Lolita: The Screenplay`.
_DERIVED = frozenset(
    {
        *("screenplay", "script", "play", "plays", "musical", "libretto", "adaptation", "adapted", "abridged"),
        *("guide", "companion", "workbook", "journal", "notes", "summary", "analysis", "study", "teacher"),
        *("graphic", "manga", "coloring", "colouring", "pop", "activity", "calendar", "cookbook", "encyclopedia"),
        *("selections", "sampler", "excerpt", "preview", "making", "soundtrack", "trivia", "quiz"),
    }
)
# Letters that spellings of one word exchange: organise and organize, disc and disk.
_EXCHANGED = frozenset({frozenset("sz"), frozenset("ck"), frozenset("iy"), frozenset("ea"), frozenset("ao")})
_SHORTEST_MISSPELT = 5
_SHORT_PART = 3


class Agreement(IntEnum):
    """How far two titles agree."""

    NONE = 0
    CUT = 1  # one of them is the other up to its colon, or after it
    SUBTITLE = 2  # one title, and one of the subtitles is the beginning of the other or holds it
    SPELLING = 3  # the same words but for a letter or an article
    WHOLE = 4


@dataclass(frozen=True, slots=True)
class Title:
    """A title's words, whole and in its two parts where it has a subtitle."""

    whole: tuple[str, ...]
    main: tuple[str, ...]
    rest: tuple[str, ...] = ()


def agreement(asked: str, title: str, subtitle: str | None = None) -> Agreement:
    """How far the asked title and an answer's title, with its subtitle if it has one, agree."""
    return max(_compare(one, other) for one in _readings(asked, None) for other in _readings(title, subtitle))


def shares_main_title(asked: str, title: str, subtitle: str | None = None) -> bool:
    """Whether the two are one title up to the colon, whatever comes after it."""
    one, other = read_title(asked), read_title(title, subtitle)
    return _same(one.main, other.main) is not Agreement.NONE


def parts(title: str) -> tuple[str, str]:
    """The title up to its colon and what comes after it, as written; the second is empty without a colon.

    A tail in brackets that is not part of the title is left out.
    """
    tail = _TAIL.search(title)
    if tail is not None and tail.start() > 0 and _is_foreign(tail[1], title[: tail.start()]):
        return parts(title[: tail.start()])
    main, _, rest = "\0".join(_CUT.split(title, maxsplit=1)).partition("\0")
    return (main.strip(), rest.strip()) if main.strip() else (title.strip(), "")


def without_author(title: str, author: str) -> str:
    """The title without an author's name before its colon: `Jane Austen: The Complete Novels`."""
    main, rest = parts(title)
    return rest if rest and author and _plain(main) == _plain(author) else title


def search_words(title: str) -> str:
    """The words of a title without what a search engine takes for its own signs."""
    return " ".join(_SEARCHABLE.findall(title.lower()))


@lru_cache(maxsize=4096)
def read_title(title: str, subtitle: str | None = None) -> Title:
    """The words of a title. One that only says the kind of book (`a novel`) is no subtitle."""
    parts = [part for part in _CUT.split(title) if part.strip()] or [title]
    parts += [subtitle] if subtitle and subtitle.strip() else []
    kept = [parts[0]] + [part for part in parts[1:] if " ".join(_plain(part)) not in _KINDS]
    main = _words(kept[0])
    return Title(_words(" ".join(kept)), main, _words(" ".join(kept[1:])) if len(kept) > 1 else ())


def _readings(title: str, subtitle: str | None) -> Iterator[Title]:
    """The ways to read a title: as it is, and without a tail in brackets that is not part of it."""
    yield read_title(title, subtitle)
    tail = _TAIL.search(title)
    if tail is not None and tail.start() > 0 and _is_foreign(tail[1], title[: tail.start()]):
        yield from _readings(title[: tail.start()], subtitle)


def _is_foreign(tail: str, title: str) -> bool:
    """Whether a tail names a series, a publisher or a format, and not a volume of `title` or a work made of it."""
    words = _words(tail)
    if not _DERIVED.isdisjoint(words):
        return False
    numbers = [word for word in words if is_number(word)]
    names = [word for word in words if not is_number(word) and not is_marker(word)]
    titled = [word for word in _words(title) if not is_number(word)]
    return not numbers or numbers == ["1"] or (bool(names) and names != titled)


def _compare(one: Title, other: Title) -> Agreement:
    whole = _same(one.whole, other.whole)
    if whole is not Agreement.NONE or not (one.rest or other.rest):
        return whole
    if one.rest and other.rest:
        # Two subtitles must be one, or two books of one main title would pass for each other.
        same_main = _same(one.main, other.main) is not Agreement.NONE
        return Agreement.SUBTITLE if same_main and _continues(one.rest, other.rest) else Agreement.NONE
    cut, full = (one, other) if one.rest else (other, one)
    if _same(cut.main, full.whole) and _may_go(cut.rest):
        return Agreement.CUT
    return Agreement.CUT if len(cut.rest) > 1 and _same(cut.rest, full.whole) else Agreement.NONE


def _may_go(rest: Collection[str]) -> bool:
    """Whether a book may be known without this part: it neither counts volumes nor makes another work."""
    if not _DERIVED.isdisjoint(rest):
        return False
    numbers = any(is_number(word) for word in rest)
    return not (numbers and (len(rest) <= _SHORT_PART or any(map(is_marker, rest))))


def _continues(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one subtitle begins the other, or all of its words, three at least, are in it; numbers alike."""
    short, long = sorted((one, other), key=len)
    if sorted(_numbers(short)) != sorted(_numbers(long)) or not _may_go(set(long) - set(short)):
        return False
    content = set(short) - _ARTICLES - _SMALL_WORDS
    begins = tuple(long[: len(short)]) == tuple(short) and len(content) > 1
    return begins or (len(content) > 2 and set(short) - _ARTICLES <= set(long))


def _same(one: Sequence[str], other: Sequence[str]) -> Agreement:
    """WHOLE, SPELLING or NONE."""
    if not one or not other:
        return Agreement.NONE
    left, right = _without_bare_markers(one, other)
    if left == right:
        return Agreement.WHOLE
    bare_left = [word for word in left if word not in _ARTICLES]
    bare_right = [word for word in right if word not in _ARTICLES]
    if not bare_left or _numbers(bare_left) != _numbers(bare_right):
        return Agreement.NONE
    if "".join(bare_left) == "".join(bare_right):
        return Agreement.SPELLING
    if len(bare_left) != len(bare_right):
        return Agreement.NONE
    misspelt = [pair for pair in zip(bare_left, bare_right, strict=True) if pair[0] != pair[1]]
    if len(misspelt) <= max(1, len(bare_left) // 4) and all(_one_word(*pair) for pair in misspelt):
        return Agreement.SPELLING
    return Agreement.NONE


def _numbers(words: Sequence[str]) -> list[str]:
    return [word for word in words if is_number(word) or is_marker(word)]


def _without_bare_markers(one: Sequence[str], other: Sequence[str]) -> tuple[list[str], list[str]]:
    """A number without a unit agrees with any; so units go where the other side has none."""
    units = [word for word in one if is_marker(word)], [word for word in other if is_marker(word)]
    if all(units):
        return list(one), list(other)
    return [word for word in one if not is_marker(word)], [word for word in other if not is_marker(word)]


def _one_word(one: str, other: str) -> bool:
    """Whether two different words are one word spelt otherwise: a letter more, swapped or commonly exchanged.

    A final `s` is a plural and a first letter makes another word.
    """
    if min(len(one), len(other)) < _SHORTEST_MISSPELT or is_number(one) or is_number(other) or one[0] != other[0]:
        return False
    if OSA.distance(one, other, score_cutoff=1) != 1 or f"{one}s" == other or f"{other}s" == one:
        return False
    if len(one) != len(other):
        return True
    changed = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(changed) == 2 or frozenset(changed[0]) in _EXCHANGED


def _words(text: str) -> tuple[str, ...]:
    words = numbered(_plain(text))
    return tuple(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


def _plain(text: str) -> list[str]:
    composed = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).replace("&", " and ")
    signed = _NUMBER_SIGN.sub(" no ", _THOUSANDS.sub("", composed))
    return _WORD.findall(anyascii(signed).casefold())
