"""A letter about feedback that was sent from the application's page, taken back, or given another day."""

import uuid
from datetime import date, timedelta

import pytest

from applications import operations as applications
from recovery import operations
from recovery.models import FeedbackRequest

QUESTION = "feedback_after_interview"
DAYS = ("state", "later_on", "asked_on", "follow_up_on", "followed_up_on", "letter_key")


@pytest.fixture
def application(recovery):
    return recovery.entries.get().application


@pytest.fixture
def step(recovery):
    return recovery.steps.get(key="ask_for_feedback")


def send(application, *, now, key=QUESTION, sent_on=None):
    letter = applications.keep_letter(
        application.user, form_key=uuid.uuid4(), now=now, application=application, key=key, text="Dear Grace"
    )
    return applications.mark_letter_sent(letter, sent_on=sent_on or now.date(), now=now)


def standing(application):
    return FeedbackRequest.objects.values_list(*DAYS).filter(application=application).first()


def put_off(application, now):
    operations.feedback_later(application, now=now)


def decline(application, now):
    operations.feedback_decline(application, now=now)


def asked_by_phone(application, now):
    operations.feedback_asked(application, asked_on=now.date() - timedelta(days=3), now=now)


def answered(application, now):
    asked_by_phone(application, now)
    operations.feedback_received(application, answer="Kind words", codes=[], now=now)


def followed_up(application, now):
    asked_by_phone(application, now)
    operations.feedback_followed_up(application, followed_up_on=now.date() - timedelta(days=1), now=now)


@pytest.mark.parametrize("key", [QUESTION, "feedback_follow_up"])
@pytest.mark.parametrize("before", [put_off, decline, asked_by_phone, answered, followed_up])
def test_taken_back_everything_is_as_it_was(application, step, now, before, key):
    before(application, now)
    step.refresh_from_db()
    was, step_was = standing(application), (step.state, step.done_at, step.opens_on)

    applications.take_back_sending(send(application, key=key, now=now), now=now)

    step.refresh_from_db()
    assert standing(application) == was
    assert (step.state, step.done_at, step.opens_on) == step_was


def test_the_step_that_asking_made_done_is_open_again(application, step, now):
    letter = send(application, now=now)
    step.refresh_from_db()
    assert step.state == "done"

    applications.take_back_sending(letter, now=now)
    step.refresh_from_db()
    assert (step.state, step.done_at) == ("waiting", None)


def test_taken_back_after_its_answer_came_the_answer_stays(application, now):
    letter = send(application, now=now)
    operations.feedback_received(application, answer="Kind words", codes=[], now=now)
    was = standing(application)

    applications.take_back_sending(letter, now=now)
    assert standing(application) == was


def test_another_day_of_the_question_is_the_day_it_was_asked_and_moves_the_follow_up(application, now):
    letter = send(application, now=now, sent_on=date(2026, 11, 18))
    applications.correct_event(letter.event, happened_on=date(2026, 11, 16), note="", now=now)

    request = FeedbackRequest.objects.get()
    assert (request.asked_on, request.follow_up_on) == (date(2026, 11, 16), date(2026, 11, 24))

    letter.refresh_from_db()
    applications.take_back_sending(letter, now=now)
    request.refresh_from_db()
    assert (request.state, request.asked_on, request.follow_up_on) == ("undecided", None, None)


def test_it_does_so_for_one_that_was_asked_from_the_recovery_too_and_a_day_of_ones_own_stays(application, now):
    operations.feedback_asked(
        application, asked_on=date(2026, 11, 18), follow_up_on=date(2026, 12, 1), letter_key=QUESTION, now=now
    )
    event = application.events.get(kind="letter_sent")
    applications.correct_event(event, happened_on=date(2026, 11, 17), note="", now=now)

    request = FeedbackRequest.objects.get()
    assert (request.asked_on, request.follow_up_on) == (date(2026, 11, 17), date(2026, 12, 1))


def test_another_day_of_the_follow_up_reaches_it_and_that_of_another_letter_does_not(application, now):
    send(application, now=now)
    letter = send(application, now=now, key="feedback_follow_up")
    other = send(application, now=now, key="gracious_reply")
    applications.correct_event(other.event, happened_on=date(2026, 11, 10), note="", now=now)
    applications.correct_event(letter.event, happened_on=date(2026, 11, 17), note="", now=now)

    request = FeedbackRequest.objects.get()
    assert (request.asked_on, request.followed_up_on) == (now.date(), date(2026, 11, 17))
