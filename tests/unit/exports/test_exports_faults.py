"""Files as they come: what spreadsheets, tools and broken downloads do to rows."""

from __future__ import annotations

import csv

import pytest

from domain.books import Book
from domain.exports import Library
from domain.exports.columns import GOODREADS_24, STORYGRAPH_23
from domain.exports.long_records import MAX_CELL_BYTES
from tests.exports_made import EARTHSEA, PIRANESI, csv_text, kinds, read

OTHER = {**EARTHSEA, "Book Id": "7", "Title": "Tehanu, again", "My Review": 'Say "hi"<br/>x'}
TEXT = csv_text([EARTHSEA, OTHER, {**EARTHSEA, "Book Id": "9"}])
BOOKS = read(TEXT).books


def line_of(**cells: str) -> str:
    """One line of a file, without its end."""
    changed = {name.replace("_", " "): cell for name, cell in cells.items()}
    return csv_text([{**EARTHSEA, **changed}]).splitlines()[1]


def file_of(*lines: str) -> str:
    return "\n".join((",".join(GOODREADS_24), *lines)) + "\n"


def accounted(library: Library) -> bool:
    report = library.report
    return report.rows == report.books + report.duplicates + report.rejected


def titles(library: Library) -> list[str]:
    return [book.title for book in library.books]


def wrapped(text: str) -> str:
    header, *lines = text.splitlines()
    return "\n".join((header, *('"' + line.replace('"', '""') + '"' for line in lines)))


def padded(text: str) -> str:
    rows = csv.reader(text.splitlines())
    return "".join(" , ".join(f' "{cell.replace(chr(34), chr(34) * 2)}"  ' for cell in row) + "\n" for row in rows)


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        TEXT.replace("\n", "\n\n") + "\n \n,,,,\n",
        TEXT.removesuffix("\n"),
        "\n\n" + TEXT,
        padded(TEXT),
        wrapped(TEXT),
        "".join(line + ",,,\n" for line in TEXT.splitlines()),
        TEXT.replace("\n", ",,\n").replace("Owned Copies,,", "Owned Copies", 1),
    ],
    ids=["crlf", "cr", "blank lines", "no last line end", "blank first", "padded", "wrapped", "wide", "wide rows"],
)
def test_the_same_books_come_of_another_file(text: str) -> None:
    library = read(text)
    assert library.books == BOOKS
    assert library.report.rejected == 0


def test_the_whole_file_wrapped_with_its_header() -> None:
    header, rest = wrapped(TEXT).split("\n", 1)
    assert read(f'"{header}"\n{rest}').books == BOOKS


def test_wrapped_rows_are_reported() -> None:
    assert kinds(read(wrapped(TEXT)).report) == ["unwrapped"] * 3


def test_line_breaks_inside_cells() -> None:
    text = csv_text([{**EARTHSEA, "My Review": "one\ntwo\r\nthree", "Title": "A\nB"}, OTHER])
    library = read(text)
    assert library.books[0].review == "one\ntwo\nthree"
    assert library.books[0].title == "A B"
    assert (library.report.rows, kinds(library.report)) == (2, [])


def test_nul_bytes_are_removed_and_reported() -> None:
    library = read(TEXT.replace("Tehanu", "Te\0ha\x07nu").encode())
    assert library.books == BOOKS
    assert [(p.row, p.column, p.kind) for p in library.report.problems] == [(2, "Title", "control_characters")]


def test_a_stray_comma_in_one_cell_is_put_right() -> None:
    line = (
        line_of(Title="Anathem")
        .replace("Le Guin, Ursula K.", "Le Guin, Ursula K.")
        .replace('"Le Guin, Ursula K."', "Le Guin, Ursula K.")
    )
    library = read(file_of(line))
    assert library.books == read(file_of(line_of(Title="Anathem"))).books
    assert [(p.kind, p.value) for p in library.report.problems] == [("realigned", "25 fields for 24 columns")]


def test_where_two_ways_fit_the_cells_they_differ_in_are_dropped() -> None:
    (book,) = read(file_of(line_of().replace("Spectra", "Spectra,Books"))).books
    assert (book.publisher, book.binding) == (None, None)
    assert _differences(book, BOOKS[0]) == {"publisher", "binding"}


def test_a_mended_cell_has_the_spaces_it_had() -> None:
    for title in ("Catch 1,000", "Emma, again", "Odd ,spaces"):
        (book,) = read(file_of(line_of(Title=title).replace(f'"{title}"', title))).books
        assert book.title == title


def test_trimmed_cells_at_the_end_are_blank() -> None:
    library = read(file_of(line_of().removesuffix(",1,0").rstrip(",")))
    assert library.books[0].owned_copies is None
    assert library.books[0].date_read == BOOKS[0].date_read
    assert kinds(library.report) == ["realigned"]


def test_a_missing_blank_cell_in_the_middle_is_put_back() -> None:
    line = line_of()
    library = read(file_of(line.replace('"Le Guin, Ursula K.",,', '"Le Guin, Ursula K.",')))
    assert library.books == read(file_of(line)).books


