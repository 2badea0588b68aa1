"""The sweep looks at those whose plan time may have changed, and at nobody else; pruning forgets what is long over."""

from datetime import timedelta

import pytest

from accounts.models import User
from nudges import delivery, marks, planner, pruning, receivers, tasks
from nudges.models import Mark, Message, Nudge
from tests.factories import make_application, make_interview, make_user
from tests.nudges.sending import load_shipped_texts, make_due
from tests.nudges.wanting import berlin

NOW = berlin("2026-11-18 10:00")
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def words(db):
    return load_shipped_texts()


def test_it_looks_again_only_when_time_may_have_changed_a_plan(ada, bob):
    make_due(ada, now=NOW)
    planner.reconcile(bob, now=NOW)
    assert planner.sweep(NOW + MINUTE) == 0
    assert planner.sweep(NOW + 16 * MINUTE) == 1  # the slot of ada's note has gone by
    assert planner.sweep(NOW + 17 * MINUTE) == 0
    assert planner.sweep(NOW + DAY + 20 * MINUTE) == 2
    assert planner.sweep(NOW + DAY + 21 * MINUTE) == 0


def test_a_change_puts_the_next_look_forward_and_never_back(ada):
    planner.reconcile(ada, now=NOW)
    before = Mark.objects.get(user=ada).look_at
    planner.reconcile(ada, now=NOW + MINUTE)
    assert Mark.objects.get(user=ada).look_at == before
    make_due(ada, now=NOW + 2 * MINUTE)
    assert Mark.objects.get(user=ada).look_at < before
    planner.sweep(before)
    assert Mark.objects.get(user=ada).look_at > before


def test_it_drops_what_has_become_stale(ada):
    nudge = make_due(ada, now=NOW)
    planner.sweep(NOW + 20 * DAY)
    nudge.refresh_from_db()
    assert (nudge.state, nudge.reason) == ("dropped", "too_late")


def test_a_date_far_ahead_is_not_slept_through(ada):
    interview = make_interview(make_application(ada, now=NOW), now=NOW, starts_at=NOW + 200 * DAY)
    planner.reconcile(ada, now=NOW)
    day = NOW
    while day < interview.starts_at:
        planner.sweep(day)
        day += DAY
    assert Nudge.objects.filter(user=ada, rule="interview_tomorrow").exists()


def test_who_sleeps_is_left_alone_and_who_comes_anew_is_found(ada, bob):
    long_after = max(NOW, ada.joined_at) + 100 * DAY
    planner.reconcile(ada, now=long_after)
    assert Mark.objects.get(user=ada).look_at == long_after + marks.NOW_AND_THEN
    Mark.objects.filter(user=bob).delete()
    assert marks.add_missing(long_after) == 1
    assert marks.due(long_after, limit=9) == [bob.pk]


def test_whom_a_worker_of_an_older_version_put_to_sleep_for_good_is_found_too(ada):
    planner.reconcile(ada, now=NOW)
    Mark.objects.filter(user=ada).update(look_at=None)
    assert marks.add_missing(NOW) == 1
    assert marks.due(NOW, limit=9) == [ada.pk]


def test_a_plan_that_could_not_be_written_is_the_next_sweeps(ada, monkeypatch):
    planner.reconcile(ada, now=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(planner, "reconcile", lambda *_, **__: 1 / 0)
        receivers.plan_anew(ada, now=NOW)
    assert planner.sweep(NOW) == 1


def test_a_plan_that_cannot_be_read_does_not_keep_the_sweep(ada, bob, monkeypatch):
    for person in (ada, bob):
        planner.reconcile(person, now=NOW)
    load = planner.facts.load_many

    def broken(users, now, **known):
        assert ada not in users
        return load(users, now, **known)

    monkeypatch.setattr(planner.facts, "load_many", broken)
    assert planner.sweep(NOW + 2 * DAY) == 2
    assert planner.sweep(NOW + 2 * DAY + MINUTE) == 0


def test_what_is_long_over_is_forgotten_and_nothing_else(ada, settings, monkeypatch, mailoutbox):
    monkeypatch.setattr(pruning, "AT_ONCE", 2)
    for n in range(5):
        make_due(make_user(email=f"p{n}@example.org", time_zone="Europe/Berlin"), now=NOW)
    delivery.send_due(NOW)
    User.objects.exclude(email="p0@example.org").update(last_visit_at=NOW + DAY)
    planned = make_due(ada, now=NOW)
    before = NOW + timedelta(days=settings.NUDGES_KEPT_DAYS)
    assert pruning.prune(before - DAY) == 0
    pruning.prune(before + DAY)
    assert Nudge.objects.filter(pk=planned.pk).exists()
    assert not Nudge.objects.exclude(state="planned").exists()
    # Who has not come back since is still not written to: what they have not answered is remembered.
    assert [message.user.email for message in Message.objects.all()] == ["p0@example.org"]


def test_one_process_ticks_once_at_a_time(monkeypatch):
    ticks = []
    monkeypatch.setattr(delivery, "send_due", lambda now: ticks.append(now) or delivery.Tally())
    with tasks.sending:
        tasks.send_due()
    assert ticks == []

    tasks.send_due()
    assert len(ticks) == 1
