"""The first day on which they answered and that of the first talk, kept with an application whatever is done to it."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from applications import operations
from applications.models import JobApplication
from tests.factories import make_application, make_interview, make_outcome

DAY = timedelta(days=1)


@pytest.fixture
def sent(ada, now):
    return make_application(ada, now=now - 20 * DAY, stage="applied")


def days(application):
    """As they are kept, once it is sure that a new start would fill in the same."""
    kept = JobApplication.with_trash.values_list("heard_on", "talked_on").get(pk=application.pk)
    JobApplication.with_trash.update(heard_on=None, talked_on=None)
    import_module("applications.migrations.0025_fill_days_of_answers").fill(apps, None)
    assert JobApplication.with_trash.values_list("heard_on", "talked_on").get(pk=application.pk) == kept
    return kept


def heard(application, on, now):
    return operations.add_event(application, kind="heard", happened_on=on, now=now)


def test_nothing_is_kept_of_what_only_the_person_did(sent, now):
    operations.add_event(sent, kind="note", note="Wait", happened_on=now.date(), now=now)
    operations.add_event(sent, kind="letter_sent", happened_on=now.date(), now=now)
    make_outcome(sent, now=now, kind="ghosted")

    assert days(sent) == (None, None)


def test_the_first_answer_counts_and_a_corrected_day_is_followed(sent, now):
    first = heard(sent, date(2026, 11, 5), now)
    heard(sent, date(2026, 11, 9), now)
    assert days(sent) == (date(2026, 11, 5), None)

    operations.correct_event(first, now=now, happened_on=date(2026, 11, 11), note="")
    assert days(sent) == (date(2026, 11, 9), None)


def test_what_is_undone_at_once_was_no_answer(sent, now):
    event = heard(sent, date(2026, 11, 5), now)
    operations.take_back_event(event, now=now)
    operations.move_to(sent, "screening", now=now)
    operations.take_back_move(sent, to="applied", now=now)

    assert days(sent) == (None, None)


def test_moving_on_is_an_answer_while_it_stands(sent, now):
    operations.move_to(sent, "screening", now=now - 3 * DAY)
    assert days(sent) == (date(2026, 11, 15), None)

    operations.move_to(sent, "applied", now=now)
    assert days(sent) == (None, None)


def test_how_far_a_closed_one_got_is_what_the_person_said_then(sent, now):
    operations.move_to(sent, "interview", now=now - 3 * DAY)
    make_outcome(sent, now=now, last_stage="applied")
    assert days(sent) == (None, None)

    operations.reopen(sent, now=now)
    assert days(sent) == (date(2026, 11, 15), None)


def test_moving_many_and_taking_it_back(ada, sent, now):
    other = make_application(ada, now=now - 9 * DAY, stage="applied", role="Other")
    heard(other, date(2026, 11, 12), now)
    act = operations.move_many(ada, [sent.pk, other.pk], stage="interview", now=now)
    assert [days(row)[0] for row in (sent, other)] == [now.date(), date(2026, 11, 12)]

    operations.take_back(act, now=now)
    assert [days(row)[0] for row in (sent, other)] == [None, date(2026, 11, 12)]


def test_ending_many_and_taking_it_back(ada, sent, now):
    operations.move_to(sent, "screening", now=now - 3 * DAY)
    act = operations.record_outcome_many(ada, [sent.pk], kind="rejected", now=now)
    assert days(sent)[0] == date(2026, 11, 15)

    operations.take_back(act, now=now)
    assert days(sent)[0] == date(2026, 11, 15)


def test_the_day_of_a_talk_is_the_person_s_own(sent, now):
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # half past midnight in Berlin
    make_interview(sent, now=now, starts_at=late)
    assert days(sent) == (now.date(), date(2026, 11, 21))


def test_a_test_is_no_talk_until_it_becomes_one(sent, now):
    interview = make_interview(sent, now=now, kind="task", starts_at=now + DAY)
    assert days(sent) == (now.date(), None)

    operations.change_interview(interview, now=now, kind="video")
    assert days(sent) == (now.date(), date(2026, 11, 19))


def test_a_talk_that_was_cancelled_is_none_until_that_is_taken_back(sent, now):
    interview = make_interview(sent, now=now, starts_at=now + DAY)
    operations.cancel_interview(interview, now=now)
    assert days(sent) == (now.date(), None)

    operations.take_back_cancelling(interview, now=now)
    assert days(sent)[1] == date(2026, 11, 19)


def test_what_was_cancelled_by_mistake_is_in_the_order_of_interviews_again(sent, now):
    interview = make_interview(sent, now=now, starts_at=now + DAY)
    operations.cancel_interview(interview, now=now)
    operations.take_back_cancelling(interview, now=now)

    sent.refresh_from_db()
    assert sent.last_interview_at == now + DAY


def test_what_comes_back_from_the_trash_has_its_days(ada, sent, now):
    heard(sent, date(2026, 11, 5), now)
    operations.trash_many(ada, [sent.pk], now=now)
    operations.restore_many(ada, [sent.pk], now=now)

    assert days(sent)[0] == date(2026, 11, 5)
