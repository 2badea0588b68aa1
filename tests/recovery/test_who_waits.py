"""What locks the person locks everything else before, on real connections: two windows never wait for each other."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from applications import operations as applications
from applications.operations.events import lock as lock_application
from recovery import operations
from recovery.models import FeedbackRequest, Recovery
from recovery.operations.telling import lock
from tests.factories import make_application, make_contact, make_outcome, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture
def application(pack, now):
    ada = make_user(email="ada@example.org", time_zone="Europe/Berlin")
    application = make_application(ada, company="Initech", stage="interview", now=now)
    make_outcome(application, now=now)
    make_contact(ada, name="Grace Hopper").applications.add(application)
    return application


def until_the_other_waits():
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            threading.Event().wait(0.02)


def lock_the_person():
    lock(Recovery.objects.get().user)


def beside(work, *, held, then=lock_the_person):
    """Does `work` while another window has locked `held` and then, with the news of its change, locks the person."""
    problems, is_held = [], threading.Event()

    def other_window():
        held()
        is_held.set()
        until_the_other_waits()
        then()

    def run(what):
        try:
            with transaction.atomic():
                what()
        except Exception as problem:
            problems.append(problem)
        finally:
            is_held.set()
            connection.close()

    first, second = (threading.Thread(target=run, args=(what,)) for what in (other_window, work))
    first.start()
    is_held.wait(10)
    second.start()
    for thread in (first, second):
        thread.join(30)
    assert problems == []


@pytest.mark.parametrize(
    "work",
    [
        lambda application, now: operations.feedback_want(application, now=now),
        lambda application, now: operations.feedback_asked(application, asked_on=date(2026, 11, 18), now=now),
        lambda application, now: operations.feedback_followed_up(application, now=now),
        lambda application, now: operations.feedback_received(application, answer="More depth.", codes=[], now=now),
    ],
    ids=["want", "asked", "followed-up", "received"],
)
def test_what_is_said_about_feedback_waits_for_the_application_before_it_holds_the_person(application, now, work):
    beside(lambda: work(application, now), held=lambda: lock_application(application))

    assert FeedbackRequest.objects.get().application == application


def test_a_letter_marked_as_sent_waits_for_the_application_before_it_holds_the_person(application, now):
    step = operations.open_step(Recovery.objects.get().steps.get(key="gracious_reply"), now=now)
    sheet = operations.sheet_of(step, now=now)

    beside(
        lambda: operations.mark_sent(sheet, sheet.get("letter"), now=now),
        held=lambda: lock_application(application),
    )

    assert application.events.filter(kind="letter_sent").count() == 1


def test_the_closing_step_waits_for_contacts_before_it_holds_the_person(application, now, rf):
    step = operations.open_step(Recovery.objects.get().steps.get(key="close_and_keep_door_open"), now=now)
    contact = application.contacts.get()
    data = rf.post("/", {"again": "yes", "keep_in_touch_on": "2027-02-18"}).POST

    beside(
        lambda: operations.finish_step(step, data, now=now),
        held=lambda: contact.save(update_fields=["last_touch_on"]),
    )

    contact.refresh_from_db()
    assert contact.keep_warm_on == date(2027, 2, 18)


def test_an_application_that_goes_for_good_waits_for_the_person_before_it_takes_what_hangs_on_it(application, now):
    operations.feedback_want(application, now=now)

    def write():
        FeedbackRequest.objects.update(question="What would you study first?")
        application.user.lessons.create(application=application, text="Ask first.", created_at=now, updated_at=now)

    beside(
        lambda: applications.delete_application(application, now=now),
        held=lock_the_person,
        then=write,
    )

    assert not FeedbackRequest.objects.exists() and not Recovery.objects.exists()


def test_a_company_stays_when_its_last_application_goes_for_good_while_another_is_added_there(application, now):
    user, company = application.user, application.company
    application.contacts.all().delete()

    def add():
        user.applications.create(company=company, role="Another", created_at=now, last_event_at=now)
        lock_the_person()

    beside(lambda: applications.delete_application(application, now=now), held=add, then=list)

    assert user.applications.get().company == company


@pytest.mark.parametrize("what", ["company", "contact"])
def test_what_names_an_application_that_goes_for_good_is_waited_for_before_the_person_is_held(application, now, what):
    row = application.company if what == "company" else application.contacts.get()

    beside(
        lambda: applications.delete_application(application, now=now),
        held=lambda: type(row).objects.filter(pk=row.pk).update(notes="Met at a fair."),
    )

    row.refresh_from_db()
    assert row.notes == "Met at a fair."
