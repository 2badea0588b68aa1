"""Companies, moves and deletions, and what stays true whatever a person does in whatever order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications import operations
from applications.models import Event, JobApplication, Outcome
from applications.signals import application_changed
from tests.explore import examples
from tests.factories import make_application

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("again", ["initech öl", "INITECH ÖL", "  Initech   Öl "])
def test_a_company_is_found_whatever_its_capitals(ada, now, again):
    first = make_application(ada, now=now, company="Initech Öl", role="A")
    second = make_application(ada, now=now, company=again, role="B")

    assert first.company == second.company


def test_two_people_share_no_company(ada, bob, now):
    companies = {make_application(person, now=now, company="Initech").company.pk for person in (ada, bob)}

    assert len(companies) == 2


def test_a_new_spelling_of_the_same_company_is_taken_over(application, now):
    operations.edit_application(application, now=now, company="INITECH")

    application.company.refresh_from_db()
    assert application.company.name == "INITECH"


def test_applied_is_today_unless_said_otherwise(ada, now):
    assert make_application(ada, now=now, stage="applied").applied_on == now.date()
    assert make_application(ada, now=now, stage="saved").applied_on is None


def test_moving_to_applied_sets_the_day(ada, now):
    application = make_application(ada, now=now - timedelta(days=9))

    operations.move_to(application, "applied", now=now, happened_on=now.date() - timedelta(days=2))

    assert application.applied_on == now.date() - timedelta(days=2)
    assert application.events.get(kind="applied").data == {"from": "saved", "to": "applied"}


def test_moving_nowhere_changes_nothing(application, now):
    before = application.events.count()

    operations.move_to(application, "applied", now=now)

    assert application.events.count() == before


def test_the_floors_above_hear_of_a_deletion_when_the_row_is_gone(application, now):
    heard = []

    def listen(application, **kwargs):
        heard.append((application.pk, JobApplication.objects.filter(pk=application.pk).exists(), application.user))

    application_changed.connect(listen)
    try:
        pk, user = application.pk, application.user
        operations.delete_application(application, now=now)
    finally:
        application_changed.disconnect(listen)

    assert heard == [(pk, False, user)]


ACTS = st.one_of(
    st.tuples(st.just("move"), st.sampled_from(JobApplication.Stage.values)),
    st.tuples(st.just("close"), st.sampled_from(Outcome.Kind.values)),
    st.tuples(st.just("reopen"), st.none()),
    st.tuples(st.just("interview"), st.sampled_from(["phone", "task", "video"])),
    st.tuples(st.just("heard"), st.integers(0, 30)),
    st.tuples(st.just("correct"), st.integers(0, 30)),
    st.tuples(st.just("applied_on"), st.integers(0, 30)),
)


def act(application: JobApplication, verb: str, what, *, now: datetime) -> None:
    day = now.date() - timedelta(days=what) if isinstance(what, int) else now.date()
    if verb == "move":
        operations.move_to(application, what, now=now)
    elif verb == "close":
        operations.record_outcome(application, kind=what, decided_on=day, now=now)
    elif verb == "reopen":
        operations.reopen(application, now=now)
    elif verb == "interview":
        operations.schedule_interview(application, now=now, kind=what, starts_at=now + timedelta(days=2))
    elif verb == "heard":
        operations.add_event(application, kind="heard", happened_on=day, now=now)
    elif verb == "correct":
        operations.correct_event(application.events.current()[0], now=now, happened_on=day, note="")
    elif verb == "applied_on":
        operations.edit_application(application, now=now, applied_on=day)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=8))
def test_whatever_one_does_the_row_and_its_history_agree(ada, acts):
    application = make_application(ada, now=NOW)
    written: set[int] = set()
    for hours, (verb, what) in enumerate(acts):
        now, was_closed = NOW + timedelta(hours=5 * hours), not application.is_open
        try:
            act(application, verb, what, now=now)
        except operations.AlreadyClosed:
            assert was_closed and verb in ("move", "close")
        check(application, now)
        events = set(application.events.values_list("pk", flat=True))
        assert written <= events
        written = events


def check(application: JobApplication, now: datetime) -> None:
    fresh = JobApplication.objects.get(pk=application.pk)
    current = fresh.events.current()
    moves = [
        event.data["to"]
        for event in current.order_by("recorded_at", "pk")
        if "to" in event.data and "from" in event.data
    ]
    stages = [to for to in moves if to in JobApplication.Stage]
    endings = fresh.events.filter(corrects=None)
    closed = endings.filter(kind=Event.Kind.OUTCOME_RECORDED).count() - endings.filter(kind=Event.Kind.REOPENED).count()
    applied = current.filter(kind=Event.Kind.APPLIED).first()

    assert fresh.is_open == application.is_open == (closed == 0)
    assert closed in (0, 1)
    assert not stages or set(stages) >= {fresh.stage}
    assert fresh.last_event_at <= now
    assert fresh.applied_on == (applied.happened_on if applied else None)
    if not fresh.is_open:
        ending = current.filter(kind=Event.Kind.OUTCOME_RECORDED).order_by("-data__recorded_at").first()
        assert fresh.outcome.decided_on == ending.happened_on
