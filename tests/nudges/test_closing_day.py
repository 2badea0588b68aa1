"""After a check-in: the day that the person chose for closing it, recalled once; and how much is enough about one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import operations as applications
from nudges import delivery, facts, operations, planner
from nudges.facts import ClosingFact
from nudges.rules.silence import application_follow_up, closing_day, silence_check
from tests.factories import make_application, make_interview
from tests.nudges.sending import load_shipped_texts
from tests.nudges.wanting import berlin, make_about, make_facts, make_talk

NOW = berlin("2026-11-18 10:05")
DAY = timedelta(days=1)
SINCE, CHOSEN = date(2026, 11, 2), date(2026, 12, 3)  # a Thursday
CLOSING = ClosingFact(make_about(), SINCE, CHOSEN)


def test_the_day_that_was_chosen_for_closing_it_is_recalled_for_ten_business_days():
    (one,) = closing_day(make_facts(closings=(CLOSING,)), NOW)
    assert (one.not_before, one.useful_until) == (berlin("2026-12-03 00:00"), berlin("2026-12-18 00:00"))
    assert one.path == "/applications/7/#silence-title"


def test_another_day_moves_its_note_and_a_new_silence_has_one_of_its_own():
    (one,), (moved,), (anew,) = (
        closing_day(make_facts(closings=(closing,)), NOW)
        for closing in (CLOSING, replace(CLOSING, on=CHOSEN + 7 * DAY), replace(CLOSING, silent_since=CHOSEN))
    )
    assert one.key == moved.key != anew.key


FIRST, SECOND = (("application_follow_up", "application:7", occurrence) for occurrence in "12")


def test_after_two_mails_about_one_application_the_rest_is_for_the_page():
    talk = make_talk()
    known = {"closings": (CLOSING,), "talks": (talk,), "quiet": (make_about(applied_on=SINCE, last_event_at=NOW),)}
    for gone, is_here_only in [({FIRST}, False), ({FIRST, SECOND}, True)]:
        told = make_facts(**known, followed_up={7: frozenset(gone)}, sent=dict.fromkeys(gone, NOW))
        asked = [*closing_day(told, NOW), *silence_check(told, NOW)]
        assert [one.is_here_only for one in asked] == [is_here_only] * 2
        follow_ups = [one for one in application_follow_up(told, NOW) if one.occurrence != "close"]
        assert not any(one.is_here_only for one in follow_ups)  # these are the two
    repeated = {FIRST, (*FIRST[:2], "1~1"), (*FIRST[:2], "1~2")}
    (one,) = closing_day(make_facts(closings=(CLOSING,), followed_up={7: frozenset(repeated)}), NOW)
    assert not one.is_here_only  # put off and said again, it is still one


# From the page to the mail


@pytest.fixture
def asked(ada, clock):
    """A talk three weeks ago, and a check-in letter yesterday."""
    load_shipped_texts()
    long_ago = clock.moment - 30 * DAY
    operations.set_lists(ada, ["follow_ups"], said_on="settings", now=long_ago)
    application = make_application(ada, company="Nettle", stage="interview", now=long_ago)
    make_interview(application, now=long_ago, starts_at=clock.moment - 21 * DAY)
    check_in(application, on=clock.moment.date() - DAY, now=clock.moment)
    return application


def check_in(application, *, on, now):
    data = {"letter": "ghost_check_in"}
    applications.add_event(application, kind="letter_sent", happened_on=on, data=data, now=now)


def choose(client, application, day=CHOSEN):
    client.post(reverse("recovery:silence-until", args=[application.pk]), {"close_on": day.isoformat()})


def tick(user, moment):
    user.refresh_from_db()
    planner.reconcile(user, now=moment)
    delivery.send_due(moment)


def test_on_the_day_that_was_chosen_one_note_comes_by_mail(asked, ada, ada_client, mailoutbox):
    choose(ada_client, asked)
    assert "Your day for closing it" in ada_client.get(reverse("nudges:plan-show")).content.decode()
    for day in (2, 3, 4, 8):
        tick(ada, berlin(f"2026-12-{day:02} 09:31"))
    (mail,) = mailoutbox
    assert mail.subject == "A day you chose"
    assert "Nettle" not in mail.subject + mail.body
    assert f"/applications/{asked.pk}/" in mail.body


def test_on_the_day_itself_it_stands_on_today_with_the_way_to_close_it(asked, ada, ada_client, clock):
    choose(ada_client, asked)
    clock.moment = berlin("2026-12-03 10:00")
    planner.reconcile(ada, now=clock.moment)
    page = ada_client.get(reverse("nudges:today-show")).content.decode()
    assert "You chose 3 December for closing it" in page
    assert f'href="/applications/{asked.pk}/#silence-title">Close it' in page


@pytest.mark.parametrize("what", ["heard", "closed", "archived", "talk ahead", "asked anew", "no day"])
def test_nothing_is_recalled_where_it_is_over_or_no_day_was_chosen(what, asked, ada, ada_client, clock):
    if what != "no day":
        choose(ada_client, asked)
        assert [one.on for one in facts.load(ada, clock.moment).closings] == [CHOSEN]
    now, asked = clock.moment, type(asked).objects.get(pk=asked.pk)
    if what == "heard":
        applications.add_event(asked, kind="heard", happened_on=now.date(), now=now)
    elif what == "closed":
        applications.record_outcome(asked, kind="ghosted", decided_on=now.date(), now=now)
    elif what == "archived":
        applications.archive_many(ada, [asked.pk], now=now)
    elif what == "talk ahead":
        make_interview(asked, now=now, starts_at=now + DAY)
    elif what == "asked anew":
        check_in(asked, on=CHOSEN, now=(now := berlin("2026-12-03 11:00")))
    assert facts.load(ada, now).closings == ()


def test_a_screening_without_a_talk_in_the_calendar_has_its_day_too(asked, ada, ada_client, clock):
    other = make_application(ada, stage="screening", now=clock.moment - 30 * DAY)
    check_in(other, on=clock.moment.date(), now=clock.moment)
    choose(ada_client, other)
    assert [one.application.pk for one in facts.load(ada, clock.moment).closings] == [other.pk]


def test_days_for_closing_cost_the_same_queries_for_one_and_for_many(asked, ada, ada_client, clock):
    def queries():
        with CaptureQueriesContext(connection) as made:
            facts.load(ada, clock.moment)
            return len(made)

    choose(ada_client, asked)
    few = queries()
    for number in range(4):
        more = make_application(ada, company=f"C{number}", stage="interview", now=clock.moment - 30 * DAY)
        check_in(more, on=clock.moment.date(), now=clock.moment)
        choose(ada_client, more)
    assert queries() == few
    assert len(facts.load(ada, clock.moment).closings) == 5
