"""Merge fields: an allow-list, one pass, and a word for every gap."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from advice import markdown, merge
from advice.models import Article, Letter, NudgeText, Prompt


def test_fields_are_found_in_reading_order_and_once():
    assert merge.fields_in("{{ role }} at {{company}}, {{  role  }}") == ["role", "company"]


def test_only_listed_fields_are_known():
    assert merge.unknown_fields("{{ company }} {{ password }} {{ company.name }} {{ company|safe }}") == [
        "password",
        "company.name",
        "company|safe",
    ]


def test_a_typing_slip_is_answered_with_a_guess():
    (problem,) = merge.problems_in("Dear {{ contactname }},")
    assert "contactname" in problem and "{{ contact_name }}" in problem


@pytest.mark.parametrize("text", ["{{ company", "company }}", "{% load x %}", "{{ }}", "{{{{ company }}}}"])
def test_braces_that_are_no_field_are_named(text):
    assert merge.problems_in(text)


def test_values_take_the_place_of_fields():
    assert merge.fill("{{ role }} at {{ company }}", {"role": "Cook", "company": "Initech"}) == "Cook at Initech"


def test_a_time_of_day_is_written_on_the_readers_kind_of_clock():
    text = "{{ company }} at {{ 09:00 }} or {{15:30}}"
    assert merge.problems_in(text) == []
    assert merge.fill(text, {"company": "{{ 08:00 }}"}) == "{{ 08:00 }} at 09:00 or 15:30"
    with translation.override("en-us"):
        assert merge.as_html(text, {"company": "<b>"}) == "&lt;b&gt; at 9:00\u202fAM or 3:30\u202fPM"


@pytest.mark.parametrize("text", ["{{ 24:00 }}", "{{ 9 }}", "{{ 09:60 }}"])
def test_what_is_no_time_of_day_is_named(text):
    assert merge.problems_in(text)


@pytest.mark.parametrize("text", ["{{ 25:00 }}", "{{ company }}", "at {{ 09:00"])
def test_a_text_without_fields_takes_a_time_of_day_and_nothing_else_in_braces(text):
    with pytest.raises(ValidationError, match="Only a time of day"):
        Article(body=text).clean()
    with pytest.raises(ValidationError, match="Only a time of day"):
        Prompt(label=text).clean()
    Article(body="Until {{ 09:00 }}.").clean()


def test_an_article_says_a_time_as_its_language_does_to_its_reader():
    body = "Until {{ 09:00 }}."
    with translation.override("en-us"):
        assert "9:00\u202fAM" in markdown.as_html(body, "en")
        assert "09:00" in markdown.as_html(body, "de")


def test_a_gap_shows_the_name_of_its_field():
    assert merge.fill("Hello {{ contact_name }}", {"contact_name": "  "}) == "Hello [name of the person you write to]"


def test_a_value_is_never_read_as_a_field():
    values = {"company": "{{ phone }}", "phone": "12345"}
    assert merge.fill("{{ company }} {{ phone }}", values) == "{{ phone }} 12345"


@given(st.text(), st.text())
def test_what_people_write_arrives_letter_by_letter(company, role):
    text = merge.fill("<{{ company }}|{{ role }}>", {"company": company, "role": role})
    assert text == f"<{company if company.strip() else '[company]'}|{role if role.strip() else '[role]'}>"


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Hello {{ first_name }},\n\nhere it is.", "Hello,\n\nhere it is."),
        ("Good morning {{ first_name }},\n\nhere it is.", "Good morning,\n\nhere it is."),
        ("{{ first_name }}, good morning.", "good morning."),
        ("One.\n\n{{ first_name }}\n\nTwo.", "One.\n\nTwo."),
    ],
)
def test_a_greeting_without_a_name_reads_well(text, filled):
    assert merge.fill(text, {}, fallbacks=merge.FALLBACKS) == filled


def test_every_field_has_a_label_and_a_fallback():
    assert set(merge.all_fields()) == set(merge.LABELS) == set(merge.FALLBACKS)


def test_the_fallbacks_are_those_of_the_pack(pack):
    meant = pack["enums"]["fallbacks"]
    assert merge.FALLBACKS["first_name"] == ""
    for name in set(meant) - {"first_name"}:
        assert merge.FALLBACKS[name] == meant[name]


def test_every_nudge_reads_without_a_gap_for_somebody_we_know_nothing_about(pack):
    for text in pack["nudge_texts"]:
        for part in (text["subject"], text["body"]):
            filled = merge.fill(part, {}, fallbacks=merge.FALLBACKS)
            assert "[" not in filled and "{" not in filled and " ," not in filled, text["rule"]


def test_html_escapes_the_text_and_the_values_and_marks_the_gaps():
    html = merge.as_html("<i> {{ company }} {{ role }}", {"company": "<b>&"})
    assert html == '&lt;i&gt; &lt;b&gt;&amp; <mark class="gap">[role]</mark>'


def test_a_chosen_paragraph_stays_and_another_leaves_no_hole():
    text = "One.\n\n{{ accepted_paragraph }}\n\nTwo."
    left_out = {"accepted_paragraph": ""}
    assert merge.fill(text, {}, fallbacks=left_out) == "One.\n\nTwo."
    assert merge.fill(text, {"accepted_paragraph": "I had."}, fallbacks=left_out) == "One.\n\nI had.\n\nTwo."


def test_a_letter_with_an_unknown_field_is_refused_beside_that_field():
    letter = Letter(key="x", title="x", subject="About {{ rolle }}", body="{{ company }}")
    with pytest.raises(ValidationError) as problem:
        letter.full_clean(validate_unique=False, validate_constraints=False)
    assert set(problem.value.message_dict) == {"subject"}


def test_the_subject_of_a_nudge_holds_no_fields_and_required_ones_must_be_there():
    text = NudgeText(rule="x", subject="{{ company }}", body="Hello", required=["weekly_goal"])
    with pytest.raises(ValidationError) as problem:
        text.full_clean(validate_unique=False, validate_constraints=False)
    assert set(problem.value.message_dict) == {"subject", "required"}


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["not a mapping"],
        {"nothing": {"when": "answer_is", "prompt": "p", "value": "v", "text": "t"}},
        {"accepted_paragraph": {"when": "always", "prompt": "p", "value": "v", "text": "t"}},
        {"accepted_paragraph": {"when": "answer_is"}},
    ],
)
def test_a_paragraph_that_nobody_can_choose_is_refused(paragraphs):
    letter = Letter(key="x", title="x", subject="x", body="x", optional_paragraphs=paragraphs)
    with pytest.raises(ValidationError, match="optional paragraph"):
        letter.full_clean(validate_unique=False, validate_constraints=False)


def test_a_text_may_say_itself_what_stands_where_nothing_is_known():
    text = "One thing: {{ question | what would you study first? }}"

    assert merge.fill(text, {}) == "One thing: what would you study first?"
    assert merge.fill(text, {"question": "Why {{ phone }}?"}) == "One thing: Why {{ phone }}?"
    assert (merge.fields_in(text), merge.missing(text, {}), merge.unknown_fields(text)) == (["question"], [], [])
    assert merge.unknown_fields("{{ secret | what is it? }}") == ["secret"]
