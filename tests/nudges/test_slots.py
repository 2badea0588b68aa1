from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nudges.clock import Clock
from nudges.models import Nudge, NudgeChoice
from nudges.slots import AFTER_A_SNOOZE, Gone, again, lay_out
from tests.explore import examples
from tests.nudges.wanting import (
    BERLIN,
    berlin,
    make_appointment,
    make_choice,
    make_digest,
    make_preference,
    make_wanted,
)

NOW = berlin("2026-11-18 09:00")  # a Wednesday
GENTLE, APPOINTMENT, DIGEST = Nudge.Kind.GENTLE, Nudge.Kind.APPOINTMENT, Nudge.Kind.DIGEST
DAY = timedelta(days=1)


def laid(*wanted, now=NOW, sent=(), choices=(), zone=BERLIN, last_visit_at=NOW, **preferences):
    plan = lay_out(
        wanted,
        sent=sent,
        choices=choices,
        preferences=make_preference(**preferences),
        zone=zone,
        now=now,
        last_visit_at=last_visit_at,
    )
    found = {one.wanted.key: one for one in plan}
    return [found.get(one.key) for one in wanted]


def gone(text, *, kind=GENTLE, **fields):
    return Gone(slot=berlin(text), kind=kind, **{"sent_at": berlin(text)} | fields)


# slots and days


def test_a_gentle_nudge_goes_in_the_first_slot_of_its_time():
    (one,) = laid(make_wanted())
    assert (one.due_at, one.channel, one.reason) == (berlin("2026-11-18 09:30"), "mail", "")


def test_the_slot_is_the_persons_to_choose():
    (one,) = laid(make_wanted(), slot=time(17, 15))
    assert one.due_at == berlin("2026-11-18 17:15")


def test_what_begins_after_the_slot_waits_for_the_next_day():
    (one,) = laid(make_wanted(not_before=berlin("2026-11-18 09:31")))
    assert one.due_at == berlin("2026-11-19 09:30")


def test_gentle_nudges_skip_the_weekend_unless_it_is_wanted():
    friday_evening = make_wanted(not_before=berlin("2026-11-20 22:00"))
    assert laid(friday_evening)[0].due_at == berlin("2026-11-23 09:30")
    assert laid(friday_evening, has_weekend=True)[0].due_at == berlin("2026-11-21 09:30")


def test_gentle_nudges_skip_friday_afternoon_unless_it_is_wanted():
    friday = make_wanted(not_before=berlin("2026-11-20 00:00"), useful_until=berlin("2026-11-24 00:00"))
    assert laid(friday, slot=time(16))[0].due_at == berlin("2026-11-23 16:00")
    assert laid(friday, slot=time(16), has_friday_afternoon=True)[0].due_at == berlin("2026-11-20 16:00")


def test_a_slot_in_quiet_hours_moves_to_their_end():
    (one,) = laid(make_wanted(), slot=time(6), quiet_until=time(8, 45))
    assert one.due_at == berlin("2026-11-18 08:45")


def test_a_slot_that_has_just_gone_by_is_still_open_but_not_for_long():
    assert laid(make_wanted(), now=berlin("2026-11-18 11:00"))[0].due_at == berlin("2026-11-18 09:30")
    assert laid(make_wanted(), now=berlin("2026-11-18 13:00"))[0].due_at == berlin("2026-11-19 09:30")


def test_a_late_sender_does_not_reach_into_quiet_hours():
    late = laid(make_wanted(), slot=time(19), now=berlin("2026-11-18 20:30"))[0]
    assert late.due_at == berlin("2026-11-19 19:00")


def test_what_cannot_come_in_time_is_given_up():
    (one,) = laid(make_wanted(useful_until=berlin("2026-11-18 09:15")))
    assert (one.due_at, one.reason) == (None, "too_late")


# caps


def test_one_message_a_day_is_enough():
    (one,) = laid(make_wanted(), sent=[gone("2026-11-18 08:15")])
    assert (one.due_at, one.reason) == (berlin("2026-11-19 09:30"), "cap")


