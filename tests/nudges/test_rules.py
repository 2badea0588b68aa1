from dataclasses import replace
from datetime import date, time, timedelta
from itertools import product

import pytest
from django.conf import settings

from nudges import rules, table, words
from nudges.facts import DigestFact, FeedbackFact, NoFact, StepFact
from nudges.rules.digest import lines_of
from nudges.slots import lay_out
from tests.nudges.wanting import (
    BERLIN,
    berlin,
    make_about,
    make_facts,
    make_interview_fact,
    make_preference,
    make_recovery,
    make_talk,
)

NOW = berlin("2026-11-18 10:05")


def keys(facts, now=NOW):
    return {one.key: one for one in rules.wanted(facts, now)}


def only(rule, facts, now=NOW):
    (one,) = rule(facts, now)
    return one


def settled(recovery, key):
    return replace(recovery, steps=tuple(replace(step, is_settled=step.key == key) for step in recovery.steps))


def test_nothing_is_wanted_of_somebody_for_whom_nothing_is_open():
    assert rules.wanted(make_facts(), NOW) == []


def test_every_rule_has_a_title_a_place_in_the_order_and_reasons_in_words():
    for rule in rules.RULES:
        assert rule.name in words.TITLES
        assert rule.kind != rules.GENTLE or rule.name in rules.PRIORITY


def test_every_rule_says_when_it_comes_and_what_ends_it_and_the_table_of_them_is_fresh():
    assert [rule.name for rule in rules.RULES if "" in table.row(rule)[2:4]] == []
    assert (settings.BASE_DIR / "docs" / "nudges.md").read_text() == table.written(), "python manage.py nudges table"


# next_morning


def test_the_morning_after_a_no_comes_the_next_day_and_twelve_hours_later():
    early = only(rules.next_morning, make_facts(recovery=make_recovery()))
    late = make_recovery(recorded_at=berlin("2026-11-18 22:00"))
    assert early.not_before == berlin("2026-11-19 00:00")
    assert only(rules.next_morning, make_facts(recovery=late)).not_before == berlin("2026-11-19 10:00")
    assert early.useful_until == berlin("2026-11-24 00:00")  # Thursday, Friday, Monday


def test_the_morning_after_finds_a_day_whatever_the_slot_and_the_day_of_the_no():
    for day, slot in product(range(7), (time(8), time(9, 30), time(15), time(19, 30))):
        no = berlin("2026-11-16 11:00") + timedelta(days=day)
        recovery = make_recovery(recorded_at=no, no_on=no.date(), counts_from_on=no.date())
        one = only(rules.next_morning, make_facts(recovery=recovery))
        preferences = make_preference(slot=slot)
        (laid,) = lay_out([one], sent=[], choices=[], preferences=preferences, zone=BERLIN, now=no, last_visit_at=no)
        assert laid.due_at, (day, slot)


@pytest.mark.parametrize("key", ["pause_and_name", "gracious_reply"])
def test_the_morning_after_ends_with_the_first_step_or_the_reply(key):
    assert not list(rules.next_morning(make_facts(recovery=settled(make_recovery(), key)), NOW))


def test_the_morning_after_does_not_end_with_a_later_step():
    assert list(rules.next_morning(make_facts(recovery=settled(make_recovery(), "self_review")), NOW))


@pytest.mark.parametrize("fields", [{"is_paused": True}, {"outcome_kind": "ghosted"}, {"no_on": date(2026, 11, 10)}])
def test_the_morning_after_is_not_for_pauses_silences_and_old_noes(fields):
    assert not list(rules.next_morning(make_facts(recovery=make_recovery(**fields)), NOW))


def test_the_letter_of_the_morning_after_is_the_reply_step_or_else_the_recovery():
    with_reply = only(rules.next_morning, make_facts(recovery=make_recovery()))
    without = only(rules.next_morning, make_facts(recovery=make_recovery(steps=(StepFact("self_review"),))))
    assert with_reply.values["letter_url"] == "/recovery/2/steps/gracious_reply/"
    assert without.values["letter_url"] == "/recovery/2/"


