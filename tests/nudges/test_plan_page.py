from datetime import timedelta

import pytest
from django.utils import timezone

from nudges import operations
from nudges.models import Heartbeat, Nudge, NudgeChoice, NudgePreference
from tests.factories import make_application, make_outcome

VERBS = ["send-now", "snooze", "drop", "stop"]
HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


def url(nudge, verb):
    return f"/nudges/{nudge.pk}/{verb}/"


def test_the_plan_says_what_comes_when_and_why(ada_client, planned):
    page = ada_client.get("/nudges/").content.decode()

    assert planned.title in page
    assert planned.why_text in page
    assert "Surveyor" in page
    assert "at 09:30" in page


def test_an_empty_plan_says_what_it_is_for(ada_client):
    page = ada_client.get("/nudges/").content.decode()

    assert "Nothing is planned" in page
    assert "Nothing yet." in page


def test_without_a_yes_the_plan_says_so_and_leads_to_the_choice(ada_client):
    page = ada_client.get("/nudges/").content.decode()

    assert "Nothing comes by e-mail unless you ask for it" in page
    assert "/nudges/settings/" in page


def test_with_a_yes_it_is_not_asked_again(ada, ada_client, clock):
    operations.set_lists(ada, ["follow_ups"], said_on="settings", now=clock.moment)

    assert "Nothing comes by e-mail" not in ada_client.get("/nudges/").content.decode()


def test_when_reminders_do_not_run_the_page_says_so_calmly(ada_client, clock):
    Heartbeat.objects.create(name="beat", beat_at=clock.moment)
    Heartbeat.objects.create(name="worker", beat_at=clock.moment)
    assert "Reminders are not running" not in ada_client.get("/nudges/").content.decode()

    clock.move(minutes=10)

    assert "Reminders are not running right now" in ada_client.get("/nudges/").content.decode()


@pytest.mark.parametrize("verb", VERBS)
def test_a_decision_is_not_made_by_looking(ada_client, planned, verb):
    assert ada_client.get(url(planned, verb)).status_code == 405
    assert not NudgeChoice.objects.exists()


@pytest.mark.parametrize("verb", VERBS)
def test_a_stranger_cannot_decide_about_my_nudges(bob_client, planned, verb):
    assert bob_client.post(url(planned, verb), {"span": "1d"}).status_code == 404
    assert not NudgeChoice.objects.exists()


@pytest.mark.parametrize("verb", VERBS)
def test_htmx_gets_the_plan_and_a_browser_the_way_back(ada_client, planned, verb):
    fragment = ada_client.post(url(planned, verb), {"span": "1d"}, headers=HTMX)
    assert fragment.status_code == 200
    assert b'id="plan"' in fragment.content
    assert b"<html" not in fragment.content
    assert b"hx-swap-oob" in fragment.content

    answer = ada_client.post(url(planned, verb), {"span": "1d"})
    assert answer.status_code == 302
    assert answer["Location"] == "/nudges/"


@pytest.mark.parametrize(
    ("place", "page"), [("today", "/"), ("plan", "/nudges/"), ("https://elsewhere.example", "/nudges/")]
)
def test_a_decision_leads_back_to_the_page_it_was_made_on(ada_client, planned, place, page):
    assert ada_client.post(url(planned, "drop"), {"place": place})["Location"] == page


def test_a_decision_on_an_application_leads_back_to_it(ada_client, planned, fresh):
    assert ada_client.post(url(planned, "stop"), {"place": "application"})["Location"] == fresh.get_absolute_url()


def test_send_now_makes_it_due(ada_client, planned, clock):
    assert planned.due_at > clock.moment

    ada_client.post(url(planned, "send-now"))

    planned.refresh_from_db()
    assert planned.state == Nudge.State.PLANNED
    assert planned.due_at <= clock.moment


@pytest.mark.parametrize(("span", "days"), [("1d", 1), ("3d", 3), ("1w", 7)])
def test_a_snoozed_nudge_does_not_come_before_its_time(ada_client, quiet, clock, span, days):
    nudge = Nudge.objects.filter(state=Nudge.State.PLANNED).first()

    ada_client.post(url(nudge, "snooze"), {"span": span})

    choice = NudgeChoice.objects.get()
    assert choice.kind == NudgeChoice.Kind.SNOOZE
    assert (choice.until - clock.moment).days == days


def test_a_snooze_counts_from_the_day_for_which_it_was_planned(ada_client, planned):
    before = planned.due_at

    ada_client.post(url(planned, "snooze"), {"span": "1d"})

    planned.refresh_from_db()
    assert planned.due_at >= before + timedelta(days=1)


def test_a_nudge_can_wait_until_i_come_back(ada_client, planned):
    ada_client.post(url(planned, "snooze"), {"span": "until_back"})

    assert NudgeChoice.objects.get().until is None


