from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from nudges import operations
from nudges.models import Nudge
from tests.factories import make_application, make_interview, make_outcome

HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


def page_of(client):
    return client.get("/").content.decode()


def test_someone_who_is_not_signed_in_gets_the_landing_page(client):
    answer = client.get("/")

    assert answer.status_code == 200
    assert "account_login" not in answer.content.decode()
    assert "Quiet applications" not in answer.content.decode()


def test_an_empty_today_is_kind_and_offers_one_act(ada_client):
    page = page_of(ada_client)

    assert "Begin with one" in page
    assert page.count('action="/applications/new/"') == 1


def test_two_fields_are_enough_to_add_an_application(ada, ada_client):
    assert ada_client.post("/applications/new/", {"company": "Globex", "role": "Engineer"}).status_code == 302
    assert ada.applications.get().role == "Engineer"


def test_interviews_of_today_and_tomorrow_are_shown_in_my_zone(ada, ada_client, clock):
    application = make_application(ada, role="Compiler engineer", stage="interview", now=clock.moment)
    for days in (0, 1, 2):
        make_interview(application, starts_at=clock.moment + timedelta(days=days, hours=2), now=clock.moment)

    page = page_of(ada_client)

    assert "Today at 12:00" in page
    assert "Tomorrow at 12:00" in page
    assert "Friday" not in page


def test_a_due_note_without_a_yes_to_mail_stands_here(ada_client, quiet):
    page = page_of(ada_client)

    assert "Notes for you" in page
    assert "Compiler engineer" in page
    assert "Write to them" in page and "Do it" not in page


def test_a_note_can_be_dropped_in_place(ada_client, quiet):
    nudge = Nudge.objects.filter(state=Nudge.State.PLANNED).order_by("due_at").first()

    fragment = ada_client.post(f"/nudges/{nudge.pk}/drop/", {"place": "today"}, headers=HTMX).content.decode()

    assert 'id="due"' in fragment
    assert "Compiler engineer" not in fragment
    assert "Notes for you" not in page_of(ada_client)


def test_an_application_that_grows_quiet_is_shown_through_the_plan(ada_client, planned):
    page = page_of(ada_client)

    assert "Quiet applications" in page
    assert "Surveyor" in page


def test_an_application_with_a_note_on_the_page_is_not_named_again_as_quiet(ada, ada_client, clock, quiet):
    first = Nudge.objects.filter(user=ada, state=Nudge.State.PLANNED).order_by("due_at").first()
    Nudge.objects.filter(pk=first.pk).update(state=Nudge.State.SENT, settled_at=clock.moment)
    Nudge.objects.filter(user=ada, state=Nudge.State.PLANNED).update(due_at=clock.moment + timedelta(days=6))

    page = page_of(ada_client)

    assert "Notes for you" in page
    assert "Quiet applications" not in page


def test_quiet_applications_are_folded_while_something_is_due_and_their_fold_stays_open(ada_client, quiet, fresh):
    planned = Nudge.objects.filter(state=Nudge.State.PLANNED).order_by("due_at")
    to_come, due = (planned.filter(application=row.pk).first() for row in (fresh, quiet))

    page = page_of(ada_client)
    later = ada_client.post(f"/nudges/{to_come.pk}/snooze/", {"place": "quiet", "span": "1d"}, headers=HTMX)
    alone = ada_client.post(f"/nudges/{due.pk}/drop/", {"place": "today"}, headers=HTMX)

    assert "<details>" in page and "Surveyor" in page
    assert "<details open>\n      <summary autofocus>" in later.content.decode()
    assert later.content.decode().count("autofocus") == 1
    assert '<section class="stack" aria-labelledby="quiet-title">' in alone.content.decode()


def test_the_next_step_of_a_recovery_is_shown_and_the_rest_is_not(ada, ada_client, clock):
    call_command("content", "load", stdout=StringIO())
    application = make_application(ada, stage="interview", now=clock.moment - timedelta(days=10))
    make_outcome(application, now=clock.moment - timedelta(days=1))

    page = page_of(ada_client)

    assert "The next step of your recovery" in page
    assert page.count("/steps/") == 1


def test_early_noes_are_no_recovery_and_today_does_not_call_them_one(ada, ada_client, clock):
    call_command("content", "load", stdout=StringIO())
    for number in range(10):
        application = make_application(
            ada, role=f"Role {number}", stage="applied", now=clock.moment - timedelta(days=20)
        )
        make_outcome(application, now=clock.moment - timedelta(days=9))

    page = page_of(ada_client)

    assert page.count("/steps/") == 1
    assert "Looking at your early noes" in page and "of your recovery" not in page


def test_the_weekly_goal_is_shown_as_an_effort(ada, ada_client, clock):
    operations.change_preferences(ada, weekly_goal=2, now=clock.moment)
    make_application(ada, stage="applied", now=clock.moment)
    assert "You have sent 1 application this week; you set yourself 2." in page_of(ada_client)

    make_application(ada, role="Another", stage="applied", now=clock.moment)
    assert "You have done what you set yourself" in page_of(ada_client)


@pytest.mark.parametrize(
    ("stage", "hours", "is_shown"),
    [("screening", 1, False), ("interview", 47, False), ("interview", 49, True), ("applied", 1, True)],
)
def test_the_weekly_goal_waits_for_two_days_after_a_no(ada, ada_client, clock, stage, hours, is_shown):
    operations.change_preferences(ada, weekly_goal=2, now=clock.moment)
    application = make_application(ada, stage=stage, now=clock.moment - timedelta(days=10))
    make_outcome(application, now=clock.moment - timedelta(hours=hours))

    assert ("you set yourself 2" in page_of(ada_client)) is is_shown


def test_without_a_goal_nobody_asks(ada_client):
    assert "This week" not in page_of(ada_client)


def test_more_than_five_of_a_kind_lead_to_all_of_them(ada, ada_client, clock):
    application = make_application(ada, stage="interview", now=clock.moment)
    for minutes in range(7):
        make_interview(application, starts_at=clock.moment + timedelta(minutes=minutes), now=clock.moment)

    page = page_of(ada_client)

    assert page.count("Today at") == 5
    assert "All interviews" in page


def test_many_rows_cost_no_more_queries(ada, ada_client, quiet, clock, django_assert_max_num_queries):
    interview = make_interview(quiet, now=clock.moment)
    with django_assert_max_num_queries(1000) as few:
        page_of(ada_client)
    for number in range(12):
        days = 1 + number % 9
        application = make_application(
            ada, company=f"Company {number}", stage="applied", now=clock.moment - timedelta(days=days)
        )
        make_interview(application, starts_at=interview.starts_at, now=clock.moment)

    with django_assert_max_num_queries(len(few)):
        page_of(ada_client)


def test_nothing_of_a_stranger_is_on_my_page(bob_client, quiet):
    assert "Begin with one" in page_of(bob_client)