# feedback_request


def test_the_one_question_has_its_time_from_day_two_to_day_seven():
    one = only(rules.feedback_request, make_facts(recovery=make_recovery()))
    assert (one.not_before, one.useful_until) == (berlin("2026-11-20 00:00"), berlin("2026-11-26 00:00"))
    assert one.subject == "application:7"


@pytest.mark.parametrize("state", ["asked", "declined_by_me", "received", "refused", "no_answer"])
def test_the_one_question_ends_when_asked_or_declined(state):
    facts = make_facts(recovery=make_recovery(), feedback=(FeedbackFact(make_about(), state),))
    assert not list(rules.feedback_request(facts, NOW))


def test_the_one_question_ends_with_its_step_with_a_pause_and_for_an_old_no():
    recovery = make_recovery()
    for over in (
        settled(recovery, "ask_for_feedback"),
        replace(recovery, is_paused=True),
        replace(recovery, no_on=date(2026, 11, 10)),
        replace(recovery, steps=(StepFact("ask_for_feedback", is_planned=False),)),
    ):
        assert not list(rules.feedback_request(make_facts(recovery=over), NOW))


def test_in_two_days_is_kept_even_where_day_seven_has_gone_by():
    later = FeedbackFact(make_about(), "later", later_on=date(2026, 11, 26))
    one = only(rules.feedback_request, make_facts(recovery=make_recovery(), feedback=(later,)))
    assert one.not_before == berlin("2026-11-26 00:00")
    assert one.useful_until == berlin("2026-11-29 00:00")
    assert one.occurrence == "later 2026-11-26"


def test_in_two_days_is_kept_wherever_it_was_said():
    later = FeedbackFact(make_about(), "later", later_on=date(2026, 11, 26))
    for known in (None, settled(make_recovery(), "ask_for_feedback"), replace(make_recovery(), steps=())):
        assert only(rules.feedback_request, make_facts(recovery=known, feedback=(later,))).why == "feedback_later"
    alone = only(rules.feedback_request, make_facts(feedback=(later,)))
    assert (alone.path, alone.recovery) == ("/recovery/for/7/feedback/", None)


def test_in_two_days_ends_with_a_pause_and_with_what_was_settled_since():
    later = FeedbackFact(make_about(), "later", later_on=date(2026, 11, 26))
    paused = replace(make_recovery(), is_paused=True)
    assert not list(rules.feedback_request(make_facts(recovery=paused, feedback=(later,)), NOW))
    let_be = replace(later, is_let_be=True)
    assert not list(rules.feedback_request(make_facts(recovery=make_recovery(), feedback=(let_be,)), NOW))


# feedback_follow_up


def test_the_follow_up_to_a_question_comes_six_business_days_after_it():
    asked = FeedbackFact(make_about(contact_name="Grace"), "asked", asked_on=date(2026, 11, 20))
    one = only(rules.feedback_follow_up, make_facts(feedback=(asked,)))
    assert one.not_before == berlin("2026-11-30 00:00")
    assert one.useful_until == berlin("2026-12-08 00:00")
    assert one.values["contact_name"] == "Grace"


@pytest.mark.parametrize(
    "fields", [{"state": "received"}, {"state": "no_answer"}, {"followed_up_on": date(2026, 11, 28)}]
)
def test_the_follow_up_to_a_question_ends_when_answered_or_given_up(fields):
    asked = replace(FeedbackFact(make_about(), "asked", asked_on=date(2026, 11, 20)), **fields)
    assert not list(rules.feedback_follow_up(make_facts(feedback=(asked,)), NOW))


# keep_applying


def test_the_weekly_goal_is_quoted_from_wednesday_on_and_only_in_its_week():
    this_week, next_week = rules.keep_applying(make_facts(weekly_goal=3, applied_this_week=1), NOW)
    assert this_week.occurrence == "2026-W47"
    assert this_week.not_before == berlin("2026-11-18 00:00")
    assert this_week.useful_until == berlin("2026-11-23 00:00")
    assert next_week.occurrence == "2026-W48"


