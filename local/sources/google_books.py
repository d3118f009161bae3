"""Google Books' answers, in the shapes it was seen to give in 2026.

A search answer names only the first step of the first category; the full paths are in the volume's own
record. Image links are `http://` and carry `edge=curl`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from local.sources.catalogue import Catalogue, words
from local.sources.works import GOOGLE_BOOKS, Work

API = "https://www.googleapis.com/books/v1/volumes"
_ABOUT = "https://books.google.com/books/about"
_CONTENT = "http://books.google.com/books/content"
_TERM = re.compile(r'(?:(intitle|inauthor|isbn|subject|inpublisher):)?(?:"([^"]*)"|(\S+))')
# MARC's three letters to Google's two, for the languages of the catalogues at hand; others keep theirs.
_LANGUAGES = {
    "chi": "zh",
    "cze": "cs",
    "dan": "da",
    "dut": "nl",
    "eng": "en",
    "fre": "fr",
    "ger": "de",
    "ita": "it",
    "jpn": "ja",
    "nor": "no",
    "pol": "pl",
    "por": "pt",
    "rus": "ru",
    "spa": "es",
    "swe": "sv",
    "tur": "tr",
}

Json = dict[str, object]


def search(catalogue: Catalogue, query: Mapping[str, str]) -> Json:
    """The answer of `/books/v1/volumes` for `q`, `maxResults`, `startIndex` and `country`."""
    found = _found(catalogue, query.get("q", ""))
    start = int(query.get("startIndex", "0"))
    page = found[start : start + int(query.get("maxResults", "10"))]
    answer: Json = {"kind": "books#volumes", "totalItems": len(found)}
    if page:
        answer["items"] = [volume(work, query.get("country", "US"), full=False) for work in page]
    return answer


def volume(work: Work, country: str, *, full: bool) -> Json:
    """One volume: `full` as `/volumes/{id}` gives it, else as an item of a search."""
    available = work.google_rating is not None
    answer: Json = {
        "kind": "books#volume",
        "id": work.volume_id,
        "etag": work.volume_id[:11],
        "selfLink": f"{API}/{work.volume_id}",
        "volumeInfo": _volume_info(work, full=full),
        "saleInfo": {"country": country, "saleability": "NOT_FOR_SALE", "isEbook": False},
        "accessInfo": {
            "country": country,
            "viewability": "PARTIAL" if available else "NO_PAGES",
            "embeddable": available,
            "publicDomain": False,
            "textToSpeechPermission": "ALLOWED",
            "epub": {"isAvailable": False},
            "pdf": {"isAvailable": False},
            "webReaderLink": f"http://play.google.com/books/reader?id={work.volume_id}&hl=&source=gbs_api",
            "accessViewStatus": "SAMPLE" if available else "NONE",
            "quoteSharingAllowed": False,
        },
    }
    if work.description and not full:
        answer["searchInfo"] = {"textSnippet": work.description[:200]}
    return answer


def _volume_info(work: Work, *, full: bool) -> Json:
    edition = work.editions[0]
    identifiers = [
        {"type": kind, "identifier": isbn}
        for kind, isbn in (("ISBN_10", edition.isbn10), ("ISBN_13", edition.isbn13))
        if isbn is not None
    ]
    info: dict[str, object | None] = {
        "title": work.title,
        "subtitle": work.subtitle,
        "authors": list(work.authors) or None,
        "publisher": work.publisher,
        "publishedDate": str(work.first_publish_year) if work.first_publish_year else None,
        "description": work.description,
        "industryIdentifiers": identifiers or None,
        "readingModes": {"text": False, "image": False},
        "pageCount": work.pages,
        "printedPageCount": work.pages if full else None,
        "printType": "BOOK",
        "categories": _categories(work, full=full),
        "averageRating": work.google_rating,
        "ratingsCount": work.google_ratings_count,
        "maturityRating": "NOT_MATURE",
        "allowAnonLogging": False,
        "contentVersion": "preview-1.0.0",
        "panelizationSummary": {"containsEpubBubbles": False, "containsImageBubbles": False},
        "imageLinks": _image_links(work, full=full),
        "language": _LANGUAGES.get(work.language, work.language),
        "previewLink": f"http://books.google.com/books?id={work.volume_id}&hl=&source=gbs_api",
        "infoLink": f"http://books.google.com/books?id={work.volume_id}&hl=&source=gbs_api",
        "canonicalVolumeLink": f"{_ABOUT}/{quote(work.title.replace(' ', '_'))}.html?hl=&id={work.volume_id}",
    }
    return {name: value for name, value in info.items() if value is not None}


def _categories(work: Work, *, full: bool) -> list[str] | None:
    if not work.categories:
        return None
    return list(work.categories) if full else [work.categories[0].split(" / ")[0]]


def _image_links(work: Work, *, full: bool) -> Json | None:
    if not work.thumbnail:
        return None
    zooms = {"smallThumbnail": 5, "thumbnail": 1} | ({"small": 2, "medium": 3, "large": 4} if full else {})
    return {
        size: f"{_CONTENT}?id={work.volume_id}&printsec=frontcover&img=1&zoom={zoom}&edge=curl&source=gbs_api"
        for size, zoom in zooms.items()
    }


def _found(catalogue: Catalogue, q: str) -> list[Work]:
    titles: list[str] = []
    authors: list[str] = []
    anywhere: list[str] = []
    for field, phrase, word in _TERM.findall(q):
        text = phrase or word
        if field == "isbn":
            entry = catalogue.isbn(text)
            return [entry[0]] if entry is not None and GOOGLE_BOOKS in entry[0].sources else []
        {"intitle": titles, "inauthor": authors}.get(field, anywhere).append(text)
    if not titles and not authors:
        return catalogue.anywhere(" ".join(anywhere), GOOGLE_BOOKS)
    found = catalogue.search(" ".join(titles), " ".join(authors), GOOGLE_BOOKS)
    loose = set(words(" ".join(anywhere)))
    return [work for work in found if loose <= set(words(f"{work.title} {' '.join(work.authors)}"))]