def test_a_snooze_without_a_time_changes_nothing_and_says_so(ada_client, planned):
    answer = ada_client.post(url(planned, "snooze"), {"span": "for ever"}, follow=True)

    assert "Please choose for how long" in answer.content.decode()
    assert not NudgeChoice.objects.exists()


def test_not_this_one_takes_it_out_of_the_plan_and_keeps_the_reason(ada_client, planned):
    page = ada_client.post(url(planned, "drop"), follow=True).content.decode()

    planned.refresh_from_db()
    assert planned.state == Nudge.State.DROPPED
    assert planned.reason_text in page
    assert "This one will not come." in page


def test_stopping_ends_this_application_only(ada, ada_client, planned, clock):
    other = make_application(ada, role="Archivist", stage="applied", now=clock.moment)

    ada_client.post(url(planned, "stop"))

    planned.refresh_from_db()
    assert planned.state == Nudge.State.DROPPED
    assert {nudge.state for nudge in Nudge.objects.filter(application=other.pk)} == {Nudge.State.PLANNED}


def test_pausing_holds_everything_until_it_is_ended(ada, ada_client, planned):
    page = ada_client.post("/nudges/pause/", {"span": "until_back"}, follow=True).content.decode()
    assert NudgePreference.objects.get(user=ada).is_paused
    assert "All notes are paused until you end the pause." in page

    page = ada_client.post("/nudges/resume/", follow=True).content.decode()
    assert not NudgePreference.objects.get(user=ada).is_paused
    assert "Pause all" in page


@pytest.mark.parametrize("verb", ["pause", "resume"])
def test_pausing_refuses_get_and_answers_htmx_with_the_plan(ada_client, verb):
    assert ada_client.get(f"/nudges/{verb}/").status_code == 405
    assert b'id="plan"' in ada_client.post(f"/nudges/{verb}/", {"span": "1w"}, headers=HTMX).content


def test_a_pause_from_the_settings_leads_back_there(ada_client):
    answer = ada_client.post("/nudges/pause/", {"span": "1w", "place": "settings"})

    assert answer["Location"] == "/nudges/settings/"


def test_ten_more_planned_nudges_cost_no_more_queries(ada, ada_client, planned, clock, django_assert_max_num_queries):
    with django_assert_max_num_queries(1000) as few:
        ada_client.get("/nudges/")
    for number in range(10):
        make_application(ada, company=f"Company {number}", role="Engineer", stage="applied", now=clock.moment)

    with django_assert_max_num_queries(len(few)):
        page = ada_client.get("/nudges/").content.decode()

    assert "Company 9" in page


def test_the_plan_page_looks_back_at_what_was_noticed_and_the_history_at_everything(ada_client, planned, fresh, clock):
    make_outcome(fresh, kind="withdrawn", now=clock.moment)

    assert planned.title not in ada_client.get("/nudges/").content.decode()
    assert "It is no longer needed." in ada_client.get("/nudges/history/").content.decode()


def test_the_history_has_pages(ada, ada_client, now, clock):
    for number in range(25):
        Nudge.objects.create(
            user=ada,
            rule="keep_applying",
            occurrence=f"week {number}",
            list="keep_going",
            kind="gentle",
            state=Nudge.State.SENT,
            due_at=now,
            useful_until=now,
            created_at=now,
            settled_at=now,
        )

    first = ada_client.get("/nudges/history/").content.decode()
    second = ada_client.get("/nudges/history/?page=2").content.decode()

    assert first.count("Your weekly goal") == 20
    assert second.count("Your weekly goal") == 5


def test_a_stranger_sees_nothing_of_my_plan_and_history(bob_client, planned):
    for page in ("/nudges/", "/nudges/history/"):
        assert b"Surveyor" not in bob_client.get(page).content


def test_the_application_shows_its_planned_notes_with_a_stop(ada_client, fresh, planned):
    page = ada_client.get(fresh.get_absolute_url()).content.decode()
    assert planned.title in page
    assert "The note comes on " in page
    assert url(planned, "stop") in page

    fragment = ada_client.post(url(planned, "stop"), {"place": "application"}, headers=HTMX).content.decode()
    assert 'id="planned-nudges"' in fragment
    assert "No notes are planned about this application." in fragment


@pytest.mark.parametrize(("channel", "said"), [("page", "It stands on your Today page."), ("mail", "on its way")])
def test_a_note_that_is_due_is_not_said_to_come_yesterday(ada_client, fresh, planned, clock, channel, said):
    Nudge.objects.filter(pk=planned.pk).update(channel=channel)
    clock.moment = planned.due_at + timedelta(days=1)

    page = ada_client.get(fresh.get_absolute_url()).content.decode()
    assert said in page
    assert "yesterday at" not in page


def test_the_clock_of_these_tests_stands_still(clock):
    assert timezone.now() == clock.moment
