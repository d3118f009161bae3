"""What the bundled sample library and its starter catalogue promise, read as plain CSV and JSON."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import NotRequired, TypedDict

import pytest
from stdnum import isbn

from domain.enrichment import Findings
from domain.exports import Library, read_export
from domain.genres import Classification, Entry, classify_library
from local.sources.catalogue import Catalogue

SAMPLE = Path(__file__).resolve().parents[2] / "local" / "sample"
EXPORT = SAMPLE / "goodreads_library_export.csv"
CATALOGUE = SAMPLE / "catalogue.jsonl.gz"
TODAY = dt.date(2026, 11, 24)
HEADER = (
    "Book Id,Title,Author,Author l-f,Additional Authors,ISBN,ISBN13,My Rating,Publisher,Binding,Number of Pages,"
    "Year Published,Original Publication Year,Date Read,Date Added,Bookshelves,Bookshelves with positions,"
    "Exclusive Shelf,My Review,Spoiler,Private Notes,Read Count,Owned Copies"
)
NOT_ABOUT_THE_BOOK = re.compile(r"large type books|nyt:|.*(bestseller|award|prize|medal|winner|honor)", re.IGNORECASE)

Row = dict[str, str]


class Work(TypedDict):
    """The fields of a catalogue line that these tests read."""

    title: str
    authors: list[str]
    subjects: list[str]
    categories: list[str]
    thumbnail: bool
    subtitle: NotRequired[str]
    isbns: NotRequired[list[str]]
    ddc: NotRequired[list[str]]
    lcc: NotRequired[list[str]]
    cover_i: NotRequired[int]
    volume_id: NotRequired[str]
    work_id: NotRequired[str]


@pytest.fixture(scope="module")
def export() -> str:
    return EXPORT.read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def rows(export: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(export, newline="")))


@pytest.fixture(scope="module")
def works() -> list[Work]:
    return [json.loads(line) for line in gzip.decompress(CATALOGUE.read_bytes()).splitlines()]


@pytest.fixture(scope="module")
def library() -> Library:
    return read_export(EXPORT.read_bytes(), today=TODAY)


def on(rows: list[Row], shelf: str) -> list[Row]:
    return [row for row in rows if row["Exclusive Shelf"] == shelf]


def day(text: str) -> dt.date:
    assert re.fullmatch(r"\d{4}/\d\d/\d\d", text), text
    return dt.date.fromisoformat(text.replace("/", "-"))


def bare(cell: str) -> str:
    assert re.fullmatch(r'="[\dX]*"', cell), cell
    return cell[2:-1]


def plain(text: str) -> str:
    """Letters and digits in lower case: titles and names that differ in spaces or marks only are the same."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def without_series(title: str) -> str:
    return re.sub(r" \([^()]*#[^()]*\)$", "", title)


def known_by(works: list[Work]) -> dict[str, Work]:
    """Works by each ISBN, and by title and main author with and without the subtitle."""
    known: dict[str, Work] = {}
    for work in works:
        names = [work["title"]]
        if "subtitle" in work:
            names.append(f"{work['title']} {work['subtitle']}")
        known.update((code, work) for code in work.get("isbns", []))
        known.update((f"{plain(name)}|{plain(work['authors'][0])}", work) for name in names)
    return known


def work_of(row: Row, known: dict[str, Work]) -> Work | None:
    by_title = f"{plain(without_series(row['Title']))}|{plain(row['Author'])}"
    return known.get(bare(row["ISBN13"])) or known.get(by_title)


def test_the_export_is_written_as_goodreads_writes_it(export: str, rows: list[Row]) -> None:
    assert export.split("\n", 1)[0] == HEADER
    assert "\r" not in export
    assert not export.startswith("\ufeff")
    assert all(None not in row and None not in row.values() for row in rows)
    rewritten = io.StringIO(newline="")
    writer = csv.writer(rewritten, lineterminator="\n")
    writer.writerows(csv.reader(io.StringIO(export, newline="")))
    assert rewritten.getvalue() == export


def test_the_export_is_large_enough_and_small_enough(export: str, rows: list[Row]) -> None:
    assert len(rows) >= 280
    assert len(export.encode()) < 120_000


def test_no_book_is_there_twice(rows: list[Row]) -> None:
    assert max(Counter(row["Book Id"] for row in rows).values()) == 1
    assert max(Counter(plain(row["Title"]) + "|" + plain(row["Author"]) for row in rows).values()) == 1
    codes = Counter(bare(row["ISBN13"]) for row in rows if bare(row["ISBN13"]))
    assert max(codes.values()) == 1


