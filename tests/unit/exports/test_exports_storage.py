from __future__ import annotations

import json
from pathlib import Path

import pytest

from domain.exports import UnknownVersion, library_from_json, library_to_json
from domain.exports.columns import STORYGRAPH_23
from tests.exports_made import EARTHSEA, PIRANESI, csv_text, goodreads_library, read


def test_a_library_comes_back_as_it_was() -> None:
    rows = [
        EARTHSEA,
        {**EARTHSEA, "Book Id": "2", "ISBN": "0743273567", "Date Read": "2019/01/01", "My Review": "a<br/>b"},
        {**EARTHSEA, "Book Id": "", "Title": "آب\u200cها “x”", "Date Read": "2019/05", "Date Added": "2019"},
        {"Title": "Emma", "Book Id": "9", "My Rating": "bad", "Spoiler": "true", "Read Count": "0"},
    ]
    for library in (read(csv_text(rows)), read(csv_text([PIRANESI, {"Title": "x"}], STORYGRAPH_23))):
        stored = library_to_json(library)
        assert library_from_json(stored) == library
        assert library_to_json(library_from_json(stored)) == stored


def test_it_is_compact() -> None:
    stored = library_to_json(goodreads_library())
    assert b": " not in stored.replace(b"Earthsea", b"")
    assert not {"review", "isbn_doubtful", "additional_authors"} & set(json.loads(stored)["books"][0])


def test_another_version_is_refused() -> None:
    stored = json.loads(library_to_json(goodreads_library()))
    stored["version"] = 99
    with pytest.raises(UnknownVersion):
        library_from_json(json.dumps(stored).encode())


def test_real_libraries_come_back_as_they_were(shared_data: Path) -> None:
    for path in sorted(shared_data.glob("goodreads/*.csv")) + sorted(shared_data.glob("storygraph/*.csv")):
        library = read(path.read_bytes())
        assert library_from_json(library_to_json(library)) == library, path.name
