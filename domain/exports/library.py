"""What reading an export gives."""

from __future__ import annotations

from dataclasses import dataclass

from domain.books import Book
from domain.exports.report import Report


@dataclass(frozen=True, slots=True)
class Library:
    """The books of an export in the order of their rows, each once, and the account of how they were read."""

    books: tuple[Book, ...]
    report: Report
