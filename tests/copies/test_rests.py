"""What was over when it came in is let be."""

from datetime import timedelta

import pytest

from applications import operations
from applications.models import JobApplication
from nudges.facts import load
from tests.factories import make_application, make_interview

pytestmark = pytest.mark.django_db


@pytest.fixture
def brought(ada, now):
    """An application that came in a moment ago, at the final round since yesterday, with a talk of last week."""
    application = make_application(ada, stage="interview", now=now - timedelta(days=9))
    talk = make_interview(application, now=now - timedelta(days=9), starts_at=now - timedelta(days=8))
    operations.move_to(application, "final_round", now=now - timedelta(days=1))
    assert load(ada, now).talks and load(ada, now).final_rounds
    JobApplication.objects.update(imported_at=now)
    return talk


def test_talks_and_final_rounds_of_before_are_let_be(ada, brought, now):
    facts = load(ada, now + timedelta(days=1))

    assert (facts.talks, facts.final_rounds) == ((), ())


def test_a_day_ahead_by_which_one_was_to_hear_still_counts(ada, brought, now):
    operations.change_interview(brought, now=now, hear_back_by=now.date() + timedelta(days=2))

    assert [talk.pk for talk in load(ada, now + timedelta(days=1)).talks] == [brought.pk]


def test_a_talk_that_is_noted_here_counts(ada, brought, now):
    later = make_interview(brought.application, now=now + timedelta(hours=1), starts_at=now - timedelta(days=1))

    assert [talk.pk for talk in load(ada, now + timedelta(days=1)).talks] == [later.pk]
