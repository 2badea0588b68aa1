"""What can be done on Today without leaving it, what is said when nothing waits, and what all that costs."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from applications.models import Event, OwnLetter
from nudges import operations, planner, queries, today
from nudges.models import Nudge
from tests.factories import make_application, make_contact, make_interview, make_outcome
from tests.nudges.test_today_page import HTMX, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def due(ada, quiet, clock):
    """The one note that is due."""
    (note,) = today.notes_of(ada, clock.moment).due
    return note


def shown(ada, clock):
    return [note.pk for note in today.notes_of(ada, clock.moment).due]


def act(client, note, verb, **data):
    return client.post(f"/nudges/{note.pk}/{verb}/", {"place": "today", **data}, headers=HTMX).content.decode()


# --- In its place -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("verb", "data"), [("drop", {}), ("snooze", {"span": "3d"}), ("stop", {})])
def test_what_was_decided_can_be_taken_back(ada, ada_client, clock, due, verb, data):
    fragment = act(ada_client, due, verb, **data)
    assert f'action="/nudges/{due.pk}/take-back/"' in fragment and f'name="what" value="{verb}"' in fragment
    assert shown(ada, clock) == []

    fragment = act(ada_client, due, "take-back", what=verb)

    assert "Taken back." in fragment and 'id="due"' in fragment
    assert shown(ada, clock) == [due.pk]


def test_that_somebody_was_written_to_is_noted_and_can_be_taken_back(ada, ada_client, clock, due, quiet):
    stood = quiet.last_event_at

    fragment = act(ada_client, due, "done")

    assert "Noted as written to." in fragment
    assert quiet.events.current().filter(kind=Event.Kind.LETTER_SENT).count() == 1
    assert shown(ada, clock) == []
    act(ada_client, due, "take-back", what="done")
    quiet.refresh_from_db()
    assert quiet.last_event_at == stood
    assert not quiet.events.current().filter(kind=Event.Kind.LETTER_SENT).exists()
    assert shown(ada, clock) == [due.pk]


@pytest.mark.parametrize("hours", [0, 4, 9, 13])
def test_who_was_just_written_to_is_not_named_as_quiet_whatever_the_hour(ada, ada_client, clock, due, hours):
    clock.move(hours=hours)
    act(ada_client, due, "done")
    assert today.notes_of(ada, clock.moment).quiet == []


def test_nothing_is_noted_about_one_that_has_ended(ada_client, clock, due, quiet):
    make_outcome(quiet, kind="withdrawn", now=clock.moment)

    assert "nothing was noted" in act(ada_client, due, "done")
    assert not quiet.events.filter(kind=Event.Kind.LETTER_SENT).exists()


def test_the_same_button_pressed_twice_notes_one_letter(ada, ada_client, due, quiet):
    assert operations.say_done(due, now=due.due_at) and operations.say_done(due, now=due.due_at)

    assert quiet.events.current().filter(kind=Event.Kind.LETTER_SENT).count() == 1


def test_taking_back_the_second_later_leaves_the_first(ada, ada_client, clock, due):
    first, second = (clock.moment + timedelta(days=days) for days in (3, 10))
    operations.snooze(due, until=first, now=clock.moment)
    operations.snooze(due, until=second, now=clock.move(minutes=1))
    operations.take_back(due, what="snooze", now=clock.move(minutes=1))

    due.refresh_from_db()
    assert first <= due.due_at < second


def test_there_may_be_nothing_left_to_take_back(ada_client, due):
    for what in ("drop", "done", "stop", "snooze", "nonsense"):
        assert "nothing left to take back" in act(ada_client, due, "take-back", what=what)


def test_after_thirty_quiet_days_today_asks_whether_to_close_it_and_closes_nothing(ada, ada_client, clock, quiet):
    clock.move(days=23)
    planner.reconcile(ada, now=clock.moment)
    (note,) = today.notes_of(ada, clock.moment).due
    page = ada_client.get("/").content.decode()
    assert f'href="{note.path}"' in page and "close it as unanswered" in page
    form = ada_client.get(note.path).content.decode()
    assert re.search(r'value="ghosted"[^>]*checked', form)
    assert ada.applications.open().get() == quiet
    assert "Send now" not in ada_client.get("/nudges/").content.decode()


def test_a_stranger_decides_nothing(bob_client, due):
    for verb in ("done", "take-back"):
        assert bob_client.post(f"/nudges/{due.pk}/{verb}/", {"what": "drop"}).status_code == 404


def test_without_scripts_one_comes_back_to_today(ada_client, due):
    assert ada_client.post(f"/nudges/{due.pk}/done/", {"place": "today"}).url == "/"
    assert ada_client.post(f"/nudges/{due.pk}/take-back/", {"place": "today", "what": "done"}).url == "/"


def test_what_was_sent_leaves_the_page_when_it_is_done(ada, ada_client, clock, due, quiet):
    Nudge.objects.filter(pk=due.pk).update(state=Nudge.State.SENT, settled_at=clock.moment)
    assert shown(ada, clock) == [due.pk]

    act(ada_client, due, "done")

    assert shown(ada, clock) == []
    assert Nudge.objects.get(pk=due.pk).state == Nudge.State.SENT


def test_what_was_sent_comes_back_to_the_page_when_it_is_wanted_again(ada, ada_client, clock, due):
    Nudge.objects.filter(pk=due.pk).update(state=Nudge.State.SENT, settled_at=clock.moment)
    act(ada_client, due, "drop")
    assert shown(ada, clock) == []

    act(ada_client, due, "take-back", what="drop")

    assert shown(ada, clock) == [due.pk]


# --- When nothing waits -----------------------------------------------------------------------------------------------


def situation(user, clock):
    return today.situation_of(user, clock.moment)


def test_an_empty_today_is_true_about_why(ada, ada_client, clock):
    assert situation(ada, clock) == "new"
    application = make_application(ada, now=clock.moment - timedelta(days=1))
    assert situation(ada, clock) == "calm"
    operations_of_today = make_application(ada, role="Another", now=clock.moment)
    assert situation(ada, clock) == "done"
    for one in (application, operations_of_today):
        make_outcome(one, kind="withdrawn", now=clock.moment)
    assert situation(ada, clock) == "closed"
    assert "Nothing is open at the moment" in page_of(ada_client)


def test_a_sunday_is_a_sunday(ada, clock):
    make_application(ada, now=clock.moment)
    sunday = clock.moment + timedelta(days=6 - clock.moment.weekday())

    assert today.situation_of(ada, sunday) == "sunday"


# --- The week ---------------------------------------------------------------------------------------------------------


def test_people_written_to_are_a_goal_of_their_own(ada, ada_client, clock, due):
    operations.change_preferences(ada, weekly_people=2, now=clock.moment)
    assert "You have written to 0 people this week; you set yourself 2." in page_of(ada_client)

    act(ada_client, due, "done")

    assert "You have written to 1 person this week; you set yourself 2." in page_of(ada_client)
    week = today.week_of(ada, clock.moment)
    assert week and week.applications is None and not week.is_reached


def test_a_person_counts_once_however_often_they_are_written_to(ada, clock):
    grace = make_contact(ada)
    letter = {"user": ada, "contact": grace, "sent_on": ada.local_day(clock.moment)}
    moments = {"created_at": clock.moment, "updated_at": clock.moment}
    OwnLetter.objects.bulk_create(OwnLetter(**letter, **moments) for _ in range(3))
    operations.change_preferences(ada, weekly_people=2, now=clock.moment)

    assert today.week_of(ada, clock.moment).people.done == 1


# --- What it costs ----------------------------------------------------------------------------------------------------


def test_today_costs_twelve_queries_at_most(ada, ada_client, clock, quiet, django_assert_max_num_queries):
    call_command("content", "load", stdout=StringIO())
    operations.change_preferences(ada, weekly_goal=3, weekly_people=3, now=clock.moment)
    for number in range(8):
        days = 6 + number % 9
        moment = clock.moment - timedelta(days=days)
        make_interview(make_application(ada, company=f"C{number}", stage="applied", now=moment), now=clock.moment)
    make_outcome(make_application(ada, stage="interview", now=clock.moment), now=clock.moment - timedelta(days=4))
    planner.reconcile(ada, now=clock.moment)
    page_of(ada_client)  # notes the visit

    with django_assert_max_num_queries(12):
        page = page_of(ada_client)

    assert "The next step of your recovery" in page and "This week" in page and "Interviews today" in page


def test_an_empty_today_costs_no_more(ada, ada_client, clock, django_assert_max_num_queries):
    operations.change_preferences(ada, weekly_goal=3, weekly_people=3, now=clock.moment)
    make_application(ada, now=clock.moment)
    page_of(ada_client)

    with django_assert_max_num_queries(12):
        assert "That is all for today" in page_of(ada_client)


def test_however_many_notes_are_planned_few_are_read(ada, clock, monkeypatch):
    monkeypatch.setattr(queries, "TODAY_READS", 2)
    for number in range(4):
        make_application(ada, company=f"C{number}", stage="applied", now=clock.moment - timedelta(days=9))

    notes = today.notes_of(ada, clock.moment)

    assert len(notes.due) + len(notes.quiet) <= 2
