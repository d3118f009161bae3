"""Raw subjects, categories, class numbers and shelves in; a form, up to three genres and an audience out."""

from domain.genres.classify import classify_library
from domain.genres.entry import Classification, Entry, Lenders
from domain.genres.unmapped import unmapped_headings
from domain.genres.vocabulary import AUDIENCES, FORMS, GENRES, TAXONOMY_VERSION

__all__ = [
    "AUDIENCES",
    "FORMS",
    "GENRES",
    "TAXONOMY_VERSION",
    "Classification",
    "Entry",
    "Lenders",
    "classify_library",
    "unmapped_headings",
]
