"""The weekly digest and the way into silence, from the database to the mail."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.middleware import note_visit
from nudges import delivery, operations, planner
from nudges.models import Message, NudgeList
from tests.factories import make_application
from tests.nudges.sending import ALL_BUT_THE_DIGEST, load_shipped_texts, words_of
from tests.nudges.wanting import berlin

pytestmark = pytest.mark.django_db
SUNDAY, MONDAY = berlin("2026-11-22 12:00"), berlin("2026-11-23 09:31")


@pytest.fixture(autouse=True)
def words():
    load_shipped_texts()


def tick(user, moment):
    user.refresh_from_db()
    planner.reconcile(user, now=moment)
    delivery.send_due(moment)


def seen(user, moment):
    type(user).objects.filter(pk=user.pk).update(last_visit_at=moment)


def test_the_digest_goes_once_in_its_week_and_gentle_notes_of_the_day_come_with_it(ada, mailoutbox):
    make_application(ada, company="Acme", role="Engineer", stage="applied", now=berlin("2026-11-15 12:00"))
    operations.set_lists(ada, ["digest", "follow_ups"], said_on="welcome", now=SUNDAY)
    seen(ada, SUNDAY)
    for hours in (-20, 0, 24):
        tick(ada, MONDAY + timedelta(hours=hours))
    (mail,) = mailoutbox
    assert Message.objects.get().kind == "digest"  # outside the caps, and so is what rides along
    assert "has been quiet for a while" in words_of(mail) and "Here is what is open" in words_of(mail)
    assert mail.subject == "A quiet application"
    tick(ada, MONDAY + timedelta(days=14))  # no follow-up is due any more
    assert "Quiet since 15 November: Engineer, Acme" in words_of(mailoutbox[1])
    assert mailoutbox[1].subject == "Your week, on one page"


def test_with_nothing_to_say_no_digest_goes_and_the_plan_says_nothing_of_it(ada, mailoutbox):
    operations.set_lists(ada, ["digest"], said_on="welcome", now=SUNDAY)
    tick(ada, MONDAY)
    assert mailoutbox == []
    assert not ada.nudges.exists()


def test_two_notes_without_a_visit_then_one_farewell_then_silence_until_somebody_comes_back(ada, mailoutbox):
    operations.set_lists(ada, ALL_BUT_THE_DIGEST, said_on="welcome", now=MONDAY)
    operations.change_preferences(ada, weekly_goal=3, now=MONDAY)
    type(ada).objects.filter(pk=ada.pk).update(joined_at=MONDAY - timedelta(days=30))
    seen(ada, MONDAY)
    for day in (2, 9, 16, 21, 23, 30, 65, 128):  # past what is remembered for the caps
        tick(ada, MONDAY + timedelta(days=day))
    subjects = [mail.subject for mail in mailoutbox]
    assert subjects == ["Your own plan, one small piece"] * 2 + ["We will be quiet now"]
    assert "Remind me" not in mailoutbox[2].body
    assert "Stop these notes" in mailoutbox[2].body
    seen(ada, MONDAY + timedelta(days=130))
    tick(ada, MONDAY + timedelta(days=135))  # the next Wednesday
    assert len(mailoutbox) == 4
    assert NudgeList.RECOVERY in ada.nudge_preference.lists


def fall_silent(ada, lists, *, days=(2, 9, 16, 21, 23, 30)):
    """Nobody comes, from a Monday on."""
    operations.set_lists(ada, lists, said_on="welcome", now=MONDAY)
    operations.change_preferences(ada, weekly_goal=3, now=MONDAY)
    type(ada).objects.filter(pk=ada.pk).update(joined_at=MONDAY - timedelta(days=30))
    seen(ada, MONDAY)
    for day in days:
        tick(ada, MONDAY + timedelta(days=day))


@pytest.mark.parametrize("lists", [["keep_going"], ["keep_going", "digest"]])
def test_without_the_list_of_recovery_the_farewell_comes_on_one_that_is_on(ada, mailoutbox, lists):
    fall_silent(ada, lists)
    assert [mail.subject for mail in mailoutbox] == ["Your own plan, one small piece"] * 2 + ["We will be quiet now"]
    assert "for these notes by e-mail: Keep going." in words_of(mailoutbox[2])


def test_what_left_on_lists_that_are_off_by_now_is_followed_by_no_farewell(ada, mailoutbox):
    fall_silent(ada, ["keep_going", "appointments"], days=(2, 9))
    operations.unsubscribe(ada, ["keep_going"], now=MONDAY + timedelta(days=9))  # by one click, which is no visit
    for day in (16, 21, 30):
        tick(ada, MONDAY + timedelta(days=day))
    assert len(mailoutbox) == 2


def test_four_digests_without_a_visit_end_with_a_farewell_too(ada, mailoutbox):
    make_application(ada, company="Acme", stage="applied", now=berlin("2026-11-15 12:00"))
    fall_silent(ada, ["digest"], days=(7, 14, 21, 28, 35, 38, 42, 49))
    assert [mail.subject for mail in mailoutbox] == ["Your week, on one page"] * 4 + ["We will be quiet now"]
    assert "for these notes by e-mail: Weekly digest." in words_of(mailoutbox[4])


# Coming back


@pytest.fixture
def silent(ada, clock):
    """Two notes went out unseen, and the next one waits for a visit."""
    clock.moment = MONDAY + timedelta(days=17)
    fall_silent(ada, ["keep_going", "follow_ups"], days=(2, 9, 16))
    make_application(ada, company="Acme", stage="applied", now=clock.moment - timedelta(days=3))
    waiting = ada.nudges.filter(state="planned", reason="quiet_until_you_come_back")
    assert waiting.exists() and ada.nudges.filter(state="planned", rule="going_quiet").exists()
    return waiting


def test_the_page_that_somebody_comes_back_to_shows_a_plan_without_the_silence(silent, ada_client):
    page = ada_client.get(reverse("nudges:plan-show")).content.decode()
    assert "we stay silent" not in page and "We will be quiet now" not in page
    assert "A quiet application" in page
    assert not silent.exists()


def test_what_was_put_off_until_somebody_is_back_is_planned_again_when_they_are(ada, ada_client, clock):
    make_application(ada, company="Acme", stage="applied", now=clock.moment)
    operations.snooze(ada.nudges.filter(state="planned").earliest("due_at"), until=None, now=clock.moment)
    for hours, is_waiting in [(0.5, True), (2, False)]:
        clock.move(hours=hours)
        ada_client.get(reverse("nudges:plan-show"))
        assert ada.nudges.filter(reason="until_you_come_back").exists() is is_waiting


def test_a_visit_costs_nothing_more_where_nobody_was_awaited(silent, ada_client, clock, django_assert_num_queries):
    ada_client.get(reverse("nudges:plan-show"))
    ada = silent.model._meta.get_field("user").related_model.objects.get()
    with django_assert_num_queries(0):
        note_visit(ada, now=clock.move(minutes=5))
    with django_assert_num_queries(2):
        note_visit(ada, now=clock.move(minutes=6))
