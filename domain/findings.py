"""Findings as JSON, for events and the catalogue: short, bounded, and nothing where nothing is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.enrichment import NO_LENDERS, Findings, Lenders, Match

HEADING_LIMIT = 100
HEADINGS_BYTES = 4096


def findings_to_json(findings: Findings) -> dict[str, object]:
    """`findings` without its empty fields. Headings are cut to 100 characters, and a list of them to 4 KB."""
    shown: dict[str, object] = {
        "subjects": bounded(findings.subjects),
        "categories": bounded(findings.categories),
        "ddc": list(findings.ddc[:8]),
        "lcc": list(findings.lcc[:8]),
        "cover_id": findings.cover_id,
        "thumbnail": findings.thumbnail,
        "pages": findings.pages,
        "publication_year": findings.publication_year,
        "language": findings.language,
        "rating": findings.rating,
        "ratings_count": findings.ratings_count,
        "record_ids": list(findings.record_ids[:8]),
        "match": None if findings.match is None else [findings.match.by, findings.match.confidence],
    }
    return {name: value for name, value in shown.items() if value is not None and value != []}


def bounded(headings: Iterable[str]) -> list[str]:
    """The first headings that fit in 4 KB of UTF-8, each cut to 100 characters."""
    kept: list[str] = []
    room = HEADINGS_BYTES
    for heading in headings:
        cut = heading[:HEADING_LIMIT]
        room -= len(cut.encode())
        if room < 0:
            break
        kept.append(cut)
    return kept


def findings_from_json(shown: Mapping[str, object]) -> Findings:
    """The inverse of `findings_to_json`, up to its cuts."""
    match = shown.get("match")
    return Findings(
        subjects=_strings(shown.get("subjects")),
        categories=_strings(shown.get("categories")),
        ddc=_strings(shown.get("ddc")),
        lcc=_strings(shown.get("lcc")),
        cover_id=_whole(shown.get("cover_id")),
        thumbnail=_text(shown.get("thumbnail")),
        pages=_whole(shown.get("pages")),
        publication_year=_whole(shown.get("publication_year")),
        language=_text(shown.get("language")),
        rating=_number(shown.get("rating")),
        ratings_count=_whole(shown.get("ratings_count")),
        record_ids=_strings(shown.get("record_ids")),
        match=Match(str(match[0]), float(match[1])) if isinstance(match, list) else None,
    )


def lenders_to_json(lenders: Lenders) -> dict[str, object]:
    """`lenders` as lists of headings, each cut to 100 characters."""
    return {
        "series": [[heading[:HEADING_LIMIT] for heading in headings] for headings in lenders.series],
        "author": [[heading[:HEADING_LIMIT] for heading in headings] for headings in lenders.author],
    }


def lenders_from_json(shown: object) -> Lenders:
    """The inverse of `lenders_to_json`; nobody where nothing is shown."""
    if not isinstance(shown, Mapping):
        return NO_LENDERS
    return Lenders(
        series=tuple(_strings(headings) for headings in shown["series"]),
        author=tuple(_strings(headings) for headings in shown["author"]),
    )


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