@pytest.mark.parametrize(
    "line",
    [
        line_of(Title="Emma").replace("Emma", "Emma,Ursula K. Le Guin"),
        "13642,Emma",
        line_of().replace(",read,", ","),
        line_of().replace("2019/05/31,", ""),
        "SECRET," + line_of(),
        ",".join(["SECRET"] * 500),
    ],
    ids=["two titles", "short", "no shelf", "no date", "shifted", "many"],
)
def test_what_takes_a_guess_is_rejected_and_its_text_not_kept(line: str) -> None:
    library = read(file_of(line_of(Book_Id="1"), line, line_of(Book_Id="2")))
    assert [book.book_id for book in library.books] == ["1", "2"]
    (problem,) = library.report.problems
    assert (problem.row, problem.kind, library.report.rejected) == (2, "misaligned", 1)
    assert "SECRET" not in repr(library)


@pytest.mark.parametrize("length", range(1, len(line_of())))
def test_a_last_row_cut_off_anywhere_invents_nothing(length: int) -> None:
    whole = read(file_of(line_of(Book_Id="1"), line_of())).books
    library = read(file_of(line_of(Book_Id="1")) + line_of()[:length])
    assert accounted(library)
    assert library.books[0] == whole[0]
    assert library.report.books == 2 or kinds(library.report) == ["cut_off"]
    for book in library.books[1:]:
        assert _differences(book, whole[1]) <= {"read_count", "owned_copies"}


def test_a_row_cut_off_after_its_shelf_is_kept() -> None:
    line = line_of(My_Review="A long review.")
    library = read(file_of() + line[: line.index("long")])
    assert library.books[0].review is None
    assert library.books[0].date_read == BOOKS[0].date_read
    assert kinds(library.report) == ["realigned"]


def test_a_last_row_cut_off_inside_a_cell_of_several_lines_is_one_row() -> None:
    line = line_of(My_Review="One") + "\n"
    library = read(file_of(line_of(Book_Id="1")) + line[: line.index("One")] + '"One\ntwo\nthr')
    assert [(book.book_id, book.review) for book in library.books] == [("1", None), ("13642", None)]
    assert (library.report.rows, kinds(library.report)) == (2, ["realigned"])


def test_a_lost_closing_quote_costs_its_own_row_at_most() -> None:
    in_title = line_of(Book_Id="2").replace('#1)"', "#1)")
    in_shelves = line_of(Book_Id="3").replace('(#3)"', "(#3)")
    library = read(file_of(line_of(Book_Id="1"), in_title, in_shelves, line_of(Book_Id="4"), line_of(Book_Id="5")))
    assert [book.book_id for book in library.books] == ["1", "4", "5"]
    assert kinds(library.report) == ["misaligned"] * 2


def test_a_lost_closing_quote_after_the_shelf_costs_its_cell() -> None:
    broken = line_of(Book_Id="2", My_Review="Good, bad").replace('bad"', "bad")
    library = read(file_of(line_of(Book_Id="1"), broken, line_of(Book_Id="3")))
    assert [(book.book_id, book.review) for book in library.books] == [("1", None), ("2", None), ("3", None)]
    assert kinds(library.report) == ["realigned"]


def test_an_open_quote_does_not_swallow_the_rest_of_the_file() -> None:
    header = ",".join(STORYGRAPH_23)
    row = csv_text([PIRANESI], STORYGRAPH_23).splitlines()[1]
    rows = [row.replace("Piranesi", f"Piranesi {at}") for at in range(3_000)]
    rows[5] = rows[5].replace("Susanna", '"Susanna')
    library = read("\n".join((header, *rows)) + "\n")
    assert titles(library) == [f"Piranesi {at}" for at in range(3_000) if at != 5]
    assert [(p.row, p.kind) for p in library.report.problems] == [(6, "misaligned")]


def test_two_exports_in_one_file() -> None:
    library = read(TEXT + TEXT)
    assert library.books == BOOKS
    assert kinds(library.report) == ["repeated_header", *["duplicate"] * 3]
    assert accounted(library)


def test_a_cell_above_a_mebibyte_is_cut_and_reported() -> None:
    for letter in "aé😀":
        review = letter * (MAX_CELL_BYTES // len(letter.encode()) + 5)
        library = read(csv_text([{**EARTHSEA, "My Review": review}, OTHER]))
        kept = library.books[0].review or ""
        assert len(kept.encode()) == MAX_CELL_BYTES
        assert review.startswith(kept)
        assert [(p.row, p.column, p.kind) for p in library.report.problems] == [(1, "My Review", "cell_cut")]
        assert library.books[1].review == BOOKS[1].review


def test_long_cells_within_the_limit_are_whole() -> None:
    review = 'A "quoted", word. ' * 20_000
    lines = "line\n" * 60_000
    library = read(csv_text([{**EARTHSEA, "My Review": review}, {**OTHER, "My Review": lines}]))
    assert library.books[0].review == review.strip()
    assert library.books[1].review == lines.strip()
    assert kinds(library.report) == []


def test_a_first_column_of_blank_cells_is_not_a_blank_row() -> None:
    library = read(csv_text([{**EARTHSEA, "Book Id": ""}]))
    assert library.report.rows == 1


def _differences(book: Book, whole: Book) -> set[str]:
    return {name for name in Book.__dataclass_fields__ if getattr(book, name) != getattr(whole, name)}
