"""One question to one employer."""

from datetime import date

import pytest
from django.urls import reverse

from recovery import operations
from recovery.models import FeedbackRequest


@pytest.fixture(autouse=True)
def _still(clock):
    """All pages here are read at the moment of `now`."""


@pytest.fixture
def application(recovery):
    return recovery.entries.get().application


def url(application, verb="detail"):
    return reverse(f"recovery:feedback-{verb}", args=[application.pk])


def test_marking_it_sent_sets_one_follow_up_six_business_days_later(application, ada_client):
    ada_client.post(url(application, "asked"), {"asked_on": "2026-11-18"})

    request = FeedbackRequest.objects.get()
    assert (request.state, request.follow_up_on) == ("asked", date(2026, 11, 26))
    assert application.events.filter(kind="letter_sent").count() == 1


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"asked_on": "2026-11-19"}, "still to come"),
        ({"asked_on": "2026-11-18", "follow_up_on": "2026-11-17"}, "comes after the question"),
    ],
)
def test_days_that_cannot_be_are_said_so(application, ada_client, posted, words):
    response = ada_client.post(url(application, "asked"), posted)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not FeedbackRequest.objects.exists()


def test_an_answer_is_pasted_with_its_reasons_and_a_line_for_next_time(application, ada_client):
    posted = {"answer": "More depth, please.", "codes": ["depth_in_topic"], "next_time": "I will draw it."}

    page = ada_client.post(url(application, "received"), posted, follow=True).content.decode()

    request = FeedbackRequest.objects.get()
    assert (request.state, request.codes, request.answer) == ("received", ["depth_in_topic"], "More depth, please.")
    assert "more depth in a topic" in page
    assert "employment-rights service" in page


def test_at_most_two_reasons(application, ada_client):
    posted = {"answer": "Hm.", "codes": ["depth_in_topic", "answer_length", "task_or_test"]}

    assert ada_client.post(url(application, "received"), posted).status_code == 422


def test_wording_about_fit_brings_the_article_about_it(application, ada_client):
    posted = {"answer": "Not a fit.", "codes": ["style_or_fit_wording"]}

    page = ada_client.post(url(application, "received"), posted, follow=True).content.decode()

    assert "/advice/" in page.split('aria-label="Where it stands"')[1].split("</section>")[0]


def test_it_is_followed_up_once(application, ada_client, now, clock):
    operations.feedback_asked(application, asked_on=date(2026, 11, 18), now=now)
    ada_client.post(url(application, "followed-up"))
    clock.move(days=1)
    ada_client.post(url(application, "followed-up"))

    assert FeedbackRequest.objects.get().followed_up_on == date(2026, 11, 18)
    assert application.events.filter(kind="letter_sent").count() == 2
    assert "I followed up" not in ada_client.get(url(application)).content.decode()


@pytest.mark.parametrize(("verb", "state"), [("refused", "refused"), ("rest", "no_answer")])
def test_it_may_end_without_an_answer(application, ada_client, now, verb, state):
    operations.feedback_asked(application, asked_on=date(2026, 11, 18), now=now)

    ada_client.post(url(application, verb))

    assert FeedbackRequest.objects.get().state == state


def test_deciding_again_changes_nothing_once_it_is_sent(application, now):
    operations.feedback_asked(application, asked_on=date(2026, 11, 18), now=now)
    for decide in (operations.feedback_want, operations.feedback_later, operations.feedback_decline):
        decide(application, now=now)

    assert FeedbackRequest.objects.get().state == "asked"


def test_an_open_application_has_nobody_to_ask(application, ada_client, now):
    from applications import operations as applications

    applications.reopen(application, now=now)

    assert ada_client.get(url(application))["Location"] == application.get_absolute_url()
    ada_client.post(url(application, "asked"), {"asked_on": "2026-11-18"})
    assert not FeedbackRequest.objects.exists()
