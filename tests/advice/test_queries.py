"""What others get: published rows, in the person's language where they exist, in few queries."""

import copy
import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from advice import content, queries
from advice.models import Article, Letter, Reframe, Step, StepCondition, SupportService

pytestmark = pytest.mark.django_db
EN, DE = ["en"], ["de", "en"]


def test_steps_come_in_order_with_all_their_parts(loaded, django_assert_num_queries):
    with django_assert_num_queries(7):
        steps = queries.steps_for(EN)
        parts = [
            (
                list(step.prompts.all()),
                list(step.rules.all()),
                list(step.conditions.all()),
                list(step.variants.all()),
                list(step.sources.all()),
                list(step.articles.all()),
            )
            for step in steps
        ]
    assert [step.order for step in steps] == list(range(12))
    assert all(prompts and rules for prompts, rules, *_ in parts)


def test_more_steps_cost_no_more_queries(loaded, now, django_assert_num_queries):
    for number in range(10):
        step = Step.objects.create(key=f"more-{number}", title="t", why="w", grade="D", minutes=1, state="published")
        step.prompts.create(key="p", label="?")
    with django_assert_num_queries(7):
        assert len(queries.steps_for(EN)) == 22


def test_a_person_gets_their_language_else_the_default(loaded, now):
    german = {
        "pack": {"language": "de"},
        "reframes": [copy.deepcopy(loaded["reframes"][0]) | {"thought": "Nicht gut."}],
    }
    content.load(german, now=now)
    found = queries.reframes_for("screening", DE)
    assert [row.language for row in found if row.key == "not_good_enough"] == ["de"]
    assert {row.language for row in found} == {"de", "en"}
    assert len({row.key for row in found}) == len(found)
    assert {row.language for row in queries.reframes_for("screening", EN)} == {"en"}


def test_drafts_and_retired_rows_are_shown_to_nobody(loaded, now):
    Reframe.objects.filter(key="always_me").update(state="draft")
    Reframe.objects.filter(key="wasted").update(state="review")
    Reframe.objects.filter(key="one_bad_answer").update(retired_at=now)
    keys = {row.key for row in queries.reframes_for("", EN)}
    assert len(keys) == 9 and not keys & {"always_me", "wasted", "one_bad_answer"}


def test_a_draft_translation_does_not_hide_the_default(loaded):
    Letter.objects.create(key="reconnect", language="de", title="Entwurf", subject="x", body="x")
    assert queries.letters(["reconnect"], DE)[0].language == "en"


def test_letters_and_articles_come_in_the_order_asked_for(loaded, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = queries.letters(["reconnect", "nobody", "gracious_reply"], EN)
    assert [letter.key for letter in found] == ["reconnect", "gracious_reply"]
    assert [a.key for a in queries.articles(["low_weeks", "ghosted"], EN)] == ["low_weeks", "ghosted"]


def test_a_nudge_text_is_found_by_its_rule(loaded, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert queries.nudge_text("next_morning", EN).subject == "A short note for today"
    assert queries.nudge_text("no_such_rule", EN) is None
    assert len(queries.nudge_texts(EN)) == 18


def test_reframes_fit_the_stage(loaded):
    assert "auto_mail_verdict" in {row.key for row in queries.reframes_for("applied", EN)}
    assert "auto_mail_verdict" not in {row.key for row in queries.reframes_for("final_round", EN)}


def test_search_folds_case_and_wants_every_word(loaded):
    everything = queries.library(EN)
    assert len(everything) == 17
    found = queries.only(everything, words="REJECTION e-mail")
    assert [a.key for a in found][:1] and all("rejection" in (a.title + a.body).casefold() for a in found)
    assert queries.only(everything, words="zebra") == []
    assert {a.key for a in queries.only(everything, tag="letters")} == {"replying_to_a_no", "asking_for_feedback"}
    assert all("offer" in a.stages for a in queries.only(everything, stage="offer"))


def test_a_number_is_shown_while_somebody_stands_for_it():
    today = datetime.date(2026, 11, 18)
    service = SupportService(name="x", url="https://example.org", phone="116 123")
    assert service.phone_on(today) == ""
    service.verified_by, service.verified_on = "Cleo", today - datetime.timedelta(days=180)
    assert service.phone_on(today) == "116 123"
    service.verified_on = today - datetime.timedelta(days=181)
    assert service.phone_on(today) == ""
    service.verified_on = today + datetime.timedelta(days=1)
    assert service.phone_on(today) == ""


def test_rows_past_their_date_are_due_for_review(loaded):
    today = datetime.date(2026, 11, 18)
    Article.objects.filter(key="ghosted").update(review_by=today)
    Article.objects.filter(key="low_weeks").update(review_by=today + datetime.timedelta(days=1))
    assert [row.key for row in Article.objects.review_due(today)] == ["ghosted"]


def test_a_review_has_a_name_and_a_day_in_the_database_too(loaded):
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(key="low_weeks").update(reviewed_by="Dr. Who")
    article = Article.objects.get(key="low_weeks")
    article.reviewed_by = "Dr. Who"
    with pytest.raises(ValidationError, match="reviewed_on"):
        article.full_clean()


def test_one_row_for_each_key_and_language(loaded):
    with pytest.raises(IntegrityError), transaction.atomic():
        Reframe.objects.create(key="always_me", thought="t", reframe="r", question="q")


@pytest.mark.parametrize(
    ("given", "is_right"),
    [
        ({"effect": "hide", "test": "reported_late", "parameters": {"days": 2}}, True),
        ({"effect": "hide", "test": "reported_late", "parameters": {}}, False),
        ({"effect": "hide", "test": "reported_late", "parameters": {"days": -1}}, False),
        ({"effect": "hide", "test": "reported_late", "parameters": {"days": True}}, False),
        ({"effect": "hide", "test": "no_kind_is", "parameters": {"value": "call"}, "unless": "has_contact"}, True),
        ({"effect": "hide", "test": "no_kind_is", "parameters": {"value": "pigeon"}}, False),
        ({"effect": "hide", "test": "has_contact", "parameters": {"days": 2}}, False),
        ({"effect": "hide", "test": "has_contact", "unless": "reported_late"}, False),
        ({"effect": "guard", "test": "always", "parameters": {"limit": 3}, "shown_text": "Three."}, True),
        ({"effect": "guard", "test": "always"}, False),
        (
            {
                "effect": "branch",
                "test": "answer_is",
                "parameters": {
                    "prompt": "leaning",
                    "values": ["me"],
                    "then": "reframes_before",
                    "prompt_before": "in_reach",
                    "reframes": 3,
                },
            },
            True,
        ),
        ({"effect": "branch", "test": "answer_is", "parameters": {"prompt": "leaning", "values": ["me"]}}, False),
        ({"effect": "hide", "test": "it_rains"}, False),
    ],
)
def test_a_condition_is_checked_against_its_test(loaded, given, is_right):
    condition = StepCondition(step=Step.objects.get(key="explanations_map"), **given)
    if is_right:
        condition.full_clean()
    else:
        with pytest.raises(ValidationError):
            condition.full_clean()
