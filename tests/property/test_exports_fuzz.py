"""Whatever the bytes, the answer is books or a reason."""

from __future__ import annotations

import codecs
from collections.abc import Callable

from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.exports import NotAnExport, library_from_json, library_to_json, recognise
from domain.exports.columns import GOODREADS_24, STORYGRAPH_23
from tests.exports_made import EARTHSEA, PIRANESI, csv_text, read

GOODREADS = csv_text([{**EARTHSEA, "Book Id": str(at), "My Review": "a<br/>ñ"} for at in range(1, 5)])
STORYGRAPH = csv_text([PIRANESI, {**PIRANESI, "Title": "Emma"}], STORYGRAPH_23)
HEADERS = [",".join(GOODREADS_24), ",".join(STORYGRAPH_23), "Title,Author,My Rating", "Book Id;Title;Author"]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"]
PIECES = [
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\0",
    b'""',
    b'","',
    b";",
    b"\xff",
    b"\xe2\x82",
    b"=",
    b"\xef\xbb\xbf",
    b"\x1a",
    b"\\",
]

encoded = st.builds(
    lambda text, encoding: text.encode(encoding, "replace"),
    st.sampled_from([GOODREADS, STORYGRAPH]),
    st.sampled_from(ENCODINGS),
)
edits = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.one_of(st.sampled_from(PIECES), st.binary(max_size=5))),
    max_size=6,
)
lines = st.lists(
    st.text(st.sampled_from([*'",;\n\r\t ="#()</>&', "a", "1", "é", "\ud800", "\0"]), max_size=40), max_size=12
).map("\n".join)


def edited(data: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for place, length, piece in changes:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + length :]
    return data


def refusal(of: Callable[[], object]) -> type[NotAnExport] | None:
    """How a call refuses its bytes, if it does."""
    try:
        of()
    except NotAnExport as refused:
        return type(refused) if refused.code and refused.message else None
    return None


def answer(data: bytes) -> None:
    """Read the bytes, and hold the answer to all that is promised of one."""
    refused = refusal(lambda: read(data))
    assert refusal(lambda: recognise(data, complete=True)) is refused
    if refused is not None:
        return
    library = read(data)
    report = library.report
    assert report.rows == report.books + report.duplicates + report.rejected
    assert report.books == len(library.books) == len({book.book_id for book in library.books})
    assert all(book.title for book in library.books)
    assert library_from_json(library_to_json(library)) == library


@given(st.binary(max_size=300))
@example(b"")
@example(codecs.BOM_UTF16_LE)
@example(codecs.BOM_UTF8 + b'"')
@settings(deadline=None)
def test_any_bytes(data: bytes) -> None:
    answer(data)


@given(encoded, edits)
@settings(deadline=None, max_examples=300)
def test_exports_with_bytes_knocked_out(data: bytes, changes: list[tuple[float, int, bytes]]) -> None:
    answer(edited(data, changes))


@given(st.sampled_from(HEADERS), lines)
@settings(deadline=None, max_examples=300)
def test_any_lines_under_a_header(header: str, text: str) -> None:
    answer(f"{header}\n{text}".encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=200))
def test_any_beginning_of_a_file_is_recognised_or_refused(head: bytes) -> None:
    if refusal(lambda: recognise(head, complete=False)) is None:
        assert recognise(head, complete=False).encoding
