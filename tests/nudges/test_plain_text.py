"""The plain text of a mail in lines of a readable length."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advice import merge
from nudges.lines import WIDTH, with_free_addresses, wrapped
from tests.nudges.sending import load_shipped_texts

URL = "https://rebound.example.org/n/" + "WzEsInNub296ZS1kYXkiXQ:1xXqct:" * 3
WORDS = st.sampled_from(
    [
        "a",
        "application",
        "Bewerbungsgespräch",
        "·",
        "*",
        "-",
        "שלום,",
        "مرحبا",
        "안녕하세요",
        "応募。",
        "（本当）",
        "😀",
        URL,
        f"{URL}.",
    ]
)
TEXTS = st.lists(st.lists(WORDS, max_size=40).map(" ".join), max_size=4).map("\n".join)


def columns(text):
    return sum(2 if re.match("[\u1100-\uffef\U0001f300-\U0001faff]", sign) else 1 for sign in text)


@given(TEXTS)
def test_every_line_fits_but_for_one_long_word_and_nothing_is_lost(text):
    lines = wrapped(text).split("\n")
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert "\n".join(lines).count(URL) == text.count(URL)
    for line in lines:
        assert columns(line.rstrip()) <= WIDTH or len(re.sub("^ *[*·-] ", "", line).split()) == 1


@given(TEXTS)
def test_what_was_wrapped_stays_as_it_is(text):
    assert wrapped(wrapped(text)) == wrapped(text)


@pytest.mark.parametrize(
    ("text", "free"),
    [
        (f"A draft: {URL}. It takes two minutes.", f"A draft: {URL}\nIt takes two minutes."),
        (f"The page is here: {URL}.\n\nUntil then", f"The page is here: {URL}\n\nUntil then"),
        (f"Is it {URL}? Or {URL}...", f"Is it {URL}\nOr {URL}"),
        (f"Two.one at {URL}, and more.", f"Two.one at {URL}, and more."),
        ("https://example.org/a.b?c=1.5 it is.", "https://example.org/a.b?c=1.5 it is."),
    ],
)
def test_no_full_stop_touches_an_address(text, free):
    assert with_free_addresses(text) == with_free_addresses(free) == free


@pytest.mark.django_db
def test_every_shipped_note_keeps_its_addresses_free_of_full_stops():
    for text in load_shipped_texts():
        filled = merge.fill(text.body, {name: URL for name in merge.fields_in(text.body) if name.endswith("_url")})
        said = with_free_addresses(filled)
        assert said.count(URL) == filled.count(URL)
        assert f"{URL}." not in said, text.rule


def test_a_line_keeps_its_indent_and_an_item_of_a_list_that_of_its_text():
    for mark in ("* ", "  * ", "· ", "  "):
        first, second, *_rest = wrapped(mark + "word " * 30).split("\n")
        assert first.startswith(f"{mark}word")
        assert second.startswith(" " * len(mark) + "word")
    assert wrapped(f"* Not this one: {URL}") == f"* Not this one:\n  {URL}"


@pytest.mark.parametrize("sentence", ["これは文です。", "（これは括弧です）、", "私はRebound。", "私（Rebound）、"])
def test_no_line_begins_with_a_closing_sign_or_ends_with_an_opening_one(sentence):
    for before in range(12):
        lines = wrapped("字" * before + sentence * 20).split("\n")
        assert len(lines) > 3
        assert not [line for line in lines if line[0] in "。、）" or line[-1] == "（"]


def test_short_lines_and_the_mark_before_a_signature_stay():
    assert wrapped("Hello,\n\n-- \nRebound") == "Hello,\n\n-- \nRebound"
