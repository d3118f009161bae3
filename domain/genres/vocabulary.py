"""The closed vocabulary: what a book may be called, and nothing else."""

from __future__ import annotations

from typing import Final

TAXONOMY_VERSION: Final = "1.0.0"
"""Changes with the vocabulary, the tables or the rules: a library classified under another version is made anew."""

FICTION: Final = "Fiction"
NONFICTION: Final = "Nonfiction"
FORMS: Final = (FICTION, NONFICTION)

CHILDREN: Final = "Children's"
YOUNG_ADULT: Final = "Young Adult"
AUDIENCES: Final = (CHILDREN, YOUNG_ADULT)

HISTORICAL_FICTION: Final = "Historical Fiction"
LITERARY_FICTION: Final = "Literary Fiction"
CLASSICS: Final = "Classics"

FICTION_GENRES: Final = (
    "Fantasy",
    "Science Fiction",
    "Dystopian",
    "Mystery",
    "Thriller",
    "Crime",
    "Horror",
    "Romance",
    HISTORICAL_FICTION,
    LITERARY_FICTION,
    CLASSICS,
    "Adventure",
    "Western",
)
NONFICTION_GENRES: Final = (
    "Biography & Memoir",
    "History",
    "Science",
    "Nature & Environment",
    "Technology & Computing",
    "Mathematics",
    "Health & Medicine",
    "Psychology",
    "Philosophy",
    "Politics & Society",
    "Economics & Business",
    "Law",
    "Self-Help",
    "Food & Cooking",
    "Art & Design",
    "Music",
    "Sports",
    "Parenting & Family",
    "Education",
    "Language & Writing",
    "True Crime",
    "Hobbies & Crafts",
    "Reference",
)
EITHER_GENRES: Final = (
    "Poetry",
    "Drama",
    "Graphic Novels & Comics",
    "Humor",
    "Essays",
    "War & Military",
    "Travel",
    "Religion & Spirituality",
    "Mythology & Folklore",
    "Short Stories",
    "LGBTQ+",
)
GENRES: Final = FICTION_GENRES + NONFICTION_GENRES + EITHER_GENRES

MOST_GENRES: Final = 3
"""The genres a book may carry at most."""

GENRE_RANK: Final = {genre: rank for rank, genre in enumerate(GENRES)}
"""The stated rule for ties: of two genres that score the same, the one named earlier in `GENRES` comes first."""
