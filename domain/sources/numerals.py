"""Numbers as titles write them, in one form: `Part Two` and `Part II`, `Nineteen Eighty-Four` and `1984`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_ROMAN = re.compile(r"(?=[xvi])x{0,3}(?:ix|iv|v?i{0,3})")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_UNITS += " seventeen eighteen nineteen"
_ORDINAL_UNITS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
_ORDINAL_UNITS += " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINAL_TENS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"

_BELOW_TWENTY = {word: value for value, word in enumerate(_UNITS.split())}
_BELOW_TWENTY |= {word: value for value, word in enumerate(_ORDINAL_UNITS.split(), start=1)}
_TEN = {word: 10 * value for words in (_TENS, _ORDINAL_TENS) for value, word in enumerate(words.split(), start=2)}
_SCALES = {"hundred": 100, "hundredth": 100, "thousand": 1000, "thousandth": 1000, "million": 1_000_000}

# What names the unit that a number counts. A bare number agrees with any of them, two units do not.
_MARKERS = {
    **dict.fromkeys(("vol", "vols", "volume", "volumes", "tome", "tomo", "band", "bd"), "vol"),
    **dict.fromkeys(("book", "books", "bk", "livre", "libro", "buch"), "book"),
    **dict.fromkeys(("part", "parts", "pt", "parte", "partie", "teil"), "part"),
    **dict.fromkeys(("no", "nr", "number", "issue", "episode"), "no"),
}


def is_number(word: str) -> bool:
    """Whether a word of `numbered` is a number."""
    return word[0].isdigit()


def is_marker(word: str) -> bool:
    """Whether a word of `numbered` names the unit of the number after it."""
    return word.startswith("#")


def numbered(words: Sequence[str]) -> list[str]:
    """Lower-case words with numbers in digits, and `#vol`, `#book`, `#part` or `#no` for a unit before one."""
    plain = list(_in_digits(words))
    return [
        f"#{_MARKERS[word]}" if word in _MARKERS and place + 1 < len(plain) and is_number(plain[place + 1]) else word
        for place, word in enumerate(plain)
    ]


def _in_digits(words: Sequence[str]) -> Iterator[str]:
    place = 0
    while place < len(words):
        word = words[place]
        run = _run(words, place)
        if run:
            yield from map(str, _values(words[place : place + run]))
            place += run
            continue
        ordinal = _ORDINAL.fullmatch(word)
        if ordinal is not None:
            word = ordinal[1]
        elif _ROMAN.fullmatch(word):
            word = str(_roman(word))
        yield word.lstrip("0") or "0" if word.isdigit() else word
        place += 1


def _run(words: Sequence[str], start: int) -> int:
    """How many words from `start` are number words."""
    place = start
    while place < len(words) and (words[place] in _BELOW_TWENTY or words[place] in _TEN or words[place] in _SCALES):
        place += 1
    return place - start


def _values(words: Sequence[str]) -> list[int]:
    """The numbers that a run of number words says: `twenty one` is 21, `nineteen eighty four` 1984."""
    groups: list[int] = []
    thousands, said, room = 0, 0, 0  # `room`: a value below it belongs to the number that is being said
    for word in words:
        scale = _SCALES.get(word)
        if scale == 100:
            said, room = (said or 1) * 100, 100
        elif scale is not None:
            thousands, said, room = thousands + (said or 1) * scale, 0, 1000
        else:
            value = _BELOW_TWENTY[word] if word in _BELOW_TWENTY else _TEN[word]
            if value >= room and thousands + said:
                groups.append(thousands + said)
                thousands, said = 0, 0
            said += value
            room = 10 if word in _TEN else 0
    groups.append(thousands + said)
    if len(groups) == 2 and all(10 <= group <= 99 for group in groups):
        return [groups[0] * 100 + groups[1]]
    return groups


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    return sum(
        -value if place + 1 < len(values) and values[place + 1] > value else value for place, value in enumerate(values)
    )
