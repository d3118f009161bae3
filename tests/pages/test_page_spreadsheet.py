"""The CSV that the page makes: RFC 4180, and in no spreadsheet a formula."""

from __future__ import annotations

import csv
import io
import random
import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import product

import pytest
from playwright.sync_api import Page

from tests.pages import readers

pytestmark = pytest.mark.browser

FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20"
NUMBER = re.compile(r"-?\d+(\.\d+)?")
BEFORE = (
    "",
    " ",
    "\t",
    "\r",
    "\n",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u202e",
    "\x00",
    '"',
    "a;",
    "a\t",
    "a|",
    "a\n",
    'a;"',
)
HOSTILE = [f"{before}{sign}1+cmd|' /C calc'!A0" for before, sign in product(BEFORE, FORMULA)]
HARMLESS = [
    "Emma",
    "1Q84",
    "S.",
    "a, b",
    'the "quoted"',
    "two\nlines",
    "two\r\nlines",
    " spaced ",
    "'tis",
    "a=b",
    "Ünï",
    "日本",
]


def table(page: Page, books: Sequence[Mapping[str, object]], *, owner: bool = False) -> str:
    """What `data/table.js` makes of books."""
    page.goto("/")
    call = "async ([books, owner]) => (await import('/scripts/data/table.js')).tableOf(books, { owner })"
    made = page.evaluate(call, [books, owner])
    assert isinstance(made, str)
    return made


def cells(page: Page, values: list[str]) -> list[str]:
    page.goto("/")
    made: list[str] = page.evaluate(
        "async (values) => { const { cell } = await import('/scripts/data/table.js'); return values.map(cell); }",
        values,
    )
    return made


def read(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def runs(cell: str) -> bool:
    """Whether a spreadsheet could take a cell for a formula, however it trims it."""
    seen = "".join(letter for letter in cell if unicodedata.category(letter) not in ("Cc", "Cf", "Zs"))
    return seen.lstrip('"').startswith(tuple(FORMULA)) and not NUMBER.fullmatch(cell)


def test_harmless_text_comes_back_as_it_was(page: Page) -> None:
    assert [read(cell)[0][0] for cell in cells(page, HARMLESS)] == HARMLESS
    plain = [cell for cell in cells(page, HARMLESS) if '"' not in cell]
    assert plain == ["Emma", "1Q84", "S.", "'tis", "a=b", "Ünï", "日本"]


def test_hostile_text_gains_an_apostrophe_and_loses_nothing(page: Page) -> None:
    for sent, made in zip(HOSTILE, cells(page, HOSTILE), strict=True):
        assert read(made)[0][0].replace("'", "") == sent.replace("'", "")


@pytest.mark.parametrize("delimiter", list(",;\t|"))
def test_no_cell_is_a_formula_whatever_a_spreadsheet_takes_for_a_separator(page: Page, delimiter: str) -> None:
    chance = random.Random(delimiter)
    books: list[dict[str, object]] = [{**book} for book in readers.finished(readers.library(20)).owner()["books"]]
    for book in books:
        for name in ("title", "author", "publisher", "binding", "my_review", "exclusive_shelf"):
            book[name] = chance.choice(HOSTILE)
        book["additional_authors"] = book["bookshelves"] = chance.sample(HOSTILE, 2)
    text = table(page, books, owner=True)
    for row in read(text.removeprefix("\ufeff"), delimiter):
        assert [cell for cell in row if runs(cell)] == []
    for line in re.split(r"\r\n|\r|\n", text):  # as one that knows no quotes parts it
        assert [cell for cell in line.split(delimiter) if runs(cell)] == [] or delimiter == ","


def test_a_table_is_one_record_a_book(page: Page) -> None:
    books = readers.hostile().shareable()["books"]
    books[0]["publication_year"] = -800
    text = table(page, books)
    assert text.startswith("\ufeffBook Id,Title,Author,")
    rows = read(text.removeprefix("\ufeff"))
    assert {len(row) for row in rows} == {25}
    assert len(rows) == len(books) + 1
    assert rows[1][rows[0].index("Original Publication Year")] == "-800", "a number stays one"
    assert text.count("\r\n") == len(rows), "every record ends so, and no hostile title has one"
