"""Reading untrusted JSON: each reader gives the value in its type, or nothing. None of them raises."""

from __future__ import annotations

import re
from collections.abc import Mapping

_YEAR = re.compile(r"(?<!\d)(1\d{3}|20\d{2})(?!\d)")
_MOST_PAGES = 30_000
_MOST_ITEMS = 1_000
_LONGEST_TEXT = 1_000


def text(record: Mapping[str, object], name: str) -> str | None:
    """A text that is not blank, or the `value` of a `{type, value}` object."""
    return _one_text(record.get(name))


def texts(record: Mapping[str, object], name: str) -> tuple[str, ...]:
    """The texts of a list whose items are texts or objects with a `name` or `value`; a lone text is a list too."""
    value = record.get(name)
    items = value if isinstance(value, list) else [value]
    found = (_one_text(item) for item in items[:_MOST_ITEMS])
    return tuple(dict.fromkeys(item for item in found if item is not None))


def whole(record: Mapping[str, object], name: str) -> int | None:
    """A whole number, or a text of digits."""
    value = record.get(name)
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) else None


def number(record: Mapping[str, object], name: str) -> float | None:
    """A number."""
    value = record.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def child(record: Mapping[str, object], name: str) -> Mapping[str, object]:
    """An object; an empty one where there is none."""
    value = record.get(name)
    return value if isinstance(value, dict) else {}


def children(record: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    """The objects of a list."""
    value = record.get(name)
    return [item for item in value[:_MOST_ITEMS] if isinstance(item, dict)] if isinstance(value, list) else []


def pages(record: Mapping[str, object], name: str) -> int | None:
    """A number of pages that a book can have."""
    value = whole(record, name)
    return value if value is not None and 0 < value <= _MOST_PAGES else None


def rating(record: Mapping[str, object], average: str, count: str) -> tuple[float | None, int | None]:
    """An average of 1 … 5 and how many ratings it is of; both None unless both are there."""
    mean, ratings = number(record, average), whole(record, count)
    if mean is None or ratings is None or ratings < 1 or not 1 <= mean <= 5:
        return None, None
    return round(mean, 2), ratings


def year(written: str | None) -> int | None:
    """The year 1000 … 2099 in a date as printed: `July 28, 2008`, `2008-07`, `c1994.`; the first if several."""
    found = _YEAR.search(written or "")
    return None if found is None else int(found[1])


def _one_text(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("name", value.get("value"))
    if not isinstance(value, str):
        return None
    trimmed = value.strip()[:_LONGEST_TEXT]
    return trimmed or None
