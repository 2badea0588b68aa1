"""Rules about what recoveries leave behind: one's own sentence, a look back, somebody to write to."""

from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.http import QueryDict

from applications import operations as applications
from nudges import delivery, facts, planner, rules
from nudges import operations as nudges
from nudges.facts import ExperimentFact, PlanFact, WarmFact
from nudges.models import Nudge, NudgeList
from nudges.rules.kept import experiment_review, keep_in_touch, plan_echo
from nudges.slots import lay_out
from recovery import operations
from recovery.models import Answer
from tests.factories import make_application, make_contact, make_experiment, make_outcome
from tests.nudges.sending import words_of
from tests.nudges.test_mail import shipped_text
from tests.nudges.wanting import BERLIN, berlin, make_facts, make_preference

NOW = berlin("2026-11-18 10:05")
SENTENCE = "If it is Thursday at ten, then I open the folder"


def only(rule, known, now=NOW):
    (one,) = rule(known, now)
    return one


def echo(moment="2026-11-19 22:15"):
    plan = PlanFact(recovery=2, key="if_then_plan", moment=berlin(moment), sentence=SENTENCE)
    return only(plan_echo, make_facts(plans=(plan,)))


def laid(one, now=NOW, **more):
    arguments = {"sent": [], "choices": [], "preferences": make_preference(), "zone": BERLIN, "now": now} | more
    return next(found for found in lay_out([one], **arguments) if found.wanted.key == one.key)


def test_a_sentence_comes_back_at_the_very_moment_that_was_named_in_quiet_hours_too():
    assert (laid(echo()).due_at, laid(echo()).reason) == (berlin("2026-11-19 22:15"), "your_moment")


def test_a_sender_that_was_down_keeps_to_quiet_hours_and_to_twelve_hours():
    assert laid(echo(), now=berlin("2026-11-20 02:00")).due_at == berlin("2026-11-20 09:30")
    assert laid(echo("2026-11-19 18:00"), now=berlin("2026-11-20 06:01")).due_at is None


def test_nothing_gentle_rides_along_with_a_moment_of_ones_own():
    gentle = only(keep_in_touch, make_facts(warm=(WarmFact(9, "Grace", date(2026, 11, 20)),)))
    plan = lay_out(
        [echo("2026-11-20 08:30"), gentle],
        sent=[],
        choices=[],
        preferences=make_preference(),
        zone=BERLIN,
        now=NOW,
    )
    assert {one.due_at for one in plan} == {berlin("2026-11-20 08:30"), berlin("2026-11-20 09:30")}


def test_another_moment_is_another_echo():
    assert echo("2026-11-19 22:15").key != echo("2026-11-20 22:15").key


def test_an_experiment_is_looked_at_on_its_day_for_two_weeks():
    one = only(experiment_review, make_facts(experiments=(ExperimentFact(5, date(2026, 12, 1), recovery=2),)))
    assert (one.not_before, one.useful_until) == (berlin("2026-12-01 00:00"), berlin("2026-12-15 00:00"))
    assert (one.kind, one.list, one.path) == (rules.GENTLE, NudgeList.RECOVERY, "/recovery/experiments/5/")


def test_somebody_is_written_to_on_their_day_unless_one_was_in_touch_since():
    grace = WarmFact(9, "Grace", date(2026, 12, 1), last_touch_on=date(2026, 11, 30))
    one = only(keep_in_touch, make_facts(warm=(grace,)))
    assert one.useful_until == berlin("2026-12-15 00:00")
    assert one.values["letter_url"] == "/applications/letters/new/?contact=9&letter=keep_in_touch_3_months"
    again = WarmFact(9, "Grace", date(2026, 12, 1), last_touch_on=date(2026, 12, 1))
    assert not list(keep_in_touch(make_facts(warm=(again,)), NOW))


def test_somebody_who_is_no_contact_is_written_to_from_their_application(ada, pack, mailoutbox):
    application = make_application(ada, company="Initech", stage="interview", now=NOW)
    make_outcome(application, now=NOW)
    recovery = ada.recoveries.get()
    step = operations.open_step(recovery.steps.get(key="close_and_keep_door_open"), now=NOW)
    posted = QueryDict("shown=again&again=yes&shown=keep_in_touch_on&keep_in_touch_on=2027-01-05")
    assert not operations.finish_step(step, posted, now=NOW).has_errors

    one = only(keep_in_touch, facts.load(ada, NOW))
    assert (one.not_before, one.label) == (berlin("2027-01-05 00:00"), str(application))
    assert one.path == f"/applications/letters/new/?application={application.pk}&letter=keep_in_touch_3_months"

    written = berlin("2027-01-05 10:00")
    applications.add_event(application, kind="letter_sent", happened_on=written.date(), now=written)
    assert not list(keep_in_touch(facts.load(ada, written), written))


def test_its_words_speak_of_no_contact_that_may_not_be_there():
    words = shipped_text("keep_in_touch").body
    assert "remove" not in words and "your list" not in words