def test_two_messages_in_seven_days_are_enough():
    sent = [gone("2026-11-13 09:30"), gone("2026-11-16 09:30")]
    (one,) = laid(make_wanted(useful_until=berlin("2026-11-27 00:00")), sent=sent)
    assert one.due_at == berlin("2026-11-20 09:30")


def test_the_caps_look_ahead_so_the_lowest_priority_waits():
    wanted = [
        make_wanted(rule="keep_applying", subject="", not_before=berlin("2026-11-18 00:00")),
        make_wanted(rule="feedback_request", subject="application:7", not_before=berlin("2026-11-19 00:00")),
        make_wanted(rule="next_morning", not_before=berlin("2026-11-20 00:00")),
    ]
    low, high, middle = laid(*wanted)
    assert high.due_at == berlin("2026-11-19 09:30")
    assert middle.due_at == berlin("2026-11-20 09:30")
    assert low.due_at == berlin("2026-11-19 09:30")  # it folds into a message that goes anyway


def test_what_waits_under_the_cap_is_dropped_at_its_last_useful_moment():
    sent = [gone("2026-11-17 09:30"), gone("2026-11-16 09:30")]
    (one,) = laid(make_wanted(), sent=sent)
    assert (one.due_at, one.reason) == (None, "cap")


def test_five_messages_about_one_recovery_are_enough():
    about = frozenset({2})
    sent = [gone(f"2026-10-{day} 09:30", recoveries=about) for day in (12, 19, 26, 30)]
    one, other = make_wanted(recovery=2), make_wanted(recovery=2, rule="debrief", not_before=berlin("2026-11-19 12:00"))
    first, second = laid(one, other, sent=sent)
    assert first.due_at == berlin("2026-11-18 09:30")
    assert (second.due_at, second.reason) == (None, "enough_for_this_recovery")
    sent.append(gone("2026-11-05 09:30", recoveries=about))
    assert laid(one, sent=sent)[0].reason == "enough_for_this_recovery"
    assert laid(make_wanted(recovery=3, subject="recovery:3"), sent=sent)[0].due_at


def test_what_is_due_in_one_slot_is_folded():
    one, other = laid(make_wanted(), make_wanted(rule="debrief"))
    assert one.slot == other.slot == berlin("2026-11-18 09:30")


def test_a_slot_whose_message_has_left_gets_no_second_one():
    (one,) = laid(make_wanted(), now=berlin("2026-11-18 09:40"), sent=[gone("2026-11-18 09:30", kind=APPOINTMENT)])
    assert one.due_at == berlin("2026-11-19 09:30")


# appointments


def test_an_appointment_goes_in_the_slot_of_the_day_before():
    assert laid(make_appointment())[0].due_at == berlin("2026-11-25 09:30")


def test_an_appointment_typed_after_that_slot_goes_two_hours_before():
    (one,) = laid(make_appointment(not_before=berlin("2026-11-25 15:00")), now=berlin("2026-11-25 15:00"))
    assert one.due_at == berlin("2026-11-26 12:00")


def test_two_hours_before_an_early_appointment_moves_out_of_quiet_hours():
    early = make_appointment(starts_at=berlin("2026-11-26 09:00"), not_before=berlin("2026-11-25 15:00"))
    (one,) = laid(early, now=berlin("2026-11-25 15:00"))
    assert (one.due_at, one.reason) == (berlin("2026-11-26 08:00"), "quiet_hours")


def test_a_very_early_appointment_is_named_the_evening_before():
    early = make_appointment(starts_at=berlin("2026-11-26 07:30"), not_before=berlin("2026-11-25 15:00"))
    (one,) = laid(early, now=berlin("2026-11-25 15:00"))
    assert one.due_at == berlin("2026-11-25 19:30")


def test_appointments_stand_outside_the_caps_and_come_at_weekends():
    sunday = make_appointment(starts_at=berlin("2026-11-23 10:00"))
    sent = [gone("2026-11-22 09:00"), gone("2026-11-20 09:30")]
    assert laid(sunday, sent=sent)[0].due_at == berlin("2026-11-22 09:30")


