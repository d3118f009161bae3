"""The book sources that a deployment asks, as its settings name them."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.settings import Settings
from adapters.source_records import SharedPace
from domain.sources.ask import Source

APPLICATION = "GoodreadsStats/0.1"


async def book_sources(settings: Settings) -> Sequence[Source]:
    """The sources in the order they are asked; none where their addresses are empty.

    They share one HTTP session, which lives as long as the running event loop.
    """
    base_url = settings.optional("OPENLIBRARY_URL")
    if base_url is None:
        return ()
    import aiohttp

    from adapters.open_library import OpenLibrary

    interval_ms = round(1000 / settings.open_library_requests_per_second)
    pace = SharedPace("openlibrary", interval_ms)
    session = aiohttp.ClientSession()
    return (OpenLibrary(session, base_url=base_url, user_agent=user_agent(settings.sources_contact), pace=pace),)


def user_agent(contact: str | None) -> str:
    """The User-Agent: the application and, as the sources ask for, a contact."""
    if contact is None:
        return APPLICATION
    return f"{APPLICATION} (+{contact if ':' in contact else f'mailto:{contact}'})"
