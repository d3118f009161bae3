"""The files of the page: all of them are used, asked for at once, small, and free of what the policy forbids."""

from __future__ import annotations

import re

from tests.pages.modules import SCRIPTS, closure
from tests.pages.scripted_site import WEB

INDEX = (WEB / "index.html").read_text("utf-8")
START = closure("main.js")
LIBRARY = closure("library.js") - START
LATER = closure("books/room.js") | closure("book/room.js")
LISTED = (SCRIPTS / "modules.js").read_text("utf-8")
TEXTS = {path: path.read_text("utf-8") for path in WEB.rglob("*") if path.suffix in {".js", ".css", ".html"}}


def test_the_start_page_asks_for_its_modules_at_once() -> None:
    assert set(re.findall(r'rel="modulepreload" href="/scripts/([^"]+)"', INDEX)) == START - {"main.js"}


def test_a_library_asks_for_its_modules_at_once() -> None:
    assert re.findall(r'^  "([^"]+\.js)",$', LISTED, re.MULTILINE) == sorted(LIBRARY)


def test_every_module_and_style_is_used() -> None:
    modules = {path.relative_to(SCRIPTS).as_posix() for path in SCRIPTS.rglob("*.js")}
    assert modules == START | LIBRARY | LATER
    styles = sorted(path.name for path in (WEB / "styles").glob("*.css"))
    named = re.findall(r'href="/styles/([^"]+)"', INDEX) + re.findall(r'^  "([^"]+\.css)",$', LISTED, re.MULTILINE)
    assert sorted(named) == styles


def test_no_module_makes_markup() -> None:
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|style=")
    assert [path.name for path, text in TEXTS.items() if forbidden.search(text)] == []


def test_every_file_has_one_reason() -> None:
    assert {path.name: n for path, text in TEXTS.items() if (n := text.count("\n")) > 300} == {}
