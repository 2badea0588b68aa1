"""Rules about interviews that are over, dates ahead and final rounds; and how their facts are read."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from applications import operations
from nudges import facts, planner, rules
from nudges.rules.after_a_no import debrief
from nudges.rules.appointments import deadline_near, interview_debrief, thank_you
from nudges.rules.keep_going import good_day
from nudges.rules.silence import silence_check
from tests.factories import make_application, make_interview, make_outcome
from tests.nudges.wanting import berlin, make_about, make_facts, make_interview_fact, make_recovery, make_talk

NOW = berlin("2026-11-18 10:05")
DAY = timedelta(days=1)


def only(rule, known, now=NOW):
    (one,) = rule(known, now)
    return one


def test_the_debrief_of_an_interview_waits_two_hours_and_is_of_use_for_two_days():
    one = only(interview_debrief, make_facts(talks=(make_talk(),)))
    assert one.not_before == one.else_at == berlin("2026-11-16 17:00")
    assert one.useful_until == berlin("2026-11-18 15:00")
    assert one.kind == rules.APPOINTMENT


def test_the_debrief_of_an_interview_ends_when_it_is_written():
    assert not list(interview_debrief(make_facts(talks=(make_talk(is_written=True),)), NOW))


def test_a_thank_you_is_proposed_the_morning_after_and_ends_when_a_letter_went_out():
    one = only(thank_you, make_facts(talks=(make_talk(),)))
    assert (one.not_before, one.useful_until) == (berlin("2026-11-17 00:00"), berlin("2026-11-19 00:00"))
    assert one.values["letter_url"] == "/applications/letters/new/?interview=4&letter=thank_you_after_interview"
    assert not list(thank_you(make_facts(talks=(make_talk(is_thanked=True),)), NOW))


def test_nobody_is_thanked_for_a_test_or_a_task():
    assert not list(thank_you(make_facts(talks=(make_talk(is_conversation=False),)), NOW))


def test_silence_is_asked_about_two_business_days_after_the_day_they_named():
    friday = make_talk(hear_back_by=date(2026, 11, 20))
    one = only(silence_check, make_facts(talks=(friday,)))
    assert one.not_before == berlin("2026-11-24 00:00")
    assert one.useful_until == berlin("2026-12-09 00:00")
    assert one.values["letter_url"] == "/applications/letters/new/?interview=4&letter=ghost_check_in"


def test_without_such_a_day_silence_is_asked_about_seven_business_days_after_the_talk():
    assert only(silence_check, make_facts(talks=(make_talk(),))).not_before == berlin("2026-11-25 00:00")


def test_a_later_day_that_they_name_is_a_silence_of_its_own():
    first, later = (make_talk(hear_back_by=date(2026, 11, day)) for day in (20, 27))
    assert only(silence_check, make_facts(talks=(first,))).key != only(silence_check, make_facts(talks=(later,))).key


@pytest.mark.parametrize("over", [{"is_answered": True}, {"is_latest": False}])
def test_silence_is_no_silence_when_something_was_heard_or_the_next_talk_is_arranged(over):
    assert not list(silence_check(make_facts(talks=(make_talk(**over),)), NOW))


def test_a_date_is_recalled_two_days_before_and_anew_when_it_is_moved():
    known = make_about(deadline_on=date(2026, 11, 24))
    one = only(deadline_near, make_facts(deadlines=(known,)))
    assert (one.not_before, one.useful_until) == (berlin("2026-11-22 00:00"), berlin("2026-11-25 00:00"))
    moved = replace(known, deadline_on=date(2026, 11, 26))
    assert only(deadline_near, make_facts(deadlines=(moved,))).key != one.key


def test_a_final_round_is_a_good_day_unless_a_talk_elsewhere_is_arranged():
    reached = ((make_about(pk=7), date(2026, 11, 17)),)
    one = only(good_day, make_facts(final_rounds=reached))
    assert (one.not_before, one.useful_until) == (berlin("2026-11-18 00:00"), berlin("2026-11-22 00:00"))
    own = make_interview_fact(application=make_about(pk=7))
    assert list(good_day(make_facts(final_rounds=reached, interviews=(own,)), NOW))
    elsewhere = make_interview_fact(application=make_about(pk=8))
    assert not list(good_day(make_facts(final_rounds=reached, interviews=(elsewhere,)), NOW))


def test_ones_own_debrief_has_its_time_from_day_four_to_day_ten():
    one = only(debrief, make_facts(recovery=make_recovery()))
    assert (one.not_before, one.useful_until) == (berlin("2026-11-22 00:00"), berlin("2026-11-29 00:00"))
    assert one.path == "/recovery/2/steps/self_review/"
    assert not list(debrief(make_facts(recovery=make_recovery(is_paused=True)), NOW))


# The facts behind them


@pytest.fixture
def application(ada):
    return make_application(ada, stage="interview", now=NOW - 20 * DAY)


def talk_of(ada, now=NOW):
    (talk,) = facts.load(ada, now).talks
    return talk


def test_an_interview_that_is_over_is_known_with_what_followed(ada, application):
    make_interview(application, starts_at=NOW - 3 * DAY, now=NOW - 9 * DAY)
    talk = talk_of(ada)
    assert talk.is_latest and not (talk.is_written or talk.is_thanked or talk.is_answered)

    thanks = {"letter": "thank_you_after_interview"}
    operations.add_event(application, kind="letter_sent", happened_on=(NOW - 2 * DAY).date(), data=thanks, now=NOW)
    assert talk_of(ada).is_thanked and not talk_of(ada).is_answered

    operations.add_event(application, kind="heard", happened_on=(NOW - DAY).date(), now=NOW)
    assert talk_of(ada).is_answered


def test_an_arranged_interview_makes_the_one_before_no_longer_the_latest(ada, application):
    make_interview(application, starts_at=NOW - 3 * DAY, now=NOW - 9 * DAY)
    make_interview(application, starts_at=NOW + 3 * DAY, now=NOW)
    assert not talk_of(ada).is_latest


def test_an_interview_that_is_running_is_not_over(ada, application):
    make_interview(application, starts_at=NOW - timedelta(minutes=10), now=NOW - 9 * DAY)
    assert facts.load(ada, NOW).talks == ()


def test_talks_dates_and_final_rounds_of_what_is_closed_or_somebody_elses_are_not_read(ada, bob, application):
    make_interview(application, starts_at=NOW - 3 * DAY, now=NOW - 9 * DAY)
    make_outcome(application, now=NOW)
    theirs = make_application(bob, stage="interview", deadline_on=(NOW + DAY).date(), now=NOW - 9 * DAY)
    operations.move_to(theirs, "final_round", happened_on=NOW.date(), now=NOW)
    known = facts.load(ada, NOW)
    assert (known.talks, known.deadlines, known.final_rounds) == ((), (), ())


def test_what_lies_in_the_archive_is_asked_about_no_more(ada, application):
    make_interview(application, starts_at=NOW - 3 * DAY, now=NOW - 9 * DAY)
    operations.move_to(application, "final_round", happened_on=NOW.date(), now=NOW)
    operations.archive_many(ada, [application.pk], now=NOW)
    known = facts.load(ada, NOW)
    assert (known.talks, known.final_rounds) == ((), ())


def test_a_debrief_that_was_written_takes_its_note_out_of_the_plan_at_once(ada, application):
    interview = make_interview(application, starts_at=NOW - 3 * DAY / 24, now=NOW - 9 * DAY)
    planned = ada.nudges.filter(rule="interview_debrief", state="planned")
    planner.reconcile(ada, now=NOW)
    assert planned.exists()
    operations.debrief_interview(interview, went_well="The start", now=NOW)
    assert not planned.exists()


def test_a_date_is_known_until_it_has_gone_by(ada):
    make_application(ada, company="Today", deadline_on=NOW.date(), now=NOW - DAY)
    make_application(ada, company="Over", deadline_on=(NOW - DAY).date(), now=NOW - 9 * DAY)
    assert [one.company for one in facts.load(ada, NOW).deadlines] == ["Today"]


def test_a_final_round_is_known_by_the_day_it_was_reached(ada, application):
    operations.move_to(application, "final_round", happened_on=(NOW - DAY).date(), now=NOW)
    ((about, reached_on),) = facts.load(ada, NOW).final_rounds
    assert (about.pk, reached_on) == (application.pk, (NOW - DAY).date())
