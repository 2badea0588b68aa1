"""The check says what does not fit together, and the shipped pack passes it."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from advice import checking, parameters, queries
from advice.models import Article, Letter, NudgeText, Reframe, Source, Step

pytestmark = pytest.mark.django_db


def said():
    return " ".join(f"{problem.name}: {problem.text}" for problem in checking.problems("en"))


def test_the_shipped_pack_fits_together(loaded):
    out = io.StringIO()
    call_command("content", "check", stdout=out)
    assert "It fits together." in out.getvalue()


def without_articles():
    Step.objects.get(key="self_review").articles.clear()


def without_a_letter():
    Letter.objects.filter(key="gracious_reply").update(state="draft")


def with_a_field_that_nobody_fills():
    Letter.objects.filter(key="gracious_reply").update(body="Dear {{ step_title }}")


def without_a_source():
    Source.objects.filter(key="kluger1996").update(retired_at=timezone.now())


def with_an_article_that_nobody_finds():
    Article.objects.filter(key="low_weeks").update(tags=[])


def with_a_link_to_nowhere():
    Article.objects.filter(key="low_weeks").update(body="See [this](/advice/nowhere/).")


def without_words_for_a_nudge():
    NudgeText.objects.filter(rule="thank_you").update(state="draft")


def with_words_that_cannot_be_sent():
    NudgeText.objects.filter(rule="thank_you").update(body="Hello {{ nobody }}")


def with_an_unknown_test():
    Step.objects.get(key="explanations_map").conditions.update(test="full_moon")


def with_a_condition_about_nothing():
    Step.objects.get(key="explanations_map").prompts.filter(key="leaning").update(key="lean")


def with_too_many_minutes():
    Step.objects.get(key="self_review").rules.filter(stage="interview").update(minutes=400)


@pytest.mark.parametrize(
    ("break_it", "named"),
    [
        (without_articles, "no published article"),
        (without_a_letter, "“gracious_reply”, which is not published"),
        (with_a_field_that_nobody_fills, "step_title"),
        (without_a_source, "kluger1996"),
        (with_an_article_that_nobody_finds, "nobody would find it"),
        (with_a_link_to_nowhere, "/advice/nowhere/"),
        (without_words_for_a_nudge, "“thank_you” has no published text"),
        (with_words_that_cannot_be_sent, "the shipped words go instead"),
        (with_an_unknown_test, "full_moon"),
        (with_a_condition_about_nothing, "“leaning”, which is not there"),
        (with_too_many_minutes, "are the bound"),
    ],
)
def test_what_does_not_fit_is_named(loaded, break_it, named):
    break_it()
    assert named in said()
    with pytest.raises(CommandError, match="to mend"):
        call_command("content", "check", stdout=io.StringIO())


def test_the_overview_gathers_what_waits_for_a_curator(curator_client, loaded):
    today = timezone.localdate()
    Article.objects.filter(key="ghosted").update(review_by=today - timedelta(days=1))
    Article.objects.filter(key="low_weeks").update(review_by=today + timedelta(days=60))
    Reframe.objects.filter(key="always_me").update(publish_at=timezone.now() + timedelta(days=2))
    without_a_letter()
    page = curator_client.get(reverse("admin:advice_overview"))
    found = {name: [str(row) for row in page.context[name]] for name in ("scheduled", "unfinished")}
    assert found["scheduled"] == [Reframe.objects.get(key="always_me").thought]
    assert found["unfinished"] == [Letter.objects.get(key="gracious_reply").title]
    assert [(row.key, is_past) for row, is_past in page.context["due"]] == [("ghosted", True)]
    assert "which is not published" in page.content.decode()
    assert reverse("admin:advice_overview") in curator_client.get("/admin/").content.decode()


def test_what_is_scheduled_appears_by_itself(curator_client, loaded):
    rows = Reframe.objects.filter(key="always_me")
    rows.update(publish_at=timezone.now() + timedelta(minutes=5))
    assert "always_me" not in {row.key for row in queries.reframes_for("", ["en"])}
    page = curator_client.get(reverse("admin:advice_reframe_changelist")).content.decode()
    assert "from " in page
    rows.update(publish_at=timezone.now() - timedelta(seconds=5))
    assert "always_me" in {row.key for row in queries.reframes_for("", ["en"])}


def test_a_day_that_is_suggested_lies_within_three_years():
    assert not parameters.problems_of_options("date", {"default_offset_business_days": 60})
    for name in ("default_offset_days", "default_offset_business_days"):
        assert parameters.problems_of_options("date", {name: 10**9})