def test_a_gentle_nudge_rides_along_with_an_appointment_whatever_the_caps_say():
    sent = [gone("2026-11-23 09:30"), gone("2026-11-24 09:30")]
    gentle = make_wanted(not_before=berlin("2026-11-24 12:00"))
    appointment, rider = laid(make_appointment(), gentle, sent=sent, last_visit_at=berlin("2026-11-24 18:00"))
    assert rider.due_at == appointment.due_at
    assert rider.reason == "rides_along"


def test_nothing_rides_at_the_very_end_of_its_use():
    gentle = make_wanted(not_before=berlin("2026-11-24 10:00"), useful_until=berlin("2026-11-25 09:30"))
    appointment, rider = laid(make_appointment(), gentle)
    assert appointment.due_at == gentle.useful_until
    assert (rider.due_at, rider.reason) == (None, "too_late")


def test_nothing_rides_before_its_time():
    gentle = make_wanted(not_before=berlin("2026-11-25 12:00"))
    appointment, rider = laid(make_appointment(), gentle)
    assert rider.due_at == berlin("2026-11-26 09:30") != appointment.due_at


def test_an_appointment_does_not_wait_where_its_slot_has_had_a_message():
    (one,) = laid(make_appointment(), now=berlin("2026-11-25 09:35"), sent=[gone("2026-11-25 09:30")])
    assert one.due_at == berlin("2026-11-25 09:31")  # by itself, and at once


# what the person said


def test_without_a_yes_it_stands_on_the_page_and_counts_for_no_cap():
    sent = [gone("2026-11-17 09:30"), gone("2026-11-16 09:30")]
    for one in laid(make_wanted(), make_appointment(), sent=sent, lists=[]):
        assert (one.channel, one.reason) == ("page", "not_by_mail")
        assert one.due_at is not None


def test_a_snooze_moves_it_and_makes_it_useful_for_longer():
    one = make_wanted()
    until = berlin("2026-11-25 09:00")
    (moved,) = laid(one, choices=[make_choice(one, "snooze", until=until, made_at=NOW)])
    assert moved.due_at == berlin("2026-11-25 09:30")
    assert moved.wanted.useful_until == until + AFTER_A_SNOOZE


def test_a_snooze_does_not_outlive_an_appointment():
    one = make_appointment()
    until = berlin("2026-11-27 09:00")
    assert laid(one, choices=[make_choice(one, "snooze", until=until, made_at=NOW)])[0].due_at is None


def test_until_i_come_back_ends_with_a_visit():
    one = make_wanted(useful_until=berlin("2026-12-01 00:00"))
    choices = [make_choice(one, "snooze", until=None, made_at=NOW)]
    (waits,) = laid(one, choices=choices, last_visit_at=NOW)
    assert waits.is_waiting
    assert waits.reason == "until_you_come_back"
    (comes,) = laid(one, choices=choices, last_visit_at=NOW + timedelta(hours=3), now=NOW + timedelta(hours=3))
    assert comes.due_at


def test_who_goes_on_reading_has_not_come_back():
    one = make_wanted(useful_until=berlin("2026-12-01 00:00"))
    soon = NOW + timedelta(minutes=20)
    (waits,) = laid(one, choices=[make_choice(one, "snooze", until=None, made_at=NOW)], last_visit_at=soon, now=soon)
    assert waits.reason == "until_you_come_back"


def test_not_this_one_and_nothing_more_about_this_application_hold():
    one = make_wanted(application=7)
    assert laid(one, choices=[make_choice(one, "drop", made_at=NOW)])[0].reason == "dropped_by_you"
    stop = NudgeChoice(kind="stop_subject", subject="application:7", made_at=NOW)
    appointment, gentle = laid(make_appointment(), one, choices=[stop])
    assert appointment.reason == gentle.reason == "stopped_by_you"


