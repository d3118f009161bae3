"""Where the book sources are and how they are asked: parameters, so that one template serves every place."""

from __future__ import annotations

from typing import Final

from aws_cdk import CfnParameter

from stacks.stage import StageStack

# Empty: the source is not asked.
_ADDRESS: Final = "(https?://[^\\s]+)?"


class SourceParameters:
    """The template's parameters about the sources; the one-machine cloud may name simulated ones."""

    def __init__(self, stack: StageStack) -> None:
        self._stack = stack
        self.open_library_url = self._text(
            "OpenLibraryUrl", "Where Open Library is asked.", default="https://openlibrary.org", pattern=_ADDRESS
        )
        self.google_books_url = self._text(
            "GoogleBooksUrl", "Where Google Books is asked.", default="https://www.googleapis.com", pattern=_ADDRESS
        )
        self.contact = self._text(
            "SourcesContact",
            "Who runs this, as an e-mail or web address; Open Library allows more with it.",
            default=stack.configuration.sources_contact,
        )
        self.google_books_key = self._text(
            "GoogleBooksKeyParameter",
            "The SSM parameter that holds the key for Google Books; empty: it is not asked.",
            default=stack.configuration.google_books_key_parameter,
            pattern="(/[A-Za-z0-9_./-]+)?",
        )
        self.google_books_per_day = self._text(
            "GoogleBooksRequestsPerDay",
            "How many requests Google Books grants a Pacific day; empty: 1,000.",
            pattern="([0-9]+)?",
        )
        self.requests_per_second = self._text(
            "OpenLibraryRequestsPerSecond",
            "How fast Open Library is asked; empty: 1, or 2.5 with a contact.",
            pattern="([0-9]+([.][0-9]+)?)?",
        )

    @property
    def pace(self) -> dict[str, str]:
        """The environment that says how fast Open Library is asked."""
        return {
            "SOURCES_CONTACT": self.contact.value_as_string,
            "OPENLIBRARY_REQUESTS_PER_SECOND": self.requests_per_second.value_as_string,
        }

    def _text(self, name: str, description: str, *, default: str = "", pattern: str | None = None) -> CfnParameter:
        return CfnParameter(self._stack, name, default=default, description=description, allowed_pattern=pattern)
