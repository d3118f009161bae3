"""The dashboard: every figure and mark is what the data says, and leads to the books that it counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from domain.dashboard.schema import BookJson
from tests.pages import readers
from tests.pages.conftest import PHONE, WIDE, Desk
from tests.pages.scripted_site import TOKEN

pytestmark = pytest.mark.browser

READER = readers.finished(readers.library())
DATA = READER.shareable()
READ = [book for book in DATA["books"] if book["reading_status"] == "read"]
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


@pytest.fixture(scope="module")
def page(desk: Desk) -> Page:
    """The dashboard of a reader of ten years, for all tests here."""
    return desk.open(READER)


@pytest.fixture(autouse=True)
def all_time(desk: Desk, page: Page) -> None:
    """Each test starts from the dashboard of all time."""
    desk.go()
    expect(page.locator(".figure.years .mark").first).to_be_attached()


def twin(page: Page, kind: str) -> list[list[str]]:
    """The cells of a chart's table."""
    rows = page.locator(f".figure.{kind} tbody tr")
    cells: list[list[str]] = rows.evaluate_all("rows => rows.map((row) => [...row.cells].map((it) => it.textContent))")
    return cells


def led_to(desk: Desk, *hrefs: str | None) -> list[list[BookJson]]:
    """The books that each of these links leads to, as the page's own filter finds them."""
    searches = []
    for href in hrefs:
        assert href
        assert urlsplit(href).path.endswith("/books")
        searches.append(urlsplit(href).query)
    found = desk.page.evaluate(
        """async ([searches, address]) => {
          const { Selection } = await import('/scripts/filters/selection.js');
          const { books } = await (await fetch(address)).json();
          const place = new Map(books.map((book, index) => [book, index]));
          return searches.map((search) => Selection.of(search).among(books).map((book) => place.get(book)));
        }""",
        [searches, f"/api/data/{DATA['export_id']}"],
    )
    return [[DATA["books"][place] for place in places] for places in found]


def counted(desk: Desk, hrefs: Iterable[str | None]) -> list[int]:
    """How many books each of these links leads to."""
    return [len(books) for books in led_to(desk, *hrefs)]


def marks(page: Page, kind: str) -> list[tuple[str, str | None]]:
    """What each mark of a chart says and where it leads."""
    found = page.locator(f".figure.{kind} .mark").evaluate_all(
        "marks => marks.map((mark) => [mark.getAttribute('aria-label'), mark.getAttribute('href')])"
    )
    return [(says, href) for says, href in found]


def test_the_first_sentence_is_about_the_latest_year(page: Page) -> None:
    of_2026 = [book for book in READ if book["reading_year"] == 2026]
    pages = sum(book["num_pages"] or 0 for book in of_2026)
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        f"So far in 2026 this reader has finished {len(of_2026)} books, {pages:,} pages, "
    )


def test_four_figures_are_those_of_the_summary(page: Page) -> None:
    summary = DATA["summary"]
    assert page.locator(".sum dd:not(.note)").all_inner_texts() == [
        f"{summary['read_books']:,}",
        f"{summary['total_pages']:,}",
        f"{summary['average_rating']:.2f}",
        f"{summary['unique_authors']}",
    ]


def test_what_is_not_known_leads_to_its_books(desk: Desk, page: Page) -> None:
    links = page.locator(".coverage a").evaluate_all(
        "links => links.map((a) => [a.textContent, a.getAttribute('href')])"
    )
    lacks = {
        "without a date": [book for book in READ if book["reading_year"] is None],
        "without pages": [book for book in READ if book["num_pages"] is None],
        "without a rating": [book for book in READ if book["my_rating"] is None],
        "without a genre": [book for book in READ if not book["genres"]],
    }
    assert [text for text, _ in links] == [f"{len(books)} {name}" for name, books in lacks.items()]
    assert led_to(desk, *(href for _, href in links)) == list(lacks.values())


def test_years(desk: Desk, page: Page) -> None:
    books = Counter(book["reading_year"] for book in READ)
    assert [row[:2] for row in twin(page, "years")] == [[str(year), str(books[year])] for year in range(2016, 2027)]
    fullest = max(range(2016, 2027), key=lambda year: books[year])
    expect(page.locator(".figure.years h2")).to_have_text(f"{fullest} was the fullest year: {books[fullest]} books")
    found = marks(page, "years")
    assert [says[:4] for says, _ in found] == [str(year) for year in range(2016, 2027)]
    assert counted(desk, (href for _, href in found)) == [books[year] for year in range(2016, 2027)]