def test_a_reached_goal_leaves_only_next_week():
    assert [one.occurrence for one in rules.keep_applying(make_facts(weekly_goal=3, applied_this_week=3), NOW)] == [
        "2026-W48"
    ]


def test_without_a_goal_nobody_is_asked_to_go_on():
    assert not list(rules.keep_applying(make_facts(weekly_goal=None), NOW))


def test_somebody_who_joined_late_in_a_week_is_asked_about_the_next_one():
    late = make_facts(weekly_goal=3, joined_at=berlin("2026-11-18 09:00"))
    early = make_facts(weekly_goal=3, joined_at=berlin("2026-11-17 09:00"))
    assert [one.occurrence for one in rules.keep_applying(late, NOW)] == ["2026-W48"]
    assert [one.occurrence for one in rules.keep_applying(early, NOW)] == ["2026-W47", "2026-W48"]


def test_going_on_waits_48_hours_after_a_no():
    no = NoFact(date(2026, 11, 17), berlin("2026-11-17 15:00"))
    this_week, _ = rules.keep_applying(make_facts(weekly_goal=3, noes=(no,)), NOW)
    assert this_week.not_before == berlin("2026-11-19 15:00")


def test_the_week_is_named_by_its_iso_year():
    this_week, _ = rules.keep_applying(make_facts(weekly_goal=3), berlin("2027-01-01 12:00"))
    assert this_week.occurrence == "2026-W53"


# interview_tomorrow


def test_an_interview_is_known_by_its_local_day():
    one = only(rules.interview_tomorrow, make_facts(interviews=(make_interview_fact(),)))
    assert one.key == ("interview_tomorrow", "interview:3", "2026-11-26")
    assert one.slot_day == date(2026, 11, 25)
    assert one.else_at == berlin("2026-11-26 12:00")
    assert one.useful_until == berlin("2026-11-26 14:00")


def test_nobody_is_reminded_of_what_they_have_just_typed():
    typed = make_interview_fact(recorded_at=berlin("2026-11-26 12:30"))
    assert not list(rules.interview_tomorrow(make_facts(interviews=(typed,)), berlin("2026-11-26 12:31")))


# application_follow_up


def quiet(**fields):
    return make_about(**{"applied_on": date(2026, 11, 4), "last_event_at": berlin("2026-11-04 12:00")} | fields)


def test_a_quiet_application_is_named_after_seven_days_and_once_more():
    first, second, _ = rules.application_follow_up(make_facts(quiet=(quiet(),)), NOW)
    assert (first.occurrence, first.not_before) == ("1", berlin("2026-11-11 00:00"))
    assert first.useful_until == berlin("2026-11-16 00:00")
    assert (second.occurrence, second.not_before) == ("2", berlin("2026-11-18 00:00"))


def test_of_what_was_sent_long_before_it_was_added_nothing_is_said_on_that_day():
    added = quiet(added_at=berlin("2026-11-18 08:00"))
    first, second, _ = rules.application_follow_up(make_facts(quiet=(added,)), NOW)
    assert first.useful_until <= first.not_before  # its days are over, and it does not come late
    assert second.not_before == berlin("2026-11-19 00:00") and second.useful_until == berlin("2026-11-23 00:00")
    assert words.why(second.why, second.params) == "Nothing has happened here since 4 November."

    old = quiet(applied_on=date(2026, 10, 12), last_event_at=berlin("2026-10-12 12:00"), added_at=added.added_at)
    *_, close = rules.application_follow_up(make_facts(quiet=(old,)), NOW)
    assert (close.not_before, close.useful_until) == (berlin("2026-11-19 00:00"), berlin("2026-11-25 00:00"))


def test_what_happens_starts_the_quiet_days_anew():
    first, *_ = rules.application_follow_up(make_facts(quiet=(quiet(last_event_at=berlin("2026-11-09 12:00")),)), NOW)
    assert first.not_before == berlin("2026-11-16 00:00")


