"""Reading one heading: where it is looked up, and what its place in the heading makes of it."""

from __future__ import annotations

import pytest

from domain.genres.reading import LONGEST, Column, Kind, read_heading
from domain.genres.vocabulary import CHILDREN, FICTION, NONFICTION, YOUNG_ADULT


def fiction(heading: str) -> dict[str, float]:
    return read_heading(heading).names(Column.GENRE_OF_FICTION)


def nonfiction(heading: str) -> dict[str, float]:
    return read_heading(heading).names(Column.GENRE_OF_NONFICTION)


def form(heading: str) -> set[str]:
    return set(read_heading(heading).names(Column.FORM))


def best(names: dict[str, float]) -> str | None:
    return max(names, key=lambda name: names[name]) if names else None


@pytest.mark.parametrize(
    ("heading", "genre"),
    [
        ("Fantasy fiction", "Fantasy"),
        ("Fantasy fiction, American", "Fantasy"),
        ("English Fantasy fiction", "Fantasy"),
        ("Fiction, fantasy, epic", "Fantasy"),
        ("FICTION / Fantasy / Epic", "Fantasy"),
        ("Fiction - Fantasy", "Fantasy"),
        ("Literature and fiction, fantasy", "Fantasy"),
        ("Young adult fiction, fantasy, general", "Fantasy"),
        ("Juvenile Fiction / Fantasy & Magic", "Fantasy"),
        ("Magic -- Juvenile fiction", "Fantasy"),
        ("Dragons, fiction", "Fantasy"),
        ("Fantastischer Roman", "Fantasy"),
        ("Novela fantástica", "Fantasy"),
        ("Powieść fantastyczna angielska", "Fantasy"),
        ("Science-Fiction-Literatur", "Science Fiction"),
        ("Ciencia-ficción", "Science Fiction"),
        ("Ke xue huan xiang xiao shuo", "Science Fiction"),
        ("Life on other planets", "Science Fiction"),
        ("Detective and mystery stories", "Mystery"),
        ("Romans policiers français", "Mystery"),
        ("Kriminalroman", "Mystery"),
        ("Romanzi polizieschi", "Mystery"),
        ("Detectives en mysteries", "Mystery"),
        ("Romance policial", "Mystery"),
        ("Fiction, thrillers, espionage", "Thriller"),
        ("Horror tales", "Horror"),
        ("Fiction, romance, historical, regency", "Romance"),
        ("Liebesgeschichte", "Romance"),
        ("France -- History -- 19th century -- Fiction", "Historical Fiction"),
        ("Great britain, history, 19th century, fiction", "Historical Fiction"),
        ("Lincoln, abraham, 1809-1865, fiction", "Historical Fiction"),
        ("Western stories", "Western"),
        ("World War, 1914-1918 -- Poetry", "Poetry"),
        ("Fiction, short stories (single author)", "Short Stories"),
        ("Murder in fiction", "Mystery"),
    ],
)
def test_a_heading_of_a_story_tells_its_kind(heading: str, genre: str) -> None:
    assert best(fiction(heading)) == genre


@pytest.mark.parametrize(
    ("heading", "genre"),
    [
        ("Art / History / General", "Art & Design"),
        ("ART / History", "Art & Design"),
        ("SCIENCE / Life Sciences / Evolution", "Science"),
        ("Evolution (Biology)", "Science"),
        ("Evolutionstheorie", "Science"),
        ("Génétique", "Science"),
        ("HISTORY / United States / 19th Century", "History"),
        ("China -- History -- 1949-1976", "History"),
        ("Japan, history", "History"),
        ("Great britain, biography", "Biography & Memoir"),
        ("Physicists -- Biography", "Biography & Memoir"),
        ("Biography & Autobiography / Personal Memoirs", "Biography & Memoir"),
        ("Cooking, Italian", "Food & Cooking"),
        ("Cookery (Codfish)", "Food & Cooking"),
        ("Vietnamese cooking", "Food & Cooking"),
        ("Python (Computer program language)", "Technology & Computing"),
        ("Constitutional law -- United States", "Law"),
        ("Bible, criticism, interpretation, etc., n. t.", "Religion & Spirituality"),
        ("Spain -- Description and travel", "Travel"),
        ("English language -- Etymology", "Language & Writing"),
        ("Murder -- Kansas -- Case studies", "True Crime"),
        ("Kochen", "Food & Cooking"),
        ("Wirtschaftspolitik", "Economics & Business"),
        ("Droit d'auteur", "Law"),
        ("Filosofía", "Philosophy"),
        ("Wiskunde", "Mathematics"),
    ],
)
def test_a_heading_of_knowledge_tells_its_field(heading: str, genre: str) -> None:
    assert best(nonfiction(heading)) == genre


@pytest.mark.parametrize(
    "heading", ["Science fiction", "Science-Fiction", "Fiction, science fiction, general", "Sci-Fi"]
)
def test_science_fiction_never_adds_science(heading: str) -> None:
    assert "Science" not in fiction(heading) | nonfiction(heading)


def test_history_below_another_head_is_no_history() -> None:
    assert "History" not in nonfiction("Art / History / General")
    assert "Historical Fiction" not in fiction("Art / History / General")


def test_nonfiction_is_not_read_as_fiction() -> None:
    assert form("Nonfiction") == form("Non-Fiction") == {NONFICTION}


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        ("Fiction", FICTION),
        ("Romans, nouvelles", FICTION),
        ("Skönlitteratur", FICTION),
        ("Художественная литература", FICTION),
        ("Witches--fiction", FICTION),
        ("American fiction (fictional works by one author)", FICTION),
        ("Discworld (Imaginary place)", FICTION),
        ("Sachbuch", NONFICTION),
        ("Cooks, biography", NONFICTION),
    ],
)
def test_a_form_is_told(heading: str, says: str) -> None:
    assert form(heading) == {says}


@pytest.mark.parametrize(
    ("heading", "audience"),
    [
        ("Juvenile Fiction", CHILDREN),
        ("Magic -- Juvenile fiction", CHILDREN),
        ("Romans, nouvelles, etc. pour la jeunesse", CHILDREN),
        ("Kinderbuch", CHILDREN),
        ("Young Adult Fiction", YOUNG_ADULT),
        ("YOUNG ADULT FICTION / Dystopian", YOUNG_ADULT),
        ("Jugendbuch", YOUNG_ADULT),
    ],
)
def test_an_audience_is_told(heading: str, audience: str) -> None:
    assert set(read_heading(heading).names(Column.AUDIENCE)) == {audience}


def test_a_nearer_step_below_fiction_weighs_more() -> None:
    told = fiction("Fiction, mystery & detective, romance")
    assert told["Mystery"] > told["Romance"] > 0


def test_the_subdivision_that_says_what_a_book_is_weighs_more_than_its_topic() -> None:
    told = nonfiction("Musicians -- Biography")
    assert told["Biography & Memoir"] > told["Music"] > 0


def test_an_ending_weighs_less_than_the_whole() -> None:
    assert fiction("urban paranormal fantasy fiction")["Fantasy"] < fiction("fantasy fiction")["Fantasy"]


def test_a_heading_that_no_table_knows_is_unmapped() -> None:
    assert read_heading("Transportrisiko der östlichen Hemisphäre").kind is Kind.UNMAPPED


def test_a_heading_that_tells_only_a_form_is_general() -> None:
    assert read_heading("Fiction").kind is Kind.GENERAL


def test_a_description_is_no_heading() -> None:
    assert read_heading("fantasy " * LONGEST).kind is Kind.UNMAPPED
