"""International Standard Book Numbers: check digits, the ten- and thirteen-digit forms, how they are written.

The verdicts are those of python-stdnum's `stdnum.isbn` (ISO 2108: check digits, and the prefixes 978 and 979);
a property test holds the two together. The loops are our own because 10,000 rows ask 20,000 times.
"""

from __future__ import annotations

from operator import mul

# The hyphens, dashes, lines and spaces that people and programs put between the groups of a number.
_HYPHENS = (
    "-\u058a\u05be\u180a\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207b\u208b\u2212\u203e\u00af\u02d7\u1680"
    "\u23af\u23ba\u23bb\u23bc\u23bd\u23e4\ufe63\uff0d\uffe3"
)
_SPACES = " \u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_FULL_WIDTH_ZERO = 0xFF10
_MATHEMATICAL_ZERO = 0x1D7CE
_MATHEMATICAL_ALPHABETS = 5

_SEPARATORS: dict[int, str | None] = dict.fromkeys(map(ord, _HYPHENS + _SPACES))
_SEPARATORS |= {_FULL_WIDTH_ZERO + digit: str(digit) for digit in range(10)}
_SEPARATORS |= {_MATHEMATICAL_ZERO + n: str(n % 10) for n in range(10 * _MATHEMATICAL_ALPHABETS)}

_WEIGHTS = range(10, 1, -1)
# What the codes of nine digits hold beyond their values.
_OFFSET = ord("0") * sum(_WEIGHTS)


def compact(text: str) -> str:
    """The number without separators and space around it, in capitals: `0-306-40615-x` is `030640615X`."""
    if text.isascii():
        return text.replace("-", "").replace(" ", "").strip().upper()
    return text.translate(_SEPARATORS).strip().upper()


def is_isbn10(number: str) -> bool:
    """Whether a compact number is ten characters long and its check digit is right."""
    return len(number) == 10 and _is_digits(number[:9]) and isbn10_check(number[:9]) == number[9]


def is_isbn13(number: str) -> bool:
    """Whether a compact number is thirteen digits long, begins with 978 or 979, and has the right last one."""
    if len(number) != 13 or not _is_digits(number) or not number.startswith(("978", "979")):
        return False
    codes = number.encode()
    # The weights sum to 25, so that 25 times the code of "0" falls out modulo 10.
    return (sum(codes[::2]) + 3 * sum(codes[1::2])) % 10 == 0


def isbn10_check(nine: str) -> str:
    """The check digit of an ISBN10's first nine digits, `0` … `9` or `X`."""
    return "0123456789X"[(_OFFSET - sum(map(mul, _WEIGHTS, nine.encode()))) % 11]


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def to_isbn13(isbn10: str) -> str:
    """The thirteen-digit form of a valid compact ISBN10."""
    twelve = f"978{isbn10[:9]}"
    digits = list(map(int, twelve))
    return f"{twelve}{-(sum(digits[::2]) + 3 * sum(digits[1::2])) % 10}"


def to_isbn10(isbn13: str) -> str | None:
    """The ten-digit form of a valid compact ISBN13; None where there is none (prefix 979)."""
    if not isbn13.startswith("978"):
        return None
    nine = isbn13[3:12]
    return nine + isbn10_check(nine)


def isbn13_of(text: str) -> str | None:
    """The thirteen-digit form of an ISBN however written, or None where the text is no valid ISBN.

    Nine digits are an ISBN10, or the Standard Book Number before it, that lost its leading zero.
    """
    number = compact(text)
    if len(number) == 9:
        number = f"0{number}"
    if is_isbn10(number):
        return to_isbn13(number)
    return number if is_isbn13(number) else None
