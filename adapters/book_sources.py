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
    """The sources in the order they are asked; none where their addresses are empty.

    They share one HTTP session, which lives as long as the running event loop.
    """
    addresses = [settings.optional("OPENLIBRARY_URL"), settings.optional("GOOGLE_BOOKS_URL")]
    if not any(addresses):
        return ()
    import aiohttp

    session = aiohttp.ClientSession()
    made = [_open_library(settings, session), _google_books(settings, session)]
    return tuple(source for source in made if source is not None)


def _open_library(settings: Settings, session: aiohttp.ClientSession) -> Source | None:
    base_url = settings.optional("OPENLIBRARY_URL")
    if base_url is None:
        return None
    from adapters.open_library import OpenLibrary

    pace = SharedPace("openlibrary", round(1000 / settings.open_library_requests_per_second))
    return OpenLibrary(session, base_url=base_url, user_agent=user_agent(settings.sources_contact), pace=pace)


def _google_books(settings: Settings, session: aiohttp.ClientSession) -> Source | None:
    """Google Books, which answers nothing without a key; without one it is off."""
    base_url, parameter = settings.optional("GOOGLE_BOOKS_URL"), settings.optional("GOOGLE_BOOKS_KEY_PARAMETER")
    if base_url is None or parameter is None:
        return None
    from adapters.google_books import GoogleBooks

    key = aws.ssm().get_parameter(Name=parameter, WithDecryption=True)["Parameter"]["Value"]
    return GoogleBooks(
        session,
        base_url=base_url,
        user_agent=user_agent(settings.sources_contact),
        pace=SharedPace("googlebooks", GOOGLE_INTERVAL_MS),
        key=key,
        budget=SharedBudget("googlebooks", settings.google_requests_per_day, now),
    )


def user_agent(contact: str | None) -> str | None:
    """The User-Agent, of application and contact; None without one: a name without a contact is refused."""
    if contact is None:
        return None
    return f"{APPLICATION} (+{contact if ':' in contact else f'mailto:{contact}'})"