def test_the_second_note_comes_seven_days_after_the_first_was_sent():
    sent = {("application_follow_up", "application:7", "1"): berlin("2026-11-13 09:30")}
    _, second, _ = rules.application_follow_up(make_facts(quiet=(quiet(),), sent=sent), NOW)
    assert second.not_before == berlin("2026-11-20 00:00")


def test_not_this_one_ends_the_second_note_too():
    dropped = frozenset({("application_follow_up", "application:7", "1")})
    (first,) = rules.application_follow_up(make_facts(quiet=(quiet(),), dropped=dropped), NOW)
    assert first.occurrence == "1"
    second = frozenset({("application_follow_up", "application:7", "2")})
    asked = rules.application_follow_up(make_facts(quiet=(quiet(),), dropped=second), NOW)
    assert "close" not in {one.occurrence for one in asked}


def test_after_thirty_days_the_page_asks_whether_to_close_it_and_no_mail_does():
    *_, close = rules.application_follow_up(make_facts(quiet=(quiet(),)), NOW)
    assert (close.occurrence, close.not_before) == ("close", berlin("2026-12-04 00:00"))
    assert close.is_here_only
    assert close.path == "/applications/7/outcome/?kind=ghosted"


def test_there_are_never_more_than_two_follow_ups_whatever_happens():
    for days in range(60):
        about = quiet(last_event_at=berlin("2026-11-04 12:00") + timedelta(days=days))
        asked = list(rules.application_follow_up(make_facts(quiet=(about,)), NOW + timedelta(days=days)))
        assert {one.occurrence for one in asked if not one.is_here_only} <= {"1", "2"}


def test_a_day_that_was_chosen_takes_the_place_of_the_first_seven():
    chosen = quiet(follow_up_on=date(2026, 11, 26))
    first, second, _ = rules.application_follow_up(make_facts(quiet=(chosen,)), NOW)
    assert first.not_before == berlin("2026-11-26 00:00") and second.not_before == berlin("2026-12-03 00:00")
    assert words.why(first.why, first.params) == "You wanted to follow up on 26 November."


def test_what_happened_after_the_chosen_day_starts_the_quiet_days_anew():
    chosen = quiet(follow_up_on=date(2026, 11, 8), last_event_at=berlin("2026-11-09 12:00"))
    first, *_ = rules.application_follow_up(make_facts(quiet=(chosen,)), NOW)
    assert (first.not_before, first.why) == (berlin("2026-11-16 00:00"), "quiet_days")


# going_quiet


def test_before_the_silence_one_note_says_so_ten_days_after_the_second_message():
    left = (berlin("2026-11-03 09:30"), berlin("2026-11-06 09:30"))
    one = only(rules.going_quiet, make_facts(unvisited=left))
    assert (one.occurrence, one.not_before) == ("2026-11-06", berlin("2026-11-16 00:00"))
    assert one.useful_until == berlin("2026-11-26 00:00")
    assert only(rules.going_quiet, make_facts(unvisited=(*left, NOW))).key == one.key  # it counts itself no more
    assert not list(rules.going_quiet(make_facts(unvisited=left[:1]), NOW))


def test_four_digests_without_a_visit_are_a_silence_with_its_note_too():
    left = tuple(berlin(f"2026-10-{day:02} 09:30") for day in (5, 12, 19, 26))
    one = only(rules.going_quiet, make_facts(unvisited_digests=left))
    assert one.occurrence == "2026-10-26"
    gentle = (berlin("2026-10-20 09:30"), NOW)  # the second of them may be the note itself
    assert only(rules.going_quiet, make_facts(unvisited_digests=left, unvisited=gentle)).key == one.key
    assert not list(rules.going_quiet(make_facts(unvisited_digests=left[:3]), NOW))


@pytest.mark.parametrize(
    ("still_on", "comes_on"),
    [
        (["digest", "recovery"], "recovery"),
        (["digest", "follow_ups"], "follow_ups"),
        (["appointments", "digest"], "digest"),
        (["appointments"], "recovery"),  # which is off, so no mail
        ([], "recovery"),
    ],
)
def test_the_note_before_the_silence_comes_on_a_list_that_falls_silent_and_is_still_on(still_on, comes_on):
    left = (berlin("2026-11-03 09:30"), berlin("2026-11-06 09:30"))
    assert only(rules.going_quiet, make_facts(unvisited=left, lists=tuple(still_on))).list == comes_on


