"""Libraries that readers might drop on the page, as dashboards made by the real domain."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from domain.books import Book, PartialDate, ReadingStatus, Series
from domain.dashboard import Dashboard, RunFacts, build_dashboard, build_preview
from domain.enrichment import BookOutcome, Findings, Outcome, SourcePart
from domain.exports import Library, Report
from domain.genres import Classification
from tests.pages.scripted_site import UUID

RUN = RunFacts(UUID, 1, dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC))
HIT = {"open_library": SourcePart.HIT}

AUTHORS = (
    ("Terry Pratchett", ("Guards! Guards!", "Mort", "Small Gods", "Night Watch", "Going Postal"), "Fantasy"),
    ("Ursula K. Le Guin", ("The Dispossessed", "A Wizard of Earthsea", "The Lathe of Heaven"), "Science Fiction"),
    ("Agatha Christie", ("And Then There Were None", "Death on the Nile", "The Hollow"), "Mystery"),
    ("Jane Austen", ("Emma", "Persuasion", "Mansfield Park"), "Classics"),
    ("Gabriel García Márquez", ("Cien años de soledad", "El coronel no tiene quien le escriba"), "Literary Fiction"),
    ("Robert A. Caro", ("The Power Broker", "The Path to Power"), "Biography & Memoir"),
    ("Rachel Carson", ("Silent Spring", "The Sea Around Us"), "Nature & Environment"),
    ("نجيب محفوظ", ("زقاق المدق", "أولاد حارتنا"), "Historical Fiction"),
    ("Oliver Sacks", ("Awakenings", "Musicophilia"), "Psychology"),
    ("村上 春樹", ("ノルウェイの森", "海辺のカフカ"), "Literary Fiction"),
)  # fmt: skip


def library(count: int = 240) -> Library:
    """A reader of ten years: `count` read books, an eighth of them undated, some without pages or rating."""
    chance = random.Random(7)
    books = []
    for number in range(count):
        author, titles, _genre = chance.choices(AUTHORS, weights=range(len(AUTHORS), 0, -1))[0]
        day = dt.date(2016, 1, 2) + dt.timedelta(days=chance.randrange(0, 3960))
        books.append(
            Book(
                book_id=str(number),
                position=number,
                row=number + 1,
                title=f"{chance.choice(titles)} (Collected, #{number})",
                short_title="",
                author=author,
                status=ReadingStatus.READ,
                series=(Series("Collected", str(number)),),
                my_rating=chance.choice((None, 2.0, 3.0, 4.0, 4.0, 5.0)),
                average_rating=round(chance.uniform(3.4, 4.5), 2),
                num_pages=None if number % 20 == 7 else chance.randrange(90, 720),
                date_read=None if number % 8 == 3 else PartialDate(day),
            )
        )
    books.append(Book(str(count), count, count + 1, "Unread", "Unread", "Someone", ReadingStatus.TO_READ))
    return Library(tuple(books), Report("goodreads", 23, True, ",", "utf-8"))


def without_community(of: Library) -> Library:
    """The library as exports are since June 2026: no book has the community's rating."""
    return Library(tuple(replace(book, average_rating=None) for book in of.books), of.report)


def mistyped() -> Dashboard:
    """Two books, one of them read eighteen centuries ago by a slip of the finger."""
    books = tuple(
        Book(str(year), place, place + 1, f"Of {year}", f"Of {year}", "Someone", ReadingStatus.READ,
             date_read=PartialDate(dt.date(year, 5, 1)))
        for place, year in enumerate((201, 2019))
    )  # fmt: skip
    return build_dashboard(RUN, Library(books, Report("goodreads", 23, True, ",", "utf-8")), {}, {})


def finished(of: Library) -> Dashboard:
    """The library with every author's genre, half with a cover."""
    genres = {author: genre for author, _titles, genre in AUTHORS}
    read = [book for book in of.books if book.is_read]
    outcomes = {
        book.book_id: BookOutcome(
            book.book_id, Outcome.ENRICHED, Findings(cover_id=book.position + 1 if book.position % 2 else None), HIT
        )
        for book in read
    }
    classified = {
        book.book_id: Classification("Fiction", (genres[book.author],), because={genres[book.author]: ("a heading",)})
        for book in read
        if book.author in genres and book.position % 9
    }
    return build_dashboard(RUN, of, outcomes, classified)


def preview(of: Library) -> Dashboard:
    """The library before any source has answered."""
    return build_preview(RUN, of)


def bare() -> Dashboard:
    """One book of which only title and author are known."""
    book = Book("1", 0, 1, "Emma", "Emma", "Jane Austen", ReadingStatus.READ)
    library = Library((book,), Report("goodreads", 23, True, ",", "utf-8"))
    return build_dashboard(RUN, library, {"1": BookOutcome("1", Outcome.NOT_FOUND)}, {})


HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    "\u202eevil\u202c \u2066hidden",
    "=HYPERLINK(1)",
    "{{constructor.constructor('alert(1)')()}}",
    "W" * 10_000,
    "long words " * 900,
)


def hostile() -> Dashboard:
    """A library whose every cell tries something, and whose cover addresses do too."""
    books = tuple(
        Book(
            book_id=f"{number}<b>",
            position=number,
            row=number + 1,
            title=text,
            short_title=text,
            author=HOSTILE[-1 - number % len(HOSTILE)],
            status=ReadingStatus.READ,
            my_rating=5.0,
            num_pages=300,
            publisher=text,
            binding=text,
            isbn13=text,
            goodreads_id=text,
            series=(Series(text, text),),
            additional_authors=(text, text),
            shelf=text,
            shelves=(text,),
            review=text,
            date_read=PartialDate(dt.date(2024, 5, 1)),
        )
        for number, text in enumerate(HOSTILE * 2)
    )
    covers = ("https://evil.example/x.png", "https://covers.openlibrary.org.evil.example/", "https://[", None)
    outcomes = {
        book.book_id: BookOutcome(
            book.book_id, Outcome.ENRICHED, Findings(thumbnail=covers[book.position % 4], subjects=HOSTILE), HIT
        )
        for book in books
    }
    classified = {
        book.book_id: Classification("Fiction", ("Fantasy",), because={"Fantasy": HOSTILE, "Fiction": HOSTILE})
        for book in books
    }
    return build_dashboard(RUN, Library(books, Report("goodreads", 23, True, ",", "utf-8")), outcomes, classified)
