"""The history: append-only, on the day it happened, and what follows from a correction."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from applications import operations, queries
from applications.models import Event, JobApplication
from tests.applications.conftest import HTMX
from tests.factories import make_application, make_contact, make_outcome


@pytest.fixture
def applied(application):
    return application.events.get(kind=Event.Kind.APPLIED)


def test_something_that_happened_is_added(ada, ada_client, application):
    contact = make_contact(ada)
    told = {"kind": "letter_sent", "happened_on": "2026-11-16", "note": "Asked for news", "contact": str(contact.pk)}

    answer = ada_client.post(f"/applications/{application.pk}/events/new/", told)

    event = application.events.get(kind="letter_sent")
    contact.refresh_from_db()
    assert answer.url == f"/applications/{application.pk}/"
    assert (event.happened_on, event.note) == (date(2026, 11, 16), "Asked for news")
    assert (event.contact, event.data) == (contact, {"contact_name": "Grace Hopper"})
    assert contact.last_touch_on == date(2026, 11, 16)


@pytest.mark.parametrize(
    "wrong", [{"happened_on": "2026-11-19"}, {"happened_on": ""}, {"kind": "outcome_recorded"}, {"note": ""}]
)
def test_what_cannot_be_is_refused(ada_client, application, wrong):
    told = {"kind": "note", "happened_on": "2026-11-16", "note": "Words"} | wrong

    answer = ada_client.post(f"/applications/{application.pk}/events/new/", told, headers=HTMX)

    assert answer.status_code == 422
    assert answer.content.decode().lstrip().startswith("<form")
    assert application.events.count() == 2


def test_somebody_elses_contact_cannot_be_named(bob, ada_client, application):
    contact = make_contact(bob)
    told = {"kind": "heard", "happened_on": "2026-11-16", "contact": str(contact.pk)}

    assert ada_client.post(f"/applications/{application.pk}/events/new/", told).status_code == 422


def test_the_page_tells_when_it_was_recorded_if_that_was_later(ada_client, application, now):
    operations.add_event(application, kind="heard", happened_on=date(2026, 11, 10), now=now)

    assert "recorded 18 Nov" in ada_client.get(f"/applications/{application.pk}/").content.decode()


def test_a_correction_takes_the_place_and_the_first_wording_stays(ada_client, application, now):
    event = operations.add_event(application, kind="note", happened_on=date(2026, 11, 10), now=now, note="Thursday")

    ada_client.post(f"/events/{event.pk}/correct/", {"happened_on": "2026-11-11", "note": "Wednesday"})

    corrected = event.correction
    assert list(queries.timeline_of(application).filter(kind="note")) == [corrected]
    assert (corrected.happened_on, corrected.note) == (date(2026, 11, 11), "Wednesday")
    event.refresh_from_db()
    assert event.note == "Thursday"
    assert "Thursday" in ada_client.get(f"/events/{corrected.pk}/correct/").content.decode()


def test_what_was_corrected_is_not_corrected_twice(ada_client, applied, now):
    operations.correct_event(applied, now=now, happened_on=date(2026, 11, 10), note="")

    assert ada_client.get(f"/events/{applied.pk}/correct/").status_code == 404
    with pytest.raises(operations.AlreadyCorrected):
        operations.correct_event(applied, now=now, happened_on=date(2026, 11, 9), note="")


def test_correcting_the_day_one_applied_changes_that_day(applied, now):
    operations.correct_event(applied, now=now, happened_on=date(2026, 11, 10), note="")

    assert JobApplication.objects.get(pk=applied.application_id).applied_on == date(2026, 11, 10)


def test_changing_the_day_one_applied_corrects_the_history(application, now):
    operations.edit_application(application, now=now, applied_on=date(2026, 11, 9))

    assert application.events.current().get(kind="applied").happened_on == date(2026, 11, 9)
    assert application.events.filter(kind="applied").count() == 2


def test_correcting_the_day_it_ended_changes_the_outcome(closed, now):
    event = closed.events.get(kind=Event.Kind.OUTCOME_RECORDED)

    operations.correct_event(event, now=now, happened_on=date(2026, 11, 17), note="")

    closed.outcome.refresh_from_db()
    assert closed.outcome.decided_on == date(2026, 11, 17)


def test_correcting_an_ending_that_was_taken_back_leaves_the_later_one_alone(closed, now):
    event = closed.events.get(kind=Event.Kind.OUTCOME_RECORDED)
    operations.reopen(closed, now=now)
    make_outcome(closed, now=now + timedelta(hours=1))

    operations.correct_event(event, now=now + timedelta(hours=2), happened_on=date(2026, 11, 17), note="")

    closed.outcome.refresh_from_db()
    assert closed.outcome.decided_on == date(2026, 11, 18)


def test_the_last_activity_follows_the_day_it_happened(ada, now):
    application = make_application(ada, now=now - timedelta(days=20))

    operations.add_event(application, kind="heard", happened_on=date(2026, 11, 10), now=now)
    assert application.last_event_at == datetime(2026, 11, 10, 11, tzinfo=UTC)  # noon in Berlin

    operations.add_event(application, kind="heard", happened_on=date(2026, 11, 18), now=now)
    assert application.last_event_at == now

    operations.add_event(application, kind="heard", happened_on=date(2026, 11, 12), now=now)
    assert application.last_event_at == now


def started_anew(application):
    """As it is kept, once it is sure that a new start mends what was kept otherwise before."""
    kept, rows = application.last_event_at, type(application).objects.filter(pk=application.pk)
    rows.update(last_event_at=max(kept, application.created_at))
    import_module("applications.migrations.0028_last_activity_of_what_was_sent_before").fill(apps, None)
    assert rows.values_list("last_event_at", flat=True).get() == kept
    return kept


def test_what_was_sent_before_it_was_added_was_last_active_on_that_day(ada, now):
    sent = make_application(ada, now=now, stage="applied", applied_on=date(2026, 11, 6))
    assert started_anew(sent) == datetime(2026, 11, 6, 11, tzinfo=UTC)

    operations.edit_application(sent, now=now, applied_on=date(2026, 11, 4))
    assert started_anew(sent) == datetime(2026, 11, 4, 11, tzinfo=UTC)

    operations.add_event(sent, kind="heard", happened_on=date(2026, 11, 10), now=now)
    assert started_anew(sent) == datetime(2026, 11, 10, 11, tzinfo=UTC)


def test_so_it_is_when_the_day_is_said_only_after_it_was_moved(ada, now):
    moved = make_application(ada, now=now)
    assert moved.last_event_at == now

    operations.move_to(moved, "applied", now=now)
    operations.edit_application(moved, now=now, applied_on=date(2026, 11, 6))
    assert started_anew(moved) == datetime(2026, 11, 6, 11, tzinfo=UTC)


def test_one_that_was_answered_before_it_was_added_was_active_until_then(ada, now):
    answered = make_application(ada, now=now, stage="interview", applied_on=date(2026, 11, 6))

    assert started_anew(answered) == now


def test_a_correction_can_move_the_last_activity_back(ada, now):
    application = make_application(ada, now=now - timedelta(days=20))
    event = operations.add_event(application, kind="heard", happened_on=date(2026, 11, 18), now=now)

    operations.correct_event(event, now=now, happened_on=date(2026, 11, 8), note="")

    assert application.last_event_at == datetime(2026, 11, 8, 11, tzinfo=UTC)


def test_the_last_activity_is_never_in_the_future(application, now):
    early = now.replace(hour=5)

    operations.add_event(application, kind="heard", happened_on=date(2026, 11, 20), now=early)

    assert application.last_event_at == early


def test_the_day_is_the_persons_own(bob, now):
    late = datetime(2026, 11, 19, 3, tzinfo=UTC)  # still the 18th in New York

    application = make_application(bob, now=late, stage="applied")

    assert application.applied_on == date(2026, 11, 18)
    assert application.last_event_at == late


def test_a_stranger_corrects_nothing(bob_client, applied):
    answer = bob_client.post(f"/events/{applied.pk}/correct/", {"happened_on": "2026-11-01", "note": "x"})

    assert answer.status_code == 404
    assert Event.objects.filter(corrects=applied).count() == 0


def test_twenty_more_events_need_no_more_queries(ada_client, application, now, django_assert_max_num_queries):
    def add(count: int) -> None:
        for _ in range(count):
            operations.add_event(application, kind="note", happened_on=date(2026, 11, 10), now=now, note="x")

    add(2)
    with django_assert_max_num_queries(100) as few:
        ada_client.get(f"/applications/{application.pk}/")
    add(20)
    with django_assert_max_num_queries(len(few)):
        ada_client.get(f"/applications/{application.pk}/")
