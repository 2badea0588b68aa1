"""A silence after a talk gets an end: one letter, a day, closing it oneself, and reopening when they answer."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from applications import operations as applications
from recovery import queries
from recovery.models import Recovery
from recovery.silence import silence
from tests.factories import make_application, make_interview

TALK, ASKED = date(2026, 11, 2), date(2026, 11, 12)  # a Monday and a Thursday


def told(**about):
    return silence(**{"heard_on": [TALK], "asked_on": [], "named_day": None, "chosen_day": None} | about)


def test_one_asks_seven_working_days_after_the_talk_or_two_after_the_day_they_named():
    assert told().ask_on == date(2026, 11, 11)
    assert told(named_day=date(2026, 11, 13)).ask_on == date(2026, 11, 17)


def test_a_day_they_named_before_they_were_heard_of_again_says_nothing():
    assert told(named_day=date(2026, 10, 30)).ask_on == told().ask_on


def test_ten_working_days_after_asking_it_can_be_closed_unless_the_person_chose_another_day():
    assert told().close_on is None
    assert told(asked_on=[ASKED]).close_on == date(2026, 11, 26)
    assert told(asked_on=[ASKED], chosen_day=date(2026, 12, 24)).close_on == date(2026, 12, 24)
    assert told(asked_on=[ASKED], chosen_day=TALK).close_on == date(2026, 11, 26)


def test_what_they_write_ends_the_silence_that_one_had_asked_about():
    assert told(heard_on=[TALK, ASKED + timedelta(days=1)], asked_on=[ASKED]).asked_on is None


@pytest.fixture
def silent(pack, ada, clock):
    """A talk three weeks ago, and nothing since."""
    long_ago = clock.moment - timedelta(days=30)
    application = make_application(ada, company="Nettle", stage="interview", now=long_ago)
    make_interview(application, now=long_ago, starts_at=clock.moment - timedelta(days=21))
    return application


def page_of(client, application, verb="detail"):
    return client.get(reverse(f"applications:{verb}", args=[application.pk])).content.decode()


def ask(application, clock, letter="ghost_check_in"):
    event = {"kind": "letter_sent", "data": {"letter": letter}, "recorded_at": clock.moment}
    application.events.create(happened_on=application.user.local_day(clock.moment), **event)


def test_the_letter_comes_first_then_a_day_then_closing_it_oneself(silent, ada, ada_client, clock):
    assert "letter=ghost_check_in" in page_of(ada_client, silent, "application-detail")
    assert "letter=ghost_check_in" in page_of(ada_client, silent, "outcome-record")
    assert "Close it: no answer came" not in page_of(ada_client, silent, "application-detail")

    ask(silent, clock)
    page = page_of(ada_client, silent, "application-detail")
    assert "2 December" in page and "letter=ghost_check_in" not in page
    assert "letter=ghost_check_in" not in page_of(ada_client, silent, "outcome-record")

    close = {"kind": "ghosted", "decided_on": "2026-11-18", "last_stage": "interview"}
    arrived = ada_client.post(reverse("applications:outcome-record", args=[silent.pk]), close, follow=True)
    assert "Nothing begins unless you say so" in arrived.content.decode()
    assert not Recovery.objects.exists()


def test_the_day_is_the_persons_own(silent, ada_client, clock):
    url = reverse("recovery:silence-until", args=[silent.pk])
    assert ada_client.post(url, {"close_on": "2026-12-24"}).status_code == 302  # nothing was asked yet
    silent.refresh_from_db()
    assert silent.follow_up_on is None

    ask(silent, clock)
    refused = ada_client.post(url, {"close_on": "2026-11-01"})
    assert refused.status_code == 422 and "2026-11-01" in refused.content.decode()
    assert "24 December" in ada_client.post(url, {"close_on": "2026-12-24"}, follow=True).content.decode()


@pytest.mark.parametrize("stage", ["applied", "offer"])
def test_before_a_first_talk_there_is_no_silence_to_close(pack, ada, ada_client, clock, stage):
    application = make_application(ada, stage=stage, now=clock.moment - timedelta(days=60))

    assert "If nothing comes" not in page_of(ada_client, application, "application-detail")


def test_while_a_talk_is_ahead_nothing_is_said(silent, ada_client, clock):
    make_interview(silent, now=clock.moment, starts_at=clock.moment + timedelta(days=2))

    assert "If nothing comes" not in page_of(ada_client, silent, "application-detail")


def test_a_letter_of_thanks_asks_nothing(silent, ada_client, clock):
    ask(silent, clock, letter="thank_you_after_interview")

    assert "letter=ghost_check_in" in page_of(ada_client, silent, "application-detail")


def test_when_they_answer_it_is_reopened_from_its_recovery_and_nothing_is_lost(silent, ada, ada_client, clock):
    applications.record_outcome(silent, kind="ghosted", decided_on=ada.local_day(clock.moment), now=clock.moment)
    ada_client.post(reverse("recovery:recovery-begin", args=[silent.pk]))
    recovery = queries.open_guided(ada)
    reopen = reverse("applications:application-reopen", args=[silent.pk])
    assert reopen in ada_client.get(recovery.get_absolute_url()).content.decode()

    ada_client.post(reopen)

    silent.refresh_from_db()
    recovery.refresh_from_db()
    assert silent.is_open and recovery.state == "archived"