def test_send_now_goes_at_once_whatever_hour_list_and_cap():
    night = berlin("2026-11-21 23:00")
    one = make_wanted(useful_until=berlin("2026-12-01 00:00"))
    choices = [make_choice(one, "send_now", made_at=night)]
    (now_,) = laid(one, now=night, lists=[], choices=choices, sent=[gone("2026-11-21 09:30")])
    assert (now_.due_at, now_.channel, now_.reason) == (night, "mail", "send_now")


def test_the_latest_of_snooze_and_send_now_counts():
    one = make_wanted()
    choices = [
        make_choice(one, "send_now", made_at=NOW - DAY),
        make_choice(one, "snooze", until=berlin("2026-11-19 09:00"), made_at=NOW),
    ]
    assert laid(one, choices=choices)[0].due_at == berlin("2026-11-19 09:30")


def test_a_pause_holds_everything_until_it_ends():
    assert [one.reason for one in laid(make_wanted(), make_appointment(), is_paused=True)] == ["paused", "paused"]
    until = berlin("2026-11-20 00:00")
    assert laid(make_wanted(), is_paused=True, paused_until=until)[0].due_at == berlin("2026-11-20 09:30")
    assert laid(make_wanted(), is_paused=True, paused_until=NOW - DAY)[0].due_at == berlin("2026-11-18 09:30")


def test_two_gentle_messages_without_a_visit_end_in_silence_until_the_person_comes_back():
    sent = [gone("2026-11-03 09:30"), gone("2026-11-06 09:30")]
    (silent,) = laid(make_wanted(), sent=sent, last_visit_at=berlin("2026-11-01 12:00"))
    assert silent.reason == "quiet_until_you_come_back"
    assert silent.is_waiting
    assert laid(make_wanted(), sent=sent, last_visit_at=berlin("2026-11-06 12:00"))[0].due_at
    assert laid(make_appointment(), sent=sent, last_visit_at=berlin("2026-11-01 12:00"))[0].due_at


def test_in_the_silence_one_note_says_so_and_the_digest_waits_too():
    sent = [gone("2026-11-03 09:30"), gone("2026-11-06 09:30")]
    farewell = make_wanted(rule="going_quiet", subject="", is_farewell=True)
    arguments = {"sent": sent, "last_visit_at": berlin("2026-11-01 12:00")}
    assert laid(farewell, **arguments)[0].due_at == berlin("2026-11-18 09:30")
    assert laid(make_digest(), **arguments)[0].reason == "quiet_until_you_come_back"
    assert laid(farewell, lists=["digest"], **arguments)[0].due_at is None  # a page has no use for it


def test_four_digests_without_a_visit_are_enough():
    sent = [gone(f"2026-{day} 09:30", kind=DIGEST) for day in ("10-26", "11-02", "11-09", "11-16")]
    assert laid(make_digest(), sent=sent[1:], last_visit_at=berlin("2026-10-01 12:00"))[0].due_at
    (waits,) = laid(make_digest(), sent=sent, last_visit_at=berlin("2026-10-01 12:00"))
    assert waits.reason == "quiet_until_you_come_back"


# the weekly digest


def test_the_digest_has_a_slot_of_its_own_outside_the_caps():
    sent = [gone("2026-11-17 09:30"), gone("2026-11-18 08:30")]
    sunday = make_digest(not_before=berlin("2026-11-22 17:00"))
    assert laid(sunday, sent=sent)[0].due_at == berlin("2026-11-22 17:00")
    (quiet,) = laid(make_digest(not_before=berlin("2026-11-19 06:00")))
    assert (quiet.due_at, quiet.reason) == (berlin("2026-11-19 08:00"), "quiet_hours")


def test_gentle_nudges_of_its_day_come_with_the_digest_whatever_the_caps_say():
    sent = [gone("2026-11-16 09:30"), gone("2026-11-17 09:30")]
    digest, rider = laid(make_digest(not_before=berlin("2026-11-18 17:00")), make_wanted(), sent=sent)
    assert rider.due_at == digest.due_at == berlin("2026-11-18 17:00")
    assert rider.reason == "rides_along"
    too_short = make_wanted(useful_until=berlin("2026-11-18 12:00"))
    _, alone = laid(make_digest(not_before=berlin("2026-11-18 17:00")), too_short)
    assert alone.due_at == berlin("2026-11-18 09:30")


