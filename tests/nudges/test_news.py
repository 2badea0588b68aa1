"""News from below reaches the plan, in the transaction of the change."""

from datetime import timedelta

import pytest
from django.db import transaction

from accounts import exports
from accounts.signals import person_changed
from nudges import operations
from nudges.models import Nudge
from tests.factories import make_application, make_outcome
from tests.nudges.sending import load_shipped_texts, make_due
from tests.nudges.wanting import berlin

NOW = berlin("2026-11-18 10:00")


@pytest.fixture(autouse=True)
def words(db):
    return load_shipped_texts()


def planned(user):
    return set(Nudge.objects.filter(user=user, state="planned").values_list("rule", flat=True))


def test_a_no_from_an_interview_plans_its_recovery_and_undoing_it_takes_that_back(ada):
    from applications import operations as applications

    application = make_application(ada, stage="interview", now=NOW - timedelta(days=9))
    make_outcome(application, now=NOW)
    assert "next_morning" in planned(ada)
    applications.reopen(application, now=NOW + timedelta(minutes=1))
    assert "next_morning" not in planned(ada)


def test_a_change_that_is_rolled_back_leaves_the_plan_as_it_was(ada):
    with pytest.raises(RuntimeError), transaction.atomic():
        make_application(ada, stage="applied", now=NOW)
        assert planned(ada)
        raise RuntimeError
    assert not planned(ada)


def test_a_new_time_zone_counts_at_once(ada, clock):
    make_application(ada, stage="applied", now=NOW)
    before = Nudge.objects.earliest("due_at").due_at
    ada.time_zone = "America/New_York"
    ada.save()
    person_changed.send(sender=type(ada), user=type(ada).objects.get(pk=ada.pk))
    assert Nudge.objects.earliest("due_at").due_at - before == timedelta(hours=6)


def test_a_persons_export_holds_their_nudges_wishes_and_consents(ada, bob):
    make_due(ada, now=NOW)
    operations.drop(Nudge.objects.earliest("due_at"), now=NOW)
    part = exports.parts()["nudges"]
    mine, other = part(ada), part(bob)
    assert mine["wishes"]["lists"] == ["recovery", "follow_ups", "keep_going", "appointments"]
    assert {row["said_on"] for row in mine["consents"]} == {"settings"}
    assert [row["kind"] for row in mine["choices"]] == ["drop"]
    assert mine["nudges"][0]["rule"] == "application_follow_up"
    assert (other["consents"], other["choices"], other["nudges"]) == ([], [], [])
