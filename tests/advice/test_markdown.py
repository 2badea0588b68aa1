"""Curators' Markdown never becomes anything but text, structure and links."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.parser_inline import ParserInline

from advice import markdown


def test_markdown_becomes_structure():
    html = markdown.as_html("# Title\n\n**bold** and *soft*\n\n1. one\n2. two")
    assert "<h2>Title</h2>" in html and "<strong>bold</strong>" in html and "<ol>" in html


def test_a_link_says_that_it_leads_away():
    assert 'rel="noopener noreferrer nofollow"' in markdown.as_html("[Acas](https://www.acas.org.uk/)")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[click](javascript:alert(1))",
        "[click](JaVaScRiPt:alert(1))",
        "[click](data:text/html,<script>)",
        "[click](vbscript:x)",
        "![pixel](https://example.org/pixel.png)",
        '<p style="color:red">x</p>',
        '<a href="https://example.org" onclick="x()">x</a>',
        "<javascript:alert(1)>",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(text):
    html = markdown.as_html(text)
    assert not re.search(r"<(script|img|style|iframe)|<[^>]*(onerror|onclick|style=)", html, re.IGNORECASE)
    assert not re.search(r'href="(?!https?:|mailto:)', html, re.IGNORECASE)


@pytest.mark.parametrize("many", ["[", "![", "[a](", "[x "])
def test_many_brackets_cost_little(many, monkeypatch):
    """Each one looks for its end, and on the way each of those within it does."""
    looks = []
    look = ParserInline.skipToken
    monkeypatch.setattr(ParserInline, "skipToken", lambda self, state: (looks.append(1), look(self, state))[1])

    markdown.note_as_html(many * (20_000 // len(many)))

    assert len(looks) < 120_000


def test_brackets_within_the_words_of_a_link_stay():
    html = markdown.note_as_html("[a [b] [c [d]]](https://example.org) and [e](https://example.net)")

    assert ">a [b] [c [d]]</a>" in html and ">e</a>" in html


@given(st.text(alphabet="<>()[]!*#`\"'/=:abcjvsript\n &;"))
def test_any_text_gives_harmless_html(text):
    html = markdown.as_html(text)
    tags = set(re.findall(r"</?([a-z0-9]+)", html))
    assert tags <= {
        "p",
        "br",
        "strong",
        "em",
        "ul",
        "ol",
        "li",
        "h2",
        "h3",
        "h4",
        "blockquote",
        "code",
        "pre",
        "hr",
        "a",
    }
    assert not re.search(r'href="(?!https?:|mailto:)', html)