def test_in_two_days_is_said_again_unless_the_step_was_left_out_since(ada, pack):
    application = make_application(ada, company="Initech", stage="interview", now=NOW)
    make_outcome(application, now=NOW)
    step = ada.recoveries.get().steps.get(key="ask_for_feedback")
    day = timedelta(days=1)
    operations.feedback_later(application, now=NOW)
    assert [one.why for one in rules.feedback_request(facts.load(ada, NOW), NOW)] == ["feedback_later"]

    operations.skip_step(step, now=NOW + day)
    assert not list(rules.feedback_request(facts.load(ada, NOW + day), NOW + day))

    operations.feedback_later(application, now=NOW + 2 * day)
    known = facts.load(ada, NOW + 2 * day)
    assert [one.why for one in rules.feedback_request(known, NOW + 2 * day)] == ["feedback_later"]


@pytest.fixture
def planned(ada, clock, pack):
    """Ada's recovery with a sentence that is to come back tomorrow at a quarter past ten at night."""
    nudges.set_lists(ada, list(NudgeList.values), said_on="settings", now=clock.moment)
    application = make_application(ada, stage="interview", now=clock.moment)
    make_outcome(application, now=clock.moment)
    recovery = ada.recoveries.get()
    step = recovery.steps.get(key="if_then_plan")
    operations.open_step(step, now=clock.moment)
    posted = QueryDict(mutable=True)
    posted.update({"if_then-sentence": SENTENCE, "if_then-on": "2026-11-19", "if_then-at": "22:15", "echo": "on"})
    posted.setlist("shown", ["if_then", "echo"])
    operations.save_answers(step, posted, now=clock.moment)
    return recovery


def echoes(user):
    return Nudge.objects.filter(user=user, rule="plan_echo", state=Nudge.State.PLANNED)


def test_the_sentence_stands_in_its_one_mail_and_nowhere_else(ada, planned, clock):
    nudge = echoes(ada).get()
    assert nudge.due_at.astimezone(ada.zone).time() == time(22, 15)
    assert SENTENCE not in str(Nudge.objects.filter(pk=nudge.pk).values())
    clock.move(days=1, hours=12, minutes=15, seconds=10)
    delivery.send_due(clock.moment)
    echo_mail = [message for message in mail.outbox if SENTENCE in words_of(message)]
    assert len(echo_mail) == 1 and echo_mail[0].to == [ada.email] and SENTENCE not in echo_mail[0].subject
    clock.move(hours=1)
    delivery.send_due(clock.moment)
    assert len([message for message in mail.outbox if SENTENCE in words_of(message)]) == 1


def test_it_falls_out_with_its_time_its_wish_and_its_recovery(ada, planned, clock):
    of = Answer.objects.filter(step__recovery=planned)
    wish, when = of.get(prompt_key="echo"), of.get(prompt_key="if_then")
    for answer, plain in ((wish, False), (when, {"on": "2026-11-19", "at": None})):
        before = answer.plain
        Answer.objects.filter(pk=answer.pk).update(plain=plain)
        assert not facts.load(ada, clock.moment).plans
        Answer.objects.filter(pk=answer.pk).update(plain=before)
    assert facts.load(ada, clock.moment).plans
    operations.pause(planned, until=None, now=clock.moment)
    assert not echoes(ada).exists()


def test_a_pause_that_is_over_by_then_keeps_nothing_back(ada, planned, clock):
    operations.pause(planned, until=clock.moment + timedelta(hours=3), now=clock.moment)
    assert echoes(ada).exists()
    operations.pause(planned, until=clock.moment + timedelta(days=3), now=clock.moment)
    assert not echoes(ada).exists()


def test_a_follow_up_on_a_far_day_is_not_forgotten(ada, clock):
    application = make_application(ada, stage="interview", now=clock.moment)
    make_outcome(application, now=clock.moment)
    operations.close(ada.recoveries.get(), now=clock.moment)
    day = ada.local_day(clock.moment)
    operations.feedback_asked(application, asked_on=day, follow_up_on=day + timedelta(days=45), now=clock.moment)
    clock.move(days=45)
    assert [fact.follow_up_on for fact in facts.load(ada, clock.moment).feedback] == [day + timedelta(days=45)]


def test_facts_of_experiments_and_people_follow_every_change(ada, clock):
    experiment = make_experiment(ada, look_on=ada.local_day(clock.moment) + timedelta(days=2), now=clock.moment)
    contact = make_contact(ada)
    form = {"company": "", "applications": [], "keep_warm_on": date(2026, 11, 25)}
    applications.edit_contact(contact, **form)
    rows = Nudge.objects.filter(user=ada, state=Nudge.State.PLANNED).order_by("rule")
    assert [row.rule for row in rows] == ["experiment_review", "keep_in_touch"]

    operations.end_experiment(experiment, ended_as="dropped", now=clock.moment)
    applications.delete_contact(contact, now=clock.moment)
    assert not rows.all().exists()
    planner.reconcile(ada, now=clock.moment)
    assert not rows.all().exists()
