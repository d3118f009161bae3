from __future__ import annotations

import re

import pytest

from domain.exports.reviews import has_spoilers, plain_text, to_markup
from tests.exports_made import goodreads_book

_MEGABYTE = 1 << 20


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("One.<br/><br/>Two.<br>Three.", "One.\n\nTwo.\nThree."),
        ("<b>Bold</b> and <i>it<em>al</em>ic</i>", "Bold and italic"),
        ('See <a href="https://example.org/?a=1&amp;b=2" rel="nofollow">this</a>.', "See this."),
        ("Before<blockquote>quoted</blockquote>after", "Before\nquoted\nafter"),
        ("<ul><li>one</li><li>two</li></ul>", "one\n\ntwo"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("AT&amp;T &lt;3 &quot;it&quot; &#39;s &eacute; &#x2014;", 'AT&T <3 "it" \'s é —'),
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("1 < 2 and 3 > 2, <3", "1 < 2 and 3 > 2, <3"),
        ("<spoiler>He dies</spoiler>", "He dies"),
        ("a<script>alert(1)</script>b<!-- c -->d<style>e</style>f", "abdf"),
        ("<IMG SRC=x onerror=alert(1)>x", "x"),
        ("&lt;img src=x onerror=alert(1)&gt;x", "x"),
        ("<<b>script>alert(1)</<b>script>", "alert(1)"),
        ("<!-- never closed", "<!-- never closed"),
        ("  spaced  <br/>  out  ", "spaced\nout"),
        ("one\r\ntwo\n\n\n\nthree", "one\ntwo\n\nthree"),
        ("e\u0301", "é"),
        ("می\u200cشود", "می\u200cشود"),
    ],
)
def test_markup_becomes_plain_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize("markup", ["", "  ", "<br/>", "<p></p>", "&nbsp;"])
def test_nothing_left_is_no_review(markup: str) -> None:
    assert plain_text(markup) is None


def test_a_review_of_markup_alone_is_none() -> None:
    assert goodreads_book(My_Review="<br/>").review is None


def test_spoilers_are_recognised() -> None:
    assert has_spoilers("true", "")
    assert has_spoilers("", "So <spoiler>he dies</spoiler>")
    assert has_spoilers("", "So (view spoiler)[he dies (hide spoiler)]")
    assert not has_spoilers("", "no <b>spoiler</b> here")
    assert goodreads_book(Spoiler="true", My_Review="He dies").has_spoilers


@pytest.mark.parametrize("text", ["a & b", "<3", "&amp;", "one\n\ntwo", "1 < 2", "x &lt;b&gt; y"])
def test_markup_gives_its_text_back(text: str) -> None:
    assert plain_text(to_markup(text)) == text


@pytest.mark.parametrize(
    "unit", ["<", "<!--", "<script", "<br", "&", "&amp;", "<a ", " ", "<<b>", "\n ", "(view spoiler"]
)
def test_a_megabyte_of_anything_is_no_trouble(unit: str) -> None:
    text = plain_text(unit * (_MEGABYTE // len(unit))) or ""
    assert re.search("<[a-z][^<>]*>", text) is None
