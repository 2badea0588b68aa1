"""One question to one employer."""

from datetime import date

import pytest
from django.urls import reverse

from applications.operations import add_event
from recovery import operations, queries
from recovery.models import FeedbackRequest
from tests.factories import make_achievement


@pytest.fixture(autouse=True)
def _still(clock):
    """All pages here are read at the moment of `now`."""


@pytest.fixture
def application(recovery):
    return recovery.entries.get().application


def url(application, verb="detail"):
    return reverse(f"recovery:feedback-{verb}", args=[application.pk])


def test_marking_it_sent_sets_one_follow_up_six_business_days_later(application, ada_client):
    for _button_pressed in range(2):
        ada_client.post(url(application, "asked"), {"asked_on": "2026-11-18"})

    request = FeedbackRequest.objects.get()
    assert (request.state, request.follow_up_on) == ("asked", date(2026, 11, 26))
    assert application.events.filter(kind="letter_sent").count() == 1


def test_the_day_of_a_follow_up_is_not_announced_once_it_is_past(application, ada_client, clock):
    ada_client.post(url(application, "asked"), {"asked_on": "2026-11-18"})

    clock.move(days=8)
    assert "One follow-up, if nothing comes: 26 November." in ada_client.get(url(application)).content.decode()
    clock.move(days=1)
    on_the_day_after = ada_client.get(url(application)).content.decode()
    assert "One follow-up, if nothing comes" not in on_the_day_after
    assert "The day for one follow-up was 26 November." in on_the_day_after


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"asked_on": "2026-11-19"}, "still to come"),
        ({"asked_on": "2026-11-18", "follow_up_on": "2026-11-17"}, "comes after the question"),
        ({"asked_on": "2026-11-18", "follow_up_on": "9999-12-31"}, "check the year"),
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
    assert "employment-rights service" not in page


def test_the_neutral_line_comes_when_the_person_says_that_the_wording_worries_them(application, ada_client):
    posted = {"answer": "We wanted somebody younger."}
    page = ada_client.post(url(application, "received"), posted, follow=True).content.decode()
    assert "employment-rights service" not in page
    page = ada_client.post(url(application, "received"), posted | {"is_worrying": "on"}, follow=True).content.decode()
    card = page.split('aria-label="Where it stands"')[1].split("</section>")[0]
    assert "employment-rights service" in card and 'href="/support/"' in card


def test_the_line_becomes_a_lesson_only_where_that_is_ticked(application, ada_client, ada):
    posted = {"answer": "Numbers were missing.", "next_time": "I bring two numbers"}
    ada_client.post(url(application, "received"), posted)
    assert not ada.lessons.exists()
    ada_client.post(url(application, "received"), posted | {"keep_lesson": "on"})
    lesson = ada.lessons.get()
    assert (lesson.text, lesson.source, lesson.application) == ("I bring two numbers", "feedback", application)
    ada_client.post(url(application, "received"), posted)
    assert not ada.lessons.exists()
    answer = ada_client.post(url(application, "received"), posted | {"next_time": "", "keep_lesson": "on"})
    assert answer.status_code == 422 and "Numbers were missing." in answer.content.decode()


def test_whether_to_ask_is_decided_on_its_page_with_the_letter_of_the_stage(application, ada_client):
    page = ada_client.get(url(application)).content.decode()
    assert "Yes, one question" in page and "letter=feedback_after_interview" not in page
    for decision, state in (("later", "later"), ("decline", "declined_by_me"), ("want", "wanted"), ("maybe", "wanted")):
        page = ada_client.post(url(application, "decide"), {"decision": decision}, follow=True).content.decode()
        assert FeedbackRequest.objects.get().state == state
    assert "letter=feedback_after_interview" in page


def test_something_to_stand_on_is_offered_before_an_answer_is_opened(application, ada_client, ada, now):
    make_achievement(ada, action="I led the move", now=now)
    operations.feedback_received(application, answer="Hm, not quite.", codes=[], now=now)
    page = ada_client.get(url(application)).content.decode()
    before, after = page.index("I led the move"), page.index("Hm, not quite.")
    assert before < page.index("values_and_wins") < page.index("<summary>Open what they wrote") < after


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


def test_a_follow_up_that_was_noted_by_a_slip_is_taken_back_with_its_line(application, ada_client, now):
    operations.feedback_asked(application, asked_on=date(2026, 11, 18), now=now)
    page = ada_client.post(url(application, "followed-up"), follow=True).content.decode()
    assert "Undo" in page

    for _time in range(2):
        page = ada_client.post(url(application, "followed-up"), {"undo": "1"}, follow=True).content.decode()

    request = FeedbackRequest.objects.get()
    assert (request.state, request.followed_up_on) == ("asked", None)
    assert application.events.current().filter(kind="letter_sent").count() == 1
    assert "I followed up" in page and "I did not follow up after all" not in page


def test_a_follow_up_is_taken_back_days_later_and_only_its_own_line_leaves(application, ada_client, now, clock):
    operations.feedback_asked(application, asked_on=date(2026, 11, 18), now=now)
    ada_client.post(url(application, "followed-up"))
    another = add_event(application, kind="letter_sent", happened_on=now.date(), now=now)
    clock.move(days=2)
    assert "I did not follow up after all" in ada_client.get(url(application)).content.decode()

    ada_client.post(url(application, "followed-up"), {"undo": "1"})

    assert FeedbackRequest.objects.get().followed_up_on is None
    lines = application.events.current().filter(kind="letter_sent")
    assert lines.count() == 2 and another in lines


