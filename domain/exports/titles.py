"""Titles: the series they name, and what is left when series and editions are taken off.

Goodreads writes a series as `Title (Series, #n)`; publishers, editors and readers write it in a dozen other
ways, and put editions and formats into the same brackets.
"""

from __future__ import annotations

import re

from domain.books import Series

# Longer titles are pasted descriptions; no series is looked for in them.
_LONGEST = 400

_NUMBER = r"\d+(?:\.\d+)?[a-z]?\b"
_JOIN = r" ?(?:-+|–|—|\+|&|,|/|and)(?: ?&)? ?"
_POSITION = re.compile(rf" ?({_NUMBER}(?:{_JOIN}{_NUMBER})*)", re.IGNORECASE)
_UNITS = ("book", "books", "bk", "volume", "vol", "part", "pt", "no", "issue", "tome", "band", "libro", "livre", "tom")
_UNIT = "|".join(_UNITS)
_UNIT_AT_END = re.compile(rf"[ ,:]{{1,3}}(?:{_UNIT})\.?$", re.IGNORECASE)
_COUNTED = re.compile(rf"(.+?)[ ,:]{{1,3}}(?:{_UNIT})\.? {_POSITION.pattern}", re.IGNORECASE)
_SAYS_SERIES = re.compile(
    r"(?!the complete\b|complete\b).+ (?:series|miniseries|trilogy|saga|cycle|chronicles|duology|quartet|"
    r"tetralogy|quintet|sequence)",
    re.IGNORECASE,
)
_EDITION = re.compile(
    r"\b(?:editions?|édition|edición|edição|edizione|ausgabe|auflage|издание|edn|ed|reprint|reissue|"
    r"hardcover|hardback|paperback|softcover|kindle|ebook|e-book|nook|epub|audio|audiobook|audible|unabridged|"
    r"abridged|illustrated|annotated|large print|box(?:ed)? set|slipcase|cds?|cd-rom|dvd|mp3|cassettes?|tie-in|"
    r"omnibus|penguin|vintage|oxford|wordsworth|signet|bantam|everyman'?s|modern library|dover)\b",
    re.IGNORECASE,
)
# What Goodreads itself writes, nine times in ten: one series with one number.
_ORDINARY = re.compile(r"([^()\[\]#]*[^()\[\]#\s])\s+\(([^()\[\]#;:,]*[^()\[\]#;:,\s]),? #(\d+(?:\.\d+)?)\)")
_BARE = re.compile(
    rf"(?P<name>\S.*?)[ ,:-]{{0,3}} #(?P<position>{_POSITION.pattern})(?: (?:of|de|von|di) \d+)?", re.IGNORECASE
)
_BARE_WITH_SUBTITLE = re.compile(r"(?P<name>\S+ .*?)[ ,:-]{0,3} #(?P<position>\d+): \S.*")
_GROUP = re.compile(r"\(([^()]*)\)\s*")
_HAS_NUMBER = re.compile(r"# ?\d")
_INCLUDES = re.compile(r"includes?: ?", re.IGNORECASE)
_JOINED = re.compile(r"(?:[ ,;:&/-]|and\b)+", re.IGNORECASE)
_AROUND = " ,:;"
_BRACKETS = {")": "(", "]": "["}


def parse_title(title: str) -> tuple[str, tuple[Series, ...]]:
    """A trimmed title without series and edition tails, and the series it names in their order.

    A tail is a series where it has a number or says so (`… Trilogy`).
    """
    if "#" not in title and not title.endswith((")", "]")):
        return title, ()
    if match := _ORDINARY.fullmatch(title):
        name = match[2]
        if name.rpartition(" ")[2].rstrip(".").lower() not in _UNITS:
            return match[1], (Series(name, match[3]),)
    if len(title) > _LONGEST:
        return title, ()
    short, found = _without_tails(title)
    if not found and "#" in short:
        short, found = _without_inner_group(short)
    if not found and "#" in short:
        found = _bare_number(short)
    return short, tuple(dict.fromkeys(found))


def parse_series(text: str) -> list[Series]:
    """The series in the text of one bracket, none where it names none: `Discworld, #8; City Watch, #1`."""
    text = " ".join(text.split())
    if "#" in text:
        return _numbered(text)
    if _EDITION.search(text):
        return []
    if match := _COUNTED.fullmatch(text):
        return [Series(match[1], _position(match[2]))]
    return [Series(text)] if _SAYS_SERIES.fullmatch(text) else []


def _without_tails(title: str) -> tuple[str, list[Series]]:
    """The title before its first series or edition bracket at the end, and the series found there."""
    rest = short = title
    series: list[Series] = []
    while (start := _last_group(rest)) > 0:
        text = rest[start + 1 : -1]
        rest = rest[:start].rstrip()
        found = parse_series(text)
        if found or _EDITION.search(text):
            short = rest
            series = found + series
    return (short, series) if short else (title, series)


def _last_group(text: str) -> int:
    """Where the bracket that ends the text opens, -1 where none does."""
    opening = _BRACKETS.get(text[-1:])
    if opening is None:
        return -1
    start = text.rfind(opening)
    if text.find(text[-1], start) == len(text) - 1:
        return start
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        if text[at] == text[-1]:
            depth += 1
        elif text[at] == opening:
            depth -= 1
            if depth == 0:
                return at
    return -1


def _numbered(text: str) -> list[Series]:
    """Series with number signs. A number without a name is another position in the series before it."""
    found: list[Series] = []
    before, *afters = text.split("#")
    for after in afters:
        match = _POSITION.match(after)
        if match is None:
            before = f"{before}#{after}"
            continue
        joined = (_JOINED if found else _INCLUDES).match(before)
        name = _series_name(before[joined.end() :] if joined else before)
        position = _position(match[1])
        if name:
            found.append(Series(name, position))
        elif found:
            found[-1] = Series(found[-1].name, f"{found[-1].position}, {position}")
        before = after[match.end() :].rpartition(";")[2]
    return found


def _series_name(text: str) -> str:
    """A name without the word and the punctuation that lead to its number: `City Watch, Book`."""
    return _UNIT_AT_END.sub("", text.strip(_AROUND)).rstrip(_AROUND)


def _without_inner_group(title: str) -> tuple[str, list[Series]]:
    """A numbered bracket before a subtitle: `Title (Series, #2): Subtitle`."""
    for match in _GROUP.finditer(title):
        found = _numbered(" ".join(match[1].split())) if _HAS_NUMBER.search(match[1]) else []
        if found and match.start() > 0:
            before, after = title[: match.start()].rstrip(), title[match.end() :]
            return before + ("" if after.startswith((":", ",")) else " ") + after, found
    return title, []


def _bare_number(title: str) -> list[Series]:
    """A number without brackets: `Saga #1`, or `Planet of the Apes #2: Escape` (but not `Rule #1: Listen`)."""
    text = " ".join(title.split())
    match = _BARE.fullmatch(text) or _BARE_WITH_SUBTITLE.fullmatch(text)
    name = _series_name(match["name"]) if match else ""
    if name.count("(") > name.count(")"):
        name = name.rpartition("(")[2]
    return [Series(name, _position(match["position"]))] if match and name else []


def _position(text: str) -> str:
    """A position as printed, without the spaces around its dash and with a plain one."""
    return re.sub(r" ?[-–—]+ ?", "-", text.strip())