def test_undated_books_stand_apart(desk: Desk, page: Page) -> None:
    undated = [book for book in READ if book["reading_year"] is None]
    note = page.locator(".figure.years .note").first
    expect(note).to_have_text(f"{len(undated)} books have no date, so they count in the totals but not in the years.")
    assert led_to(desk, note.locator("a").get_attribute("href")) == [undated]


def test_bars_are_as_tall_as_their_numbers(page: Page) -> None:
    heights = page.locator(".figure.years .bar.first").evaluate_all(
        "bars => bars.map((bar) => Number(bar.getAttribute('height')))"
    )
    books = Counter(book["reading_year"] for book in READ)
    scale = heights[0] / books[2016]
    assert heights == pytest.approx([scale * books[year] for year in range(2016, 2027)])


def test_months_of_all_years(desk: Desk, page: Page) -> None:
    books = Counter(int(book["reading_month_year"][5:]) for book in READ if book["reading_month_year"])
    assert [row[:2] for row in twin(page, "months")] == [[MONTHS[n - 1], str(books[n])] for n in range(1, 13)]
    most = max(books.values())
    best = " and ".join(MONTHS[n - 1] for n in range(1, 13) if books[n] == most)
    expect(page.locator(".figure.months h2")).to_have_text(f"Most was read in {best}: {most} books")
    assert counted(desk, (href for _, href in marks(page, "months"))) == [books[n] for n in range(1, 13)]


def test_ratings(desk: Desk, page: Page) -> None:
    given = Counter(book["my_rating"] for book in READ)
    names = ("1 star", "2 stars", "3 stars", "4 stars", "5 stars")
    assert twin(page, "ratings") == [[name, str(given[float(n)])] for n, name in enumerate(names, 1)]
    found = marks(page, "ratings")
    assert found[0] == ("1 star: 0 books, 0%", None)
    assert led_to(desk, found[3][1]) == [[book for book in READ if book["my_rating"] == 4]]


def test_each_book_is_a_dot_beside_the_community(page: Page) -> None:
    both = [book for book in READ if book["my_rating"] and book["average_rating"]]
    dots = page.locator(".figure.community .mark").evaluate_all("dots => dots.map((dot) => dot.getAttribute('href'))")
    assert {href.rsplit("/", 1)[1] for href in dots} == {book["book_id"] for book in both}
    apart = sum((book["my_rating"] or 0) - (book["average_rating"] or 0) for book in both) / len(both)
    side = "above" if apart > 0 else "below"
    expect(page.locator(".figure.community h2")).to_have_text(
        f"This reader rates {abs(apart):.2f} {side} the community"
    )


def test_genres_are_shares_of_read_books(desk: Desk, page: Page) -> None:
    summary = DATA["summary"]
    assert summary["most_common_genres"]
    rows = twin(page, "genres")
    known = [[entry["genre"], str(entry["count"])] for entry in summary["most_common_genres"]]
    assert [row[:2] for row in rows[:-1]] == known
    unknown = summary["read_books"] - (summary["genre_enriched_books"] or 0)
    assert rows[-1][:2] == ["Genre unknown", str(unknown)]
    links = page.locator(".figure.genres a.row").evaluate_all("rows => rows.map((row) => row.getAttribute('href'))")
    assert counted(desk, links) == [*[entry["count"] for entry in summary["most_common_genres"]][:8], unknown]


def test_fiction_beside_nonfiction(desk: Desk, page: Page) -> None:
    forms = DATA["summary"]["forms"]
    assert forms
    links = page.locator(".figure.genres .key a").evaluate_all("links => links.map((a) => a.getAttribute('href'))")
    assert counted(desk, links) == [forms[form] for form in ("Fiction", "Unknown")]


def test_authors(desk: Desk, page: Page) -> None:
    books = Counter(book["author"] for book in READ)
    rows = twin(page, "authors")
    assert {row[0]: int(row[1]) for row in rows} == dict(books)
    assert [int(row[1]) for row in rows] == sorted(books.values(), reverse=True)
    links = page.locator(".figure.authors a.row").evaluate_all("rows => rows.map((row) => row.getAttribute('href'))")
    assert counted(desk, links) == sorted(books.values(), reverse=True)


def test_length_bands_hold_every_book_once(desk: Desk, page: Page) -> None:
    rows = page.locator(".figure.lengths a.row")
    links = rows.evaluate_all("rows => rows.map((row) => row.getAttribute('href'))")
    found = [book["book_id"] for books in led_to(desk, *links) for book in books]
    assert sorted(found) == sorted(book["book_id"] for book in READ)
    expect(page.locator(".figure.formats")).to_have_count(0)  # these books say nothing of their edition