def test_a_question_for_the_page_is_never_sent_even_when_asked_for():
    one = make_wanted(is_here_only=True)
    for choices in ([], [make_choice(one, "send_now", made_at=NOW)]):
        (asked,) = laid(one, choices=choices)
        assert (asked.channel, asked.reason) == ("page", "here_only")


def test_what_was_sent_is_not_laid_out_again():
    one = make_wanted()
    assert laid(one, sent=[gone("2026-11-18 08:30", keys=frozenset({one.key}))]) == [None]


def test_what_has_been_tried_stays_with_its_message():
    one = make_wanted(useful_until=berlin("2026-11-25 00:00"))
    underway = gone("2026-11-17 09:30", sent_at=None, keys=frozenset({one.key}))
    assert laid(one, sent=[underway], now=berlin("2026-11-18 22:00"))[0].due_at == underway.slot
    snooze = make_choice(one, "snooze", until=berlin("2026-11-23 09:00"), made_at=NOW)
    assert laid(one, sent=[underway], choices=[snooze])[0].due_at == berlin("2026-11-23 09:30")
    assert laid(one, sent=[underway], lists=[])[0].channel == "page"


def test_put_off_from_its_mail_it_comes_once_more():
    one = make_wanted(rule="feedback_request")
    snooze = make_choice(one, "snooze", until=berlin("2026-11-21 09:45"), made_at=berlin("2026-11-18 09:45"))
    wanted, choices = again([one], sent={one.key: berlin("2026-11-18 09:30")}, choices=[snooze])
    assert [repeat.occurrence for repeat in wanted] == ["", "~1"]
    assert laid(wanted[1], choices=choices, now=berlin("2026-11-18 10:00"))[0].due_at == berlin("2026-11-23 09:30")


def test_not_this_one_after_later_ends_the_repeat():
    one, sent = make_wanted(rule="feedback_request"), berlin("2026-11-18 09:30")
    snooze = make_choice(one, "snooze", until=berlin("2026-11-21 09:45"), made_at=berlin("2026-11-18 09:45"))
    drop = make_choice(one, "drop", made_at=berlin("2026-11-18 09:50"))
    assert again([one], sent={one.key: sent}, choices=[snooze, drop])[0] == [one]


def test_a_snooze_before_sending_is_no_repeat():
    one = make_wanted()
    snooze = make_choice(one, "snooze", until=berlin("2026-11-18 09:00"), made_at=berlin("2026-11-17 09:45"))
    assert again([one], sent={one.key: berlin("2026-11-18 09:30")}, choices=[snooze])[0] == [one]


# clocks that change


@pytest.mark.parametrize(
    ("zone", "day", "wall", "utc"),
    [
        ("Europe/Berlin", date(2027, 3, 28), time(2, 30), "2027-03-28T01:30"),  # skipped: an hour on, 03:30 local
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01T05:30"),  # twice: the first
        ("Australia/Lord_Howe", date(2027, 4, 4), time(1, 45), "2027-04-03T14:45"),  # twice, half an hour apart
        ("America/Santiago", date(2026, 9, 6), time(0, 0), "2026-09-06T04:00"),  # midnight is skipped
        ("Pacific/Apia", date(2011, 12, 30), time(9, 30), "2011-12-30T19:30"),  # a day that never was
    ],
)
def test_a_wall_time_that_is_skipped_comes_later_and_one_that_is_double_comes_first(zone, day, wall, utc):
    clock = Clock(ZoneInfo(zone), make_preference())
    assert clock.at(day, wall) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_the_slot_keeps_its_wall_time_over_a_change_of_clocks():
    one = make_wanted(not_before=berlin("2027-03-26 12:00"), useful_until=berlin("2027-03-31 00:00"))
    (due,) = laid(one, now=berlin("2027-03-26 12:00"))
    assert due.due_at == berlin("2027-03-29 09:30")
    assert due.due_at == datetime(2027, 3, 29, 7, 30, tzinfo=UTC)