def test_a_question_that_was_noted_as_sent_by_a_slip_is_taken_back_and_its_step_is_open_again(
    application, ada_client, recovery, now
):
    operations.feedback_want(application, now=now)
    steps = recovery.steps.filter(key="ask_for_feedback")
    before = steps.get().state
    page = ada_client.post(url(application, "asked"), {"asked_on": "2026-11-18"}, follow=True).content.decode()
    assert "Undo" in page and "It was not sent after all" in page
    assert steps.get().state == "done"

    for _time in range(2):
        page = ada_client.post(url(application, "asked"), {"undo": "1"}, follow=True).content.decode()

    request = FeedbackRequest.objects.get()
    assert (request.state, request.asked_on, request.follow_up_on) == ("wanted", None, None)
    assert (steps.get().state, steps.get().done_at) == (before, None)
    assert not application.events.current().filter(kind="letter_sent").exists()
    assert "I have sent it" in page


def test_a_question_that_has_gone_on_since_is_not_taken_back(application, ada_client, now):
    operations.feedback_asked(application, asked_on=date(2026, 11, 18), now=now)
    operations.feedback_followed_up(application, now=now)
    assert "It was not sent after all" not in ada_client.get(url(application)).content.decode()

    ada_client.post(url(application, "asked"), {"undo": "1"})

    assert FeedbackRequest.objects.get().asked_on == date(2026, 11, 18)


def test_an_answer_that_was_none_is_taken_back_and_what_was_typed_stays_in_its_field(application, ada_client, ada, now):
    operations.feedback_asked(application, asked_on=date(2026, 11, 18), now=now)
    posted = {"answer": "More depth.", "codes": ["depth_in_topic"], "next_time": "I will draw it.", "keep_lesson": "on"}
    assert "Undo" in ada_client.post(url(application, "received"), posted, follow=True).content.decode()

    for _time in range(2):
        page = ada_client.post(url(application, "received"), {"undo": "1"}, follow=True).content.decode()

    assert FeedbackRequest.objects.get().state == "asked"
    assert not application.events.current().filter(kind="heard").exists()
    assert not ada.lessons.exists()
    assert queries.codes_in(queries.requests_of(ada)) == []
    assert "More depth." in page and "Let it rest" in page


@pytest.mark.parametrize(("verb", "state"), [("refused", "refused"), ("rest", "no_answer")])
def test_it_may_end_without_an_answer(application, ada_client, now, verb, state):
    operations.feedback_asked(application, asked_on=date(2026, 11, 18), now=now)

    ada_client.post(url(application, verb))

    assert FeedbackRequest.objects.get().state == state


@pytest.mark.parametrize("verb", ["refused", "rest"])
def test_an_end_that_was_none_is_taken_back(application, ada_client, now, verb):
    operations.feedback_asked(application, asked_on=date(2026, 11, 18), now=now)
    ada_client.post(url(application, verb))
    assert "Wait on after all" in ada_client.get(url(application)).content.decode()

    ada_client.post(url(application, "wait"))

    assert FeedbackRequest.objects.get().state == "asked"
    assert "Wait on after all" not in ada_client.get(url(application)).content.decode()


@pytest.mark.parametrize("verb", ["refused", "rest", "wait"])
def test_an_answer_that_is_there_is_not_said_away_in_another_window(application, ada_client, now, verb):
    operations.feedback_received(application, answer="Hm.", codes=[], now=now)

    ada_client.post(url(application, verb))

    assert FeedbackRequest.objects.get().state == "received"


@pytest.mark.parametrize("verb", ["rest", "refused", "wait", "want", "later", "decline"])
def test_a_button_of_another_window_that_changes_nothing_says_so(application, ada_client, now, verb):
    operations.feedback_received(application, answer="More depth.", codes=[], now=now)
    is_decision = verb in ("want", "later", "decline")

    page = ada_client.post(url(application, "decide" if is_decision else verb), {"decision": verb}, follow=True)

    (said,) = page.context["messages"]
    assert str(said) == "Something else was noted here meanwhile, so nothing was changed."


def test_what_was_put_off_can_be_put_off_again_on_its_day(application, ada_client, now, clock):
    operations.feedback_later(application, now=now)
    page = ada_client.get(url(application)).content.decode()
    assert "Put off until" in page and "In two days" not in page
    clock.move(days=2)
    page = ada_client.get(url(application)).content.decode()
    assert "Put off until" not in page and "In two days" in page


def test_the_letter_asks_what_the_person_wants_to_know(application, ada_client, ada, bob_client, now):
    operations.feedback_want(application, now=now)
    request = FeedbackRequest.objects.get()
    request.question = "Which example fell flat?"
    request.save()
    letter = "/applications/letters/new/?application={}&letter={}"

    asks = ada_client.get(letter.format(application.pk, "feedback_after_interview")).content.decode()
    other = ada_client.get(letter.format(application.pk, "gracious_reply")).content.decode()

    assert "Which example fell flat?" in asks and "Which example fell flat?" not in other
    assert bob_client.get(letter.format(application.pk, "feedback_after_interview")).status_code == 404


def test_thanks_that_were_sent_are_not_offered_again(application, ada_client, now):
    operations.feedback_received(application, answer="Hm.", codes=[], next_time="I draw it", now=now)
    page = ada_client.get(url(application)).content.decode()
    assert "letter=feedback_thanks" in page and "I draw it" in page.split("What came back")[0]

    sent = {"kind": "letter_sent", "data": {"letter": "feedback_thanks"}, "recorded_at": now}
    application.events.create(happened_on=date(2026, 11, 18), **sent)

    page = ada_client.get(url(application)).content.decode()
    assert "letter=feedback_thanks" not in page and "Thanked on 18 November" in page


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
