"""However outcomes are marked, taken back and marked again: it ends as if only what stands had ever been marked."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications import operations as applications
from applications.models import JobApplication
from recovery.models import Recovery, RecoveryApplication
from tests.factories import make_application, make_outcome, make_user

START = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
STAGES = ["applied", "screening", "interview", "applied"]
moves = st.lists(st.tuples(st.sampled_from(range(len(STAGES))), st.integers(1, 90)), max_size=10)


def play(user, steps):
    """Each move marks an open application rejected, or takes a closed one back. Returns what stands at the end."""
    own = [make_application(user, company=f"Company {n}", stage=stage, now=START) for n, stage in enumerate(STAGES)]
    moment = START
    for number, minutes in steps:
        moment += timedelta(minutes=minutes)
        application = JobApplication.objects.get(pk=own[number].pk)
        if application.is_open:
            make_outcome(application, now=moment)
        else:
            applications.reopen(application, now=moment)
    return own


def standing(user, own):
    """Who is dealt with where, in plain words."""
    numbers = {application.pk: number for number, application in enumerate(own)}
    found = set()
    for entry in RecoveryApplication.objects.live().filter(recovery__user=user).select_related("recovery"):
        recovery = entry.recovery
        steps = tuple(recovery.steps.order_by("order").values_list("key", "mode", "opens_on", "state"))
        found.add((numbers[entry.application_id], entry.began_it, recovery.kind, recovery.state, steps))
    return found


def only_what_stands(steps):
    """The last marking of each application that was not taken back again, in order."""
    is_marked, last, moment = {}, {}, 0
    for number, minutes in steps:
        moment += minutes
        is_marked[number] = not is_marked.get(number, False)
        last[number] = moment
    times = sorted((last[number], number) for number, marked in is_marked.items() if marked)
    before = [0] + [time for time, _number in times]
    return [(number, time - earlier) for (time, number), earlier in zip(times, before, strict=False)]


@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=moves)
def test_marking_and_taking_back_ends_as_from_scratch(pack, steps):
    messy, clean = (make_user(email=f"{name}-{id(steps)}@example.org") for name in ("messy", "clean"))
    try:
        assert standing(messy, play(messy, steps)) == standing(clean, play(clean, only_what_stands(steps)))
        for user in (messy, clean):
            assert Recovery.objects.filter(user=user).open().guided().count() <= 1
    finally:
        messy.delete()
        clean.delete()
