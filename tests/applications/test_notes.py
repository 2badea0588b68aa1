"""Notes are Markdown: what they may hold on a page, and what never gets there."""

import pytest

from applications.templatetags.notes import is_web_address, note


def test_plain_words_stay_plain_and_a_new_line_is_a_new_line():
    assert note("one\ntwo\n\nthree") == "<p>one<br>\ntwo</p>\n<p>three</p>\n"


def test_lists_emphasis_and_quotes_are_shown():
    html = note("# Title\n\n- **bold**\n- *soft*\n\n> said\n\n1. one")

    for tag in ("<h4>Title</h4>", "<li><strong>bold</strong></li>", "<em>soft</em>", "<blockquote>", "<ol>"):
        assert tag in html


def test_headings_stay_below_those_of_the_page():
    assert "<h4>" in note("# a") and "<h6>" in note("###### a")


def test_links_tell_nothing_of_where_one_came_from():
    html = note("[them](https://example.org/) <https://example.org/jobs>")

    assert html.count('rel="noopener noreferrer nofollow"') == 2


@pytest.mark.parametrize(
    "text",
    [
        "![](https://tracker.example/pixel.gif)",
        "[![x](https://tracker.example/p.gif)](https://example.org)",
        "<img src=https://tracker.example/p.gif>",
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT&colon;alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "<a href=javascript:alert(1) onclick=alert(1)>x</a>",
        '<b style="position:fixed" onmouseover="x">x</b>',
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "<iframe src=//evil.example></iframe>",
        "<form action=//evil.example><input name=password>",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(text):
    html = note(text)

    for bad in ("<img", "<script", 'href="javascript', "href='javascript", 'href="data', "<iframe", "<form", "<b "):
        assert bad not in html.casefold()
    assert "<a" not in html or "onclick=" not in html.partition("<a")[2].partition(">")[0]


def test_words_from_right_to_left_and_signs_of_all_kinds_stay():
    assert note("مرحبا 👩‍💻 & <3") == "<p>مرحبا 👩‍💻 &amp; &lt;3</p>\n"


@pytest.mark.parametrize("text", ["> " * 5000 + "x", "[" * 10_000, "*_" * 10_000, "- " * 8000, "`" * 20_000])
def test_words_made_to_be_slow_are_not(text):
    assert note(text[:20_000])


def test_no_words_are_no_words():
    assert note("") == "" and note(None) == ""


def test_indented_words_are_words_and_no_code():
    assert "<pre>" not in note("    four spaces before")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//example.org", "", "ftp://example.org", " https://x"])
def test_only_web_addresses_become_links(address):
    assert not is_web_address(address)
    assert is_web_address("https://example.org")


def test_notes_of_an_application_are_shown_that_way(ada_client, application):
    application.notes = "Ask about **pay**"
    application.save()

    assert "Ask about <strong>pay</strong>" in ada_client.get(f"/applications/{application.pk}/").content.decode()