# weekly_digest


def digest(**fields):
    about = quiet()
    return make_facts(**{"digest": DigestFact(), "quiet": (about,)} | fields)


def test_the_digest_comes_in_its_own_weekly_slot_and_names_what_is_open():
    this_week, next_week = rules.weekly_digest(digest(interviews=(make_interview_fact(),)), berlin("2026-11-20 10:00"))
    assert (this_week.occurrence, next_week.occurrence) == ("2026-W47", "2026-W48")
    assert next_week.not_before == berlin("2026-11-23 09:30")
    assert next_week.useful_until == berlin("2026-11-25 09:30")
    assert [line.code for line in next_week.values["open_steps"]] == ["interview", "quiet"]
    friday = rules.weekly_digest(digest(digest=DigestFact(weekday=4, slot=time(17, 30))), NOW)
    assert next(friday).not_before == berlin("2026-11-20 17:30")


def test_without_anything_to_say_or_without_a_yes_there_is_no_digest():
    assert not list(rules.weekly_digest(digest(quiet=()), NOW))
    assert not list(rules.weekly_digest(digest(digest=None), NOW))
    far = make_interview_fact(starts_at=berlin("2026-12-24 10:00"))
    assert not list(rules.weekly_digest(digest(quiet=(), interviews=(far,)), NOW))


def test_a_weekly_slot_that_had_gone_by_when_it_was_asked_for_counts_no_more():
    asked = rules.weekly_digest(digest(digest=DigestFact(since=berlin("2026-11-17 12:00"))), berlin("2026-11-17 12:01"))
    assert [one.occurrence for one in asked] == ["2026-W48"]


def test_the_digest_says_nothing_of_what_was_stopped():
    assert not list(rules.weekly_digest(digest(stopped=frozenset({"application:7"})), NOW))


def test_the_digest_names_step_early_noes_dates_and_silences_each_once():
    facts = digest(
        digest=DigestFact(early_noes_on=date(2026, 11, 25)),
        recovery=make_recovery(steps=(StepFact("self_review", title="Your own debrief"),)),
        deadlines=(make_about(pk=9, deadline_on=date(2026, 11, 26)),),
        talks=(make_talk(),),
    )
    lines = list(lines_of(facts, berlin("2026-11-23 09:30")))
    assert [line.code for line in lines] == ["deadline", "step", "early_noes", "silence", "quiet"]
    assert lines[1].about == "Your own debrief"


# all of them


def test_nothing_gentle_is_wanted_on_the_day_of_a_no_but_appointments_are():
    no = NoFact(date(2026, 11, 18), berlin("2026-11-18 09:00"))
    facts = make_facts(weekly_goal=2, quiet=(quiet(),), noes=(no,), interviews=(make_interview_fact(),))
    without = keys(replace(facts, noes=()))
    for key, one in keys(facts).items():
        if one.kind == rules.GENTLE:
            assert one.not_before >= berlin("2026-11-19 00:00")
        else:
            assert one == without[key]


def test_days_begin_when_the_clock_goes_on_where_midnight_is_skipped():
    from zoneinfo import ZoneInfo

    facts = make_facts(zone=ZoneInfo("America/Santiago"))
    assert facts.start_of(date(2026, 9, 6)).isoformat() == "2026-09-06T04:00:00+00:00"


def test_on_a_very_low_day_nothing_pushes_and_appointments_stay():
    facts = make_facts(weekly_goal=3, recovery=make_recovery(), interviews=(make_interview_fact(),))
    now = berlin("2026-11-19 08:00")
    usual, low = keys(facts, now), keys(replace(facts, is_very_low_day=True), now)

    moved = {key[0] for key in usual if low[key].not_before != usual[key].not_before}
    assert moved == {"keep_applying", "next_morning"}
    assert {low[key].not_before for key in low if key[0] == "next_morning"} == {berlin("2026-11-20 00:00")}
