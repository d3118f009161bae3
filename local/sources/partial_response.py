"""Google's partial responses: the `fields=` parameter, `totalItems,items(id,volumeInfo/title)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"[^,()/\s]+|[,()/]")

# A selected field and what is selected within it; an empty selection keeps all of it.
Selection = dict[str, "Selection"]


class FieldsError(ValueError):
    """A `fields=` parameter that Google would answer with 400."""


def parse_fields(text: str) -> Selection:
    """The selection that `text` states. Raises `FieldsError`."""
    tokens = _Tokens(text)
    selection = _list(tokens)
    if tokens.peek() is not None:
        raise FieldsError(text)
    return selection


def select(value: object, selection: Selection) -> object:
    """`value` with only what `selection` names; lists are selected from item by item."""
    if not selection or "*" in selection:
        return value
    if isinstance(value, list):
        return [select(item, selection) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: select(value[name], inner) for name, inner in selection.items() if name in value}


class _Tokens:
    def __init__(self, text: str) -> None:
        self._iterator: Iterator[str] = iter(_TOKEN.findall(text))
        self._next = next(self._iterator, None)

    def peek(self) -> str | None:
        return self._next

    def take(self) -> str:
        token = self._next
        if token is None:
            raise FieldsError("ends too early")
        self._next = next(self._iterator, None)
        return token


def _list(tokens: _Tokens) -> Selection:
    selection: Selection = {}
    while True:
        _item(tokens, selection)
        if tokens.peek() != ",":
            return selection
        tokens.take()


def _item(tokens: _Tokens, selection: Selection) -> None:
    name = tokens.take()
    if name in ",()/":
        raise FieldsError(f"{name} where a field was expected")
    inner = selection.setdefault(name, {})
    if tokens.peek() == "/":
        tokens.take()
        _item(tokens, inner)
    elif tokens.peek() == "(":
        tokens.take()
        inner.update(_list(tokens))
        if tokens.take() != ")":
            raise FieldsError("a bracket is not closed")
