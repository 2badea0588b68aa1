"""For any history of events and wishes, no message breaks a rule of conduct."""

from collections import Counter
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nudges.facts import AWAY
from nudges.models import Nudge, NudgeChoice
from tests.explore import examples
from tests.nudges.histories import Life
from tests.nudges.wanting import ALL_LISTS, berlin

START = berlin("2026-11-16 07:00")  # a Monday
GENTLE, DIGEST, KINDS = Nudge.Kind.GENTLE, Nudge.Kind.DIGEST, NudgeChoice.Kind
ZONES = ["Europe/Berlin", "America/Santiago", "Asia/Kathmandu", "Pacific/Kiritimati"]
SLOTS = st.sampled_from([time(8), time(9, 30), time(15), time(19, 30)])


def doing(name, *arguments, **named):
    """An event of a life as a function of it."""
    return st.tuples(*arguments).flatmap(
        lambda values: st.fixed_dictionaries(named).map(lambda given: (name, values, given))
    )


EVENTS = st.one_of(
    doing("apply"),
    doing("apply"),
    doing("hear"),
    doing("arrange", st.integers(1, 200)),
    doing("get_a_no"),
    doing("get_a_no_before_a_mail", st.integers(1, 480)),
    doing("get_a_no_before_a_mail", st.integers(1, 480)),
    doing("visit"),
    doing("want", st.lists(st.sampled_from(ALL_LISTS), unique=True)),
    doing("want", st.just(ALL_LISTS)),
    doing("arrive_at", slot=SLOTS, has_weekend=st.booleans(), has_friday_afternoon=st.booleans()),
    doing("arrive_at", digest_weekday=st.integers(0, 6), digest_slot=SLOTS, weekly_goal=st.sampled_from([None, 3])),
    doing(
        "arrive_at", quiet_from=st.sampled_from([time(18), time(22)]), quiet_until=st.sampled_from([time(7), time(10)])
    ),
    doing("pause", st.sampled_from([None, 2, 7])),
    doing("resume"),
    doing("decide", st.just(KINDS.SNOOZE), st.integers(0, 9), st.sampled_from([None, 1, 3, 7])),
    doing("decide", st.sampled_from([KINDS.DROP, KINDS.STOP_SUBJECT, KINDS.SEND_NOW]), st.integers(0, 9)),
    doing("go_down", st.integers(1, 60)),
)
HISTORIES = st.lists(st.tuples(st.integers(0, 100), EVENTS), min_size=6, max_size=24)


@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a history made shorter takes minutes
)
@given(history=HISTORIES, zone=st.sampled_from(ZONES))
def test_no_history_brings_a_message_that_breaks_a_rule_of_conduct(history, zone):
    life = Life(zone=ZoneInfo(zone), now=START)
    for hours, (name, arguments, named) in history:
        life.go_on(life.now + timedelta(hours=hours))
        getattr(life, name)(*arguments, **named)
    life.go_on(life.now + timedelta(days=30))
    assert_good_conduct(life)


def assert_good_conduct(life):
    assert len({mail.slot for mail in life.mails}) == len(life.mails), "one message for each slot"
    said = Counter(one.wanted.key for mail in life.mails for one in mail.members)
    assert not said or max(said.values()) == 1, "nothing is said twice"
    caps(life)
    at_most_two_follow_ups(life)
    for mail in life.mails:
        silence(mail)
        for one in mail.members:
            assert mail.at < one.wanted.useful_until, "not too late"
            assert not one.wanted.is_here_only
            decisions(mail, one)
            if one.reason != "send_now":
                assert one.wanted.not_before <= mail.at, "not too early"
                assert mail.is_allowed, "quiet hours and weekends"
                assert not mail.is_paused
                assert one.wanted.list in mail.lists, "a yes for its list"
                pause_after_a_no(life, mail, one)


def caps(life):
    def day(moment):
        return moment.astimezone(life.zone).date()

    days = [day(mail.at) for mail in life.mails if mail.kind == GENTLE]
    assert len(set(days)) == len(days), "one a day"
    for first in days:
        assert sum(first <= other < first + timedelta(days=7) for other in days) <= 2, "two in seven days"
    about = [one.wanted.recovery for mail in life.mails if mail.kind == GENTLE for one in mail.members]
    by_message = [{one.wanted.recovery for one in mail.members} for mail in life.mails if mail.kind == GENTLE]
    assert all(sum(recovery in some for some in by_message) <= 5 for recovery in set(about) - {None})


def at_most_two_follow_ups(life):
    follow_ups = Counter(
        one.wanted.subject
        for mail in life.mails
        for one in mail.members
        if one.wanted.rule == "application_follow_up" and "~" not in one.wanted.occurrence
    )
    assert not follow_ups or max(follow_ups.values()) <= 2


def silence(mail):
    """Two gentle messages without a visit, then one note, then nothing that was not typed or asked for."""
    if mail.kind == GENTLE:
        before = mail.unvisited.count(GENTLE)
        is_farewell = {one.wanted.rule for one in mail.members} == {"going_quiet"}
        is_silent = before >= 2 or mail.unvisited.count(DIGEST) >= 4
        assert not is_silent or is_farewell
        assert not is_farewell or not mail.has_farewell
    if mail.kind == DIGEST:
        assert mail.unvisited.count(GENTLE) < 2
        assert mail.unvisited.count(DIGEST) < 4


def decisions(mail, one):
    """Not this one, nothing more about this, later: each holds until it is taken back."""
    subjects = {one.wanted.subject, f"application:{one.wanted.application}"} - {""}
    assert not any(choice.kind == KINDS.STOP_SUBJECT and choice.subject in subjects for choice in mail.choices)
    mine = [choice for choice in mail.choices if (choice.rule, choice.subject, choice.occurrence) == one.wanted.key]
    assert not any(choice.kind == KINDS.DROP for choice in mine)
    latest = max(mine, key=lambda choice: choice.made_at, default=None)
    if latest and latest.kind == KINDS.SNOOZE:
        is_back = mail.last_visit_at is not None and mail.last_visit_at >= latest.made_at + AWAY
        assert latest.until <= mail.at if latest.until else is_back


def pause_after_a_no(life, mail, one):
    if one.wanted.kind == GENTLE:
        assert mail.at.astimezone(life.zone).date() not in mail.days_of_noes
    if one.wanted.rule == "keep_applying" and mail.last_no_at:
        assert mail.at >= mail.last_no_at + timedelta(hours=48)
