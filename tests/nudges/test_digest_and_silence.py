"""The weekly digest and the way into silence, from the database to the mail."""

from datetime import timedelta

import pytest

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
