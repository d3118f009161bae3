"""The environment of a function as one typed model. Nothing else reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


class SettingMissingError(Exception):
    """An environment variable that the function needs is not set."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the environment variable {name} is not set")
        self.name = name


@dataclass(frozen=True, slots=True)
class Settings:
    """Typed views of environment variables, each read when it is asked for: a function needs only its own."""

    environment: Mapping[str, str]

    @classmethod
    def from_environment(cls) -> Settings:
        """The process's own environment."""
        return cls(os.environ)

    def text(self, name: str) -> str:
        """A variable that must be there. SettingMissingError when it is not."""
        try:
            return self.environment[name]
        except KeyError:
            raise SettingMissingError(name) from None

    def optional(self, name: str) -> str | None:
        """A variable that may be absent or empty."""
        return self.environment.get(name) or None

    @property
    def data_bucket(self) -> str:
        """The bucket of uploads, books and dashboards."""
        return self.text("DATA_BUCKET")

    @property
    def max_books(self) -> int:
        """The most books that a run may have."""
        return int(self.optional("MAX_BOOKS") or 20_000)

    @property
    def daily_books(self) -> int:
        """The books that are taken in a day, in UTC, from all readers together."""
        return int(self.optional("DAILY_BOOKS") or 200_000)

    @property
    def google_requests_per_day(self) -> int:
        """How many requests Google Books may be sent in a Pacific day: its own limit unless configured."""
        return int(self.optional("GOOGLE_BOOKS_REQUESTS_PER_DAY") or 1_000)

    @property
    def sources_contact(self) -> str | None:
        """The contact named to the book sources: an e-mail address or a web address."""
        return self.optional("SOURCES_CONTACT")

    @property
    def open_library_requests_per_second(self) -> float:
        """What Open Library may be asked: as configured, else a little less than it grants.

        It grants 3 a second to who names a contact, else 1; the rest is for the network's jitter.
        """
        configured = self.optional("OPENLIBRARY_REQUESTS_PER_SECOND")
        if configured is not None:
            return float(configured)
        return 2.5 if self.sources_contact else 0.95