def test_the_books_at_the_ends(page: Page) -> None:
    pages = [book["num_pages"] for book in READ if book["num_pages"]]
    shown = page.locator(".figure.ends .told-figure").all_inner_texts()
    assert shown[:2] == [f"{max(pages)} pages", f"{min(pages)} pages"]


def test_a_chart_is_one_stop_and_its_marks_are_reached_by_arrows(page: Page) -> None:
    years = page.locator(".figure.years")
    years.locator(".mark").first.focus()
    expect(years.locator(".readout")).to_contain_text("2016:")
    page.keyboard.press("ArrowRight")
    expect(years.locator(".readout")).to_contain_text("2017:")
    page.keyboard.press("End")
    expect(years.locator(".readout")).to_contain_text("2026, so far:")
    assert years.locator(".mark[tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/books\?status=read&year=2026$"))


def test_a_mark_says_its_value_under_the_pointer(page: Page) -> None:
    mark = page.locator(".figure.ratings .mark").nth(3)
    mark.hover()
    expect(page.locator(".figure.ratings .readout")).to_have_text(mark.get_attribute("aria-label") or "")


def test_a_year_stands_beside_the_year_before(desk: Desk, page: Page) -> None:
    page.get_by_role("navigation", name="Years").get_by_role("link", name="2024").click()
    now = [book for book in READ if book["reading_year"] == 2024]
    then = [book for book in READ if book["reading_year"] == 2023]
    expect(page.locator(".sum dd:not(.note)").first).to_have_text(str(len(now)))
    difference = len(now) - len(then)
    says = (
        f"{abs(difference)} {'more' if difference > 0 else 'fewer'} than in 2023"
        if difference
        else "as many as in 2023"
    )
    expect(page.locator(".sum .note").first).to_have_text(says)
    months = Counter(int(book["reading_month_year"][5:]) for book in now if book["reading_month_year"])
    before = Counter(int(book["reading_month_year"][5:]) for book in then if book["reading_month_year"])
    assert [[row[1], row[3]] for row in twin(page, "months")] == [
        [str(months[n]), str(before[n])] for n in range(1, 13)
    ]
    assert page.locator(".figure.months .bar.before").count() > 0
    assert [dict(parse_qsl(urlsplit(href).query)) for _, href in marks(page, "months") if href] == [
        {"status": "read", "year": "2024", "month": str(n)} for n in range(1, 13) if months[n]
    ]


def test_the_facts_of_a_year(desk: Desk, page: Page) -> None:
    desk.go("?year=2024")
    now = [book for book in READ if book["reading_year"] == 2024]
    known = [book["num_pages"] for book in now if book["num_pages"]]
    figure = page.locator(".figure.year")
    expect(figure.locator("h2")).to_have_text(f"A book of 2024 had {round(sum(known) / len(known))} pages on average")
    stars = [book for book in now if book["my_rating"] == 5]
    link = figure.get_by_role("link", name=f"{len(stars)} book")
    assert led_to(desk, link.get_attribute("href")) == [stars]
    dated = sorted((book["reading_month_year"] or "9", n) for n, book in enumerate(now))
    first = now[dated[0][1]]
    assert figure.locator(".told").first.get_attribute("href") == f"/d/{DATA['export_id']}/books/{first['book_id']}"


def test_the_year_is_in_the_address_and_back_leads_to_the_last(desk: Desk, page: Page) -> None:
    desk.go("?year=2024")
    desk.go("?year=2023")
    expect(page.get_by_role("heading", level=1)).to_contain_text("In 2023")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("In 2024")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("In 2024")


def test_a_cover_that_is_missing_leaves_the_typographic_one(desk: Desk, page: Page) -> None:
    page.locator(".wall").scroll_into_view_if_needed()
    expect(page.locator(".wall img")).to_have_count(0)
    assert desk.witness.covers
    assert page.locator(".wall .cover-title").count() == 40


def test_a_chart_is_drawn_anew_for_another_width(page: Page) -> None:
    chart = page.locator(".figure.years .drawing svg")
    wide = int(chart.get_attribute("width") or 0)
    page.set_viewport_size(PHONE)
    expect(chart).to_have_attribute("width", "328")
    page.set_viewport_size(WIDE)
    expect(chart).to_have_attribute("width", str(wide))


def test_the_owner_is_addressed(desk: Desk) -> None:
    page = desk.open(READER, token=TOKEN)
    expect(page.get_by_role("heading", level=1)).to_contain_text("you have read")
    expect(page.locator(".figure.community h2")).to_contain_text("You rate")
