"""The pattern language that EventBridge rules and event source filters share, as far as the templates use it."""

from __future__ import annotations

from collections.abc import Mapping

Pattern = Mapping[str, object]


def matches(pattern: Pattern, event: Mapping[str, object]) -> bool:
    """Whether every field that the pattern names has one of the values it names."""
    return all(_field_matches(wanted, name, event) for name, wanted in pattern.items())


def _field_matches(wanted: object, name: str, event: Mapping[str, object]) -> bool:
    if isinstance(wanted, list):
        return any(_value_matches(each, name, event) for each in wanted)
    if not isinstance(wanted, dict):
        raise TypeError(f"a pattern has lists and objects, not {wanted!r}")
    inner = event.get(name)
    return matches(wanted, inner if isinstance(inner, dict) else {})


def _value_matches(wanted: object, name: str, event: Mapping[str, object]) -> bool:
    if isinstance(wanted, str):
        return event.get(name) == wanted
    match wanted:
        case {"exists": bool(exists)}:
            return (name in event) is exists
        case {"prefix": str(prefix)}:
            value = event.get(name)
            return isinstance(value, str) and value.startswith(prefix)
        case {"anything-but": list(others)}:
            return name in event and event[name] not in others
    raise NotImplementedError(f"no matcher for {wanted!r}")
