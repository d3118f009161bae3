"""A row of StoryGraph's export as a book."""

from __future__ import annotations

from collections.abc import Sequence

from domain.books import Book, PartialDate, ReadingSpan
from domain.exports import isbns, numbers, people, reviews, shelves, text
from domain.exports.dates import Calendar, is_guess
from domain.exports.identity import BookIds
from domain.exports.memo import Column, Memo
from domain.exports.picking import Picker
from domain.exports.problems import ProblemKind
from domain.exports.report import Ledger
from domain.exports.titles import parse_title

_COLUMNS = (
    "Title",
    "Authors",
    "Contributors",
    "Format",
    "Read Status",
    "Date Added",
    "Last Date Read",
    "Dates Read",
    "Read Count",
    "Star Rating",
    "Review",
    "Tags",
    "Owned?",
)
_OWNED = {"yes": 1, "no": 0}


class StoryGraphRows:
    """Makes books of rows whose fields stand under `columns`."""

    ID_COLUMN = "ISBN/UID"

    def __init__(self, columns: Sequence[str], calendar: Calendar, ids: BookIds, ledger: Ledger) -> None:
        isbn = "ISBN/UID" if "ISBN/UID" in columns else "ISBN"
        self._pick = Picker(columns, (*_COLUMNS, isbn))
        self._calendar = calendar
        self._ids = ids
        self._ledger = ledger
        self._names = Memo(text.name)
        self._people = Memo(people.split_people)
        self._statuses = Memo(shelves.status_of_shelf)
        self._tags = Memo(shelves.topical_shelves)
        self._isbn = Column(isbn, isbns.read_isbn, ledger)
        self._stars = Column("Star Rating", numbers.parse_rating, ledger)
        self._date_added = Column("Date Added", calendar.date, ledger)
        self._last_date = Column("Last Date Read", calendar.date, ledger)
        self._read_count = Column("Read Count", numbers.parse_count, ledger)

    def book(self, fields: list[str], row: int, position: int) -> Book | None:
        """The book of a row, or None where the row has no title."""
        (
            title, authors, contributors, binding, read_status, date_added, last_read, dates_read, read_count,
            stars, review, tags, owned, isbn,
        ) = self._pick(fields)  # fmt: skip
        full_title = text.one_line(title)
        if not full_title:
            return None
        writers = self._people[authors]
        if not writers:
            self._ledger.note(ProblemKind.NO_AUTHOR, "Authors", full_title)
        contributed = map(people.without_role, self._people[contributors])
        isbn10, isbn13, _ = isbns.combine(self._isbn.read(isbn), None)
        short, series = parse_title(full_title)
        readings = self._readings(dates_read)
        finished = self._last_date[last_read] or _last_finish(readings)
        times = self._read_count[read_count]
        shelf = self._names[read_status]
        was_read = finished is not None or bool(times)
        if shelf is None:
            self._ledger.note(ProblemKind.NO_SHELF, "Read Status")
        named = self._statuses[shelf] if shelf is not None else None
        if not readings and finished is not None:
            readings = (ReadingSpan(None, finished),)
        return Book(
            book_id=self._ids.made(isbn13, full_title, writers),
            position=position,
            row=row,
            title=full_title,
            short_title=short,
            author=writers[0] if writers else "",
            status=named or shelves.status_on_own_shelf(was_read=was_read),
            series=series,
            additional_authors=(*writers[1:], *contributed),
            isbn10=isbn10,
            isbn13=isbn13,
            my_rating=self._stars[stars],
            binding=self._names[binding],
            date_read=finished,
            date_guess=is_guess(finished),
            readings=readings,
            date_added=self._date_added[date_added],
            shelf=shelf,
            shelves=self._tags[tags],
            read_count=times,
            owned_copies=_OWNED.get(owned.strip().casefold()),
            review=reviews.plain_text(review) if review else None,
            has_spoilers=reviews.has_spoilers("", review),
        )

    def _readings(self, cell: str) -> tuple[ReadingSpan, ...]:
        readings, bad = self._calendar.readings(cell)
        for piece in bad:
            self._ledger.note(ProblemKind.DATE, "Dates Read", piece)
        return readings


def _last_finish(readings: Sequence[ReadingSpan]) -> PartialDate | None:
    finishes = [span.finished for span in readings if span.finished is not None]
    return max(finishes, key=lambda date: date.day, default=None)