def test_both_isbns_are_valid_and_name_one_book(rows: list[Row]) -> None:
    coded = [(bare(row["ISBN"]), bare(row["ISBN13"])) for row in rows]
    assert sum(not thirteen for _, thirteen in coded) >= 10
    for ten, thirteen in coded:
        assert bool(ten) == bool(thirteen)
        if thirteen:
            assert isbn.validate(thirteen) == thirteen
            assert isbn.to_isbn13(ten) == thirteen


def test_every_row_names_its_edition(rows: list[Row]) -> None:
    for row in rows:
        assert row["Book Id"].isdigit()
        assert row["Publisher"]
        assert row["Binding"]
        assert 1900 <= int(row["Year Published"]) <= TODAY.year
        assert int(row["Original Publication Year"]) <= int(row["Year Published"])
        assert row["Number of Pages"] == "" or 5 <= int(row["Number of Pages"]) <= 2000


def test_the_author_cell_and_its_turned_form_agree(rows: list[Row]) -> None:
    for row in rows:
        *first, last = row["Author"].split()
        assert row["Author l-f"] == f"{last}, {' '.join(first) or last}"


def test_dates_lie_within_the_ten_years(rows: list[Row]) -> None:
    for row in rows:
        assert dt.date(2016, 1, 5) <= day(row["Date Added"]) < TODAY
        if row["Date Read"]:
            read = day(row["Date Read"])
            assert row["Exclusive Shelf"] == "read"
            assert dt.date(2016, 1, 1) <= read < TODAY
            assert int(row["Year Published"]) <= read.year
    added = [day(row["Date Added"]) for row in rows]
    assert added == sorted(added, reverse=True)


def test_every_year_has_books_and_some_months_are_binges(rows: list[Row]) -> None:
    dates = [day(row["Date Read"]) for row in rows if row["Date Read"]]
    years = Counter(date.year for date in dates)
    assert set(years) == set(range(2016, 2027))
    assert min(years.values()) >= 20
    assert max(Counter((date.year, date.month) for date in dates).values()) >= 8


def test_the_reader_is_believable(rows: list[Row]) -> None:
    read = on(rows, "read")
    assert len(read) >= 250
    assert 8 <= sum(not row["Date Read"] for row in read) <= 15
    assert sum(row["Date Read"].endswith("/01/01") for row in read) == 6
    assert sum(row["My Rating"] == "0" for row in read) >= 5
    assert sum(int(row["Read Count"]) > 1 for row in read) >= 6
    assert all(int(row["Read Count"]) >= 1 for row in read)
    assert {row["My Rating"] for row in read} >= {"0", "2", "3", "4", "5"}
    assert len(on(rows, "did-not-finish")) >= 4
    assert len(on(rows, "currently-reading")) == 4
    assert len(on(rows, "to-read")) >= 35


def test_reviews_break_lines_as_goodreads_does_and_one_spoils(rows: list[Row]) -> None:
    reviews = [row["My Review"] for row in rows if row["My Review"]]
    assert len(reviews) >= 10
    assert any("<br/>" in review for review in reviews)
    assert not any("\n" in review for review in reviews)
    spoiling = [row for row in rows if row["Spoiler"]]
    assert [row["Spoiler"] for row in spoiling] == ["true"]
    assert spoiling[0]["My Review"]


def test_bindings_without_pages_and_without_isbn_occur(rows: list[Row]) -> None:
    assert all(not row["Number of Pages"] for row in rows if "Audio" in row["Binding"])
    assert sum("Audio" in row["Binding"] for row in rows) >= 2
    assert sum(row["Binding"] == "Kindle Edition" and not bare(row["ISBN13"]) for row in rows) >= 5


def test_series_run_over_several_volumes(rows: list[Row]) -> None:
    names = Counter(name for row in rows for name in re.findall(r"\(([^()]+?), #[\d.]+(?:;[^()]*)?\)$", row["Title"]))
    assert sum(volumes >= 3 for volumes in names.values()) >= 8