def test_a_move_to_another_zone_moves_the_slot():
    (one,) = laid(make_wanted(), zone=ZoneInfo("America/New_York"))
    assert one.due_at == datetime(2026, 11, 18, 14, 30, tzinfo=UTC)


# promises for whatever comes

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu", "UTC"]
hours = st.integers(min_value=0, max_value=24 * 30)
wanted_lists = st.lists(
    st.builds(
        lambda n, start, length, rule, recovery: make_wanted(
            rule=rule,
            subject=f"x:{n}",
            not_before=NOW - 5 * DAY + timedelta(hours=start),
            useful_until=NOW - 5 * DAY + timedelta(hours=start + length),
            recovery=recovery,
        ),
        st.integers(0, 99),
        hours,
        st.integers(1, 24 * 14),
        st.sampled_from(["feedback_request", "next_morning", "keep_applying", "application_follow_up"]),
        st.sampled_from([None, 1, 2]),
    ),
    max_size=14,
    unique_by=lambda one: one.key,
)
appointment_lists = st.lists(
    st.builds(
        lambda n, start: make_appointment(subject=f"interview:{n}", starts_at=NOW + timedelta(hours=start)),
        st.integers(0, 99),
        hours,
    ),
    max_size=4,
    unique_by=lambda one: one.key,
)
past = st.lists(st.integers(0, 20), max_size=6, unique=True).map(
    lambda days: [
        Gone(
            slot=NOW - day * DAY - timedelta(hours=1),
            kind=GENTLE,
            sent_at=NOW - day * DAY - timedelta(minutes=50),
            recoveries=frozenset({1}),
        )
        for day in days
    ]
)


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    gentle=wanted_lists,
    appointments=appointment_lists,
    sent=past,
    zone=st.sampled_from(ZONES),
    slot=st.times().map(lambda moment: moment.replace(microsecond=0)),
    has_weekend=st.booleans(),
    later=st.integers(0, 72),
)
def test_caps_and_quiet_hours_are_never_broken(gentle, appointments, sent, zone, slot, has_weekend, later):
    now, preference = NOW + timedelta(hours=later), make_preference(slot=slot, has_weekend=has_weekend)
    arguments = {"sent": sent, "choices": [], "preferences": preference, "zone": ZoneInfo(zone), "now": now}
    plan = lay_out([*gentle, *appointments], last_visit_at=now, **arguments)
    clock = Clock(ZoneInfo(zone), preference)

    assert {one.wanted.key for one in plan} == {one.key for one in [*gentle, *appointments]}
    due = [one for one in plan if one.due_at]
    for one in due:
        leaves_at = max(one.due_at, now)
        assert one.wanted.not_before <= one.due_at < one.wanted.useful_until
        kind = APPOINTMENT if one.reason == "rides_along" else one.wanted.kind
        assert clock.allows(kind, one.due_at) or one.wanted.kind == APPOINTMENT
        assert clock.allows(kind, leaves_at)

    own = {one.due_at for one in due if one.wanted.kind == GENTLE and one.reason != "rides_along"}
    days = sorted([clock.day(max(moment, now)) for moment in own] + [clock.day(message.sent_at) for message in sent])
    planned_days = [clock.day(max(moment, now)) for moment in own]
    for day in planned_days:
        assert days.count(day) == 1
        assert all(
            sum(first <= other < first + 7 * DAY for other in days) <= 2
            for first in days
            if first <= day < first + 7 * DAY
        )
    about_one = {one.due_at for one in due if one.wanted.recovery == 1 and one.due_at in own}
    assert not about_one or len(about_one) + len(sent) <= 5

    assert lay_out([*gentle, *appointments], last_visit_at=now, **arguments) == plan
    assert {one.wanted.key: one.due_at for one in plan} == {
        one.wanted.key: one.due_at
        for one in lay_out([*reversed(gentle), *reversed(appointments)], last_visit_at=now, **arguments)
    }
