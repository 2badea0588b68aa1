"""Whatever happens, planning again changes nothing, from scratch it comes out the same, and nothing is lost."""

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.middleware import note_visit
from applications import operations as applications
from nudges import delivery, operations, planner
from nudges.models import Nudge, NudgeList
from nudges.slots.kinds import WAITING
from tests.explore import examples
from tests.factories import make_application, make_outcome, make_user
from tests.nudges.sending import load_shipped_texts, make_known_interview
from tests.nudges.wanting import berlin

START = berlin("2026-11-16 07:00")  # a Monday
numbers = count()


class Person:
    """Somebody with all their doors; each act is one that the app offers."""

    def __init__(self):
        self.user, self.now = make_user(email=f"ada{next(numbers)}@example.org", time_zone="Europe/Berlin"), START
        type(self.user).objects.filter(pk=self.user.pk).update(joined_at=START)
        self.user.refresh_from_db()
        operations.set_lists(self.user, NudgeList.values, said_on="welcome", now=START)

    def rows(self, **where):
        return list(self.user.nudges.filter(**where).order_by("rule", "subject", "occurrence"))

    def go_on(self, hours):
        self.now += timedelta(hours=hours)
        self.user.refresh_from_db()

    def apply(self, stage):
        make_application(self.user, company=f"C{next(numbers)}", stage=stage, now=self.now)

    def end(self, kind):
        if application := self.user.applications.open().first():
            make_outcome(application, kind=kind, now=self.now)

    def reopen(self):
        if application := self.user.applications.exclude(closed_at=None).first():
            applications.reopen(application, now=self.now)

    def arrange(self, hours):
        if application := self.user.applications.open().first():
            make_known_interview(application, now=self.now, starts_at=self.now + timedelta(hours=hours))

    def visit(self):
        note_visit(self.user, now=self.now)

    def want(self, lists):
        operations.set_lists(self.user, lists, said_on="settings", now=self.now)

    def prefer(self, wishes):
        operations.change_preferences(self.user, now=self.now, **wishes)

    def decide(self, verb, number):
        if not (rows := self.rows(state="planned")):
            return
        one = rows[number % len(rows)]
        if verb in ("snooze", "wait"):
            until = self.now + timedelta(days=3) if verb == "snooze" else None
            operations.snooze(one, until=until, now=self.now)
        else:
            getattr(operations, verb)(one, now=self.now)

    def pause(self, days):
        operations.pause_all(self.user, until=self.now + timedelta(days=days) if days else None, now=self.now)

    def resume(self):
        operations.resume(self.user, now=self.now)

    def tick(self):
        planner.reconcile(self.user, now=self.now)
        delivery.send_due(self.now)


VERBS = ["snooze", "wait", "drop", "stop_subject", "send_now"]
ACTS = st.one_of(
    st.tuples(st.just("apply"), st.sampled_from(["applied", "interview"])),
    st.tuples(st.just("end"), st.sampled_from(["rejected", "withdrawn"])),
    st.tuples(st.just("arrange"), st.integers(3, 120)),
    st.tuples(st.just("want"), st.sampled_from([NudgeList.values, ["digest", "follow_ups"], []])),
    st.tuples(st.just("prefer"), st.sampled_from([{"weekly_goal": 3}, {"has_weekend": True}, {"digest_weekday": 3}])),
    st.tuples(st.just("decide"), st.sampled_from(VERBS), st.integers(0, 5)),
    st.tuples(st.just("pause"), st.sampled_from([None, 2])),
    st.sampled_from([("tick",), ("tick",), ("visit",), ("resume",), ("reopen",)]),
)


@pytest.mark.django_db
@settings(
    max_examples=examples(3),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(history=st.lists(st.tuples(st.integers(0, 90), ACTS), min_size=6, max_size=14))
def test_a_plan_is_the_same_from_scratch_and_what_is_planned_is_sent_or_has_a_reason(history):
    load_words()
    person = Person()
    for hours, (name, *arguments) in history:
        person.go_on(hours)
        getattr(person, name)(*arguments)
        planner.reconcile(person.user, now=person.now)
        before = known(person)
        planner.reconcile(person.user, now=person.now)
        assert known(person) == before

    grown = known(person, state="planned")
    person.user.nudges.filter(state__in=["planned", "dropped"]).delete()
    planner.reconcile(person.user, now=person.now)
    assert known(person, state="planned") == grown
    everything_ends(person)


def load_words():
    from advice.models import NudgeText

    if not NudgeText.objects.exists():
        load_shipped_texts()


def known(person, **where):
    names = ("rule", "subject", "occurrence", "state", "due_at", "channel", "reason", "useful_until")
    return [tuple(getattr(row, name) for name in names) for row in person.rows(**where)]


def everything_ends(person):
    for _week in range(3):
        person.go_on(7 * 24)
        person.tick()
    for row in person.rows():
        if row.state == Nudge.State.DROPPED:
            assert row.reason_text, row
        if row.state == Nudge.State.PLANNED:
            is_shown = row.channel == Nudge.Channel.PAGE
            assert is_shown or (row.due_at and row.due_at > person.now) or row.reason in WAITING, row