def test_shelf_positions_count_up_in_the_order_of_adding(rows: list[Row]) -> None:
    last: Counter[str] = Counter()
    for row in reversed(rows):
        names = row["Bookshelves"].split(", ") if row["Bookshelves"] else []
        assert (row["Exclusive Shelf"] in names) == (row["Exclusive Shelf"] != "read")
        last.update(names)
        assert row["Bookshelves with positions"] == ", ".join(f"{name} (#{last[name]})" for name in names)


def test_the_export_reads_without_a_problem(library: Library, rows: list[Row]) -> None:
    assert library.report.problems == ()
    assert len(library.books) == len(rows)
    assert sum(book.is_read for book in library.books) == len(on(rows, "read"))


def test_the_catalogue_knows_every_book(rows: list[Row], works: list[Work]) -> None:
    known = known_by(works)
    assert [row["Title"] for row in rows if work_of(row, known) is None] == []
    assert len(works) == len(rows)


def test_the_catalogue_loads_and_is_small() -> None:
    assert len(gzip.decompress(CATALOGUE.read_bytes())) < 400_000
    catalogue = Catalogue.read(CATALOGUE)
    assert len(catalogue.by_work_id) == len(catalogue.works)


def test_catalogue_isbns_are_valid_and_name_one_work(works: list[Work]) -> None:
    codes = [code for work in works for code in work.get("isbns", [])]
    assert len(set(codes)) == len(codes)
    assert all(isbn.validate(code) == code for code in codes)


def test_every_work_has_headings_that_speak_of_it(works: list[Work]) -> None:
    for work in works:
        subjects = work["subjects"]
        assert 4 <= len(subjects) <= 24, work["title"]
        assert len({subject.casefold() for subject in subjects}) == len(subjects), work["title"]
        assert all(subject == subject.strip() and subject for subject in subjects)
        assert sum(not NOT_ABOUT_THE_BOOK.match(subject) for subject in subjects) >= 3, work["title"]
        assert 1 <= len(work["categories"]) <= 4
        assert all(len(path.split(" / ")) >= 2 or path == "Drama" for path in work["categories"]), work["title"]


def test_numbers_have_their_sources_shapes(works: list[Work]) -> None:
    for work in works:
        assert all(re.fullmatch(r"\d{3}(\.\d+)?", number) for number in work.get("ddc", [])), work["title"]
        assert all(re.fullmatch(r"[A-Z-]{3}\d{4}\.\d{8}\.[A-Z]\d+", number) for number in work.get("lcc", []))


def test_a_cover_belongs_to_one_work_and_an_image_has_a_real_volume(works: list[Work]) -> None:
    covers = [work["cover_i"] for work in works if "cover_i" in work]
    volumes = [work["volume_id"] for work in works if "volume_id" in work]
    assert len(set(covers)) == len(covers) >= 100
    assert len(set(volumes)) == len(volumes) >= 100
    assert all(cover > 0 for cover in covers)
    assert all(re.fullmatch(r"[\w-]{12}", volume) for volume in volumes)
    assert all(work["thumbnail"] == ("volume_id" in work) for work in works)


def classified(library: Library, works: list[Work], *, categories: bool) -> list[Classification]:
    known = known_by(works)
    entries = []
    for book in library.books:
        if not book.is_read:
            continue
        work = known.get(book.isbn13 or "") or known[f"{plain(book.short_title)}|{plain(book.author)}"]
        findings = Findings(
            subjects=tuple(work["subjects"]),
            categories=tuple(work["categories"]) if categories else (),
            ddc=tuple(work.get("ddc", [])),
            lcc=tuple(work.get("lcc", [])),
        )
        series = book.series[0].name if book.series else None
        entries.append(
            Entry(book.book_id, book.title, book.author, series, findings, book.shelves, book.original_publication_year)
        )
    return classify_library(entries)


@pytest.mark.parametrize("categories", [True, False], ids=["both sources", "Open Library alone"])
def test_nearly_every_read_book_gets_a_genre(library: Library, works: list[Work], categories: bool) -> None:
    verdicts = classified(library, works, categories=categories)
    assert sum(bool(verdict.genres) for verdict in verdicts) >= 0.95 * len(verdicts)


def test_the_sample_shows_a_broad_taste(library: Library, works: list[Work]) -> None:
    verdicts = classified(library, works, categories=True)
    genres = Counter(genre for verdict in verdicts for genre in verdict.genres)
    assert len(genres) >= 35
    forms = Counter(verdict.form for verdict in verdicts)
    assert forms["Nonfiction"] >= 90
    assert sum(verdict.audience is not None for verdict in verdicts) >= 20
