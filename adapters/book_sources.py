"""The book sources that a deployment asks, as its settings name them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from adapters import aws
from adapters.chance import now
from adapters.daily_budget import SharedBudget
from adapters.settings import Settings
from adapters.source_records import SharedPace
from domain.sources.ask import Source

if TYPE_CHECKING:
    import aiohttp

APPLICATION = "GoodreadsStats/0.1"
GOOGLE_INTERVAL_MS = 100


async def book_sources(settings: Settings) -> Sequence[Source]:
    """The sources in the order they are asked, measured; none where their addresses are empty.

    Each has an HTTP session, which lives as long as the running event loop.
    """
    made = [_open_library(settings), _google_books(settings)]
    return tuple(source for source in made if source is not None)


def _open_library(settings: Settings) -> Source | None:
    base_url = settings.optional("OPENLIBRARY_URL")
    if base_url is None:
        return None
    from adapters.open_library import NAME, OpenLibrary
    from adapters.source_metrics import MeasuredSource

    source = OpenLibrary(
        _session(NAME),
        base_url=base_url,
        user_agent=user_agent(settings.sources_contact),
        pace=SharedPace(NAME, round(1000 / settings.open_library_requests_per_second)),
    )
    return MeasuredSource(source)


def _google_books(settings: Settings) -> Source | None:
    """Google Books, which answers nothing without a key; without one it is off."""
    base_url, parameter = settings.optional("GOOGLE_BOOKS_URL"), settings.optional("GOOGLE_BOOKS_KEY_PARAMETER")
    if base_url is None or parameter is None:
        return None
    from adapters.google_books import NAME, GoogleBooks
    from adapters.source_metrics import MeasuredSource

    key = aws.ssm().get_parameter(Name=parameter, WithDecryption=True)["Parameter"]["Value"]
    source = GoogleBooks(
        _session(NAME),
        base_url=base_url,
        user_agent=user_agent(settings.sources_contact),
        pace=SharedPace(NAME, GOOGLE_INTERVAL_MS),
        key=key,
        budget=SharedBudget(NAME, settings.google_requests_per_day, now),
    )
    return MeasuredSource(source)


def _session(source: str) -> aiohttp.ClientSession:
    import aiohttp

    from adapters.source_metrics import measured_requests

    return aiohttp.ClientSession(trace_configs=[measured_requests(source)])


def user_agent(contact: str | None) -> str | None:
    """The User-Agent, of application and contact; None without one: a name without a contact is refused."""
    if contact is None:
        return None
    return f"{APPLICATION} (+{contact if ':' in contact else f'mailto:{contact}'})"
