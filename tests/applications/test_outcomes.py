"""How applications end, and how that is taken back."""

from datetime import date

import pytest

from applications import operations, queries
from applications.models import Event, JobApplication, Outcome
from applications.signals import application_changed, outcome_recorded, outcome_removed
from tests.applications.conftest import HTMX
from tests.factories import make_application, make_outcome

FULL = {
    "kind": "rejected",
    "decided_on": "2026-11-18",
    "last_stage": "interview",
    "no_kind": "call",
    "reason": "Budget",
}


@pytest.fixture
def heard():
    """What the floors above are told, in order."""
    news = []
    listeners = {
        signal: lambda name=name, **kwargs: news.append((name, kwargs))
        for name, signal in [
            ("changed", application_changed),
            ("recorded", outcome_recorded),
            ("removed", outcome_removed),
        ]
    }
    for signal, listener in listeners.items():
        signal.connect(listener, weak=False)
    yield news
    for signal, listener in listeners.items():
        signal.disconnect(listener)


def test_a_rejection_is_recorded_and_leads_to_recovery(ada_client, application):
    answer = ada_client.post(f"/applications/{application.pk}/outcome/", FULL)

    assert answer.url == f"/recovery/for/{application.pk}/"
    outcome = Outcome.objects.get(application=application)
    assert (outcome.kind, outcome.decided_on, outcome.last_stage) == ("rejected", date(2026, 11, 18), "interview")
    assert (outcome.no_kind, outcome.reason) == ("call", "Budget")


def test_the_ending_alone_is_enough(ada_client, application):
    ada_client.post(f"/applications/{application.pk}/outcome/", {"kind": "ghosted"})

    outcome = Outcome.objects.get(application=application)
    assert (outcome.kind, outcome.decided_on, outcome.last_stage) == ("ghosted", date(2026, 11, 18), "applied")


@pytest.mark.parametrize("kind", ["accepted", "declined", "withdrawn", "role_closed"])
def test_other_endings_lead_back_with_a_way_to_undo(ada_client, application, kind):
    answer = ada_client.post(f"/applications/{application.pk}/outcome/", {"kind": kind, "no_kind": "call"}, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain == [(f"/applications/{application.pk}/", 302)]
    assert f'action="/applications/{application.pk}/reopen/"' in page and "Undo" in page
    assert Outcome.objects.get(application=application).no_kind == ""


def test_the_form_offers_stages_only_and_no_empty_line(ada_client, application):
    assert "-----" not in ada_client.get(f"/applications/{application.pk}/outcome/").content.decode()


def test_the_form_begins_with_today_and_the_present_stage(ada_client, application):
    form = ada_client.get(f"/applications/{application.pk}/outcome/").context["form"]

    assert (form["decided_on"].value(), form["last_stage"].value()) == (date(2026, 11, 18), "applied")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "hired"}, "kind"),
        ({"decided_on": "2026-11-19"}, "decided_on"),
        ({"decided_on": "2026-11-17"}, "decided_on"),
        ({"decided_on": "0001-01-01"}, "decided_on"),
        ({"last_stage": "hired"}, "last_stage"),
        ({"no_kind": "pigeon"}, "no_kind"),
        ({"reason": "x" * 2001}, "reason"),
    ],
)
def test_what_cannot_be_is_refused(ada_client, application, wrong, field):
    answer = ada_client.post(f"/applications/{application.pk}/outcome/", FULL | wrong)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert JobApplication.objects.get(pk=application.pk).is_open


def test_htmx_gets_the_form_with_its_errors_or_is_sent_on(ada_client, application):
    address = f"/applications/{application.pk}/outcome/"

    refused = ada_client.post(address, {"kind": ""}, headers=HTMX)
    assert refused.status_code == 422 and refused.content.decode().lstrip().startswith("<form")

    assert ada_client.post(address, FULL, headers=HTMX).headers["HX-Redirect"] == f"/recovery/for/{application.pk}/"


def test_a_double_click_is_led_where_the_first_one_went(ada_client, application):
    first, second = (ada_client.post(f"/applications/{application.pk}/outcome/", FULL) for _ in range(2))

    assert first.url == second.url
    assert application.events.filter(kind=Event.Kind.OUTCOME_RECORDED).count() == 1


def test_another_ending_on_a_closed_one_changes_nothing_and_says_so(ada_client, closed):
    answer = ada_client.post(f"/applications/{closed.pk}/outcome/", {"kind": "accepted"})

    assert "has an outcome already" in answer.content.decode()
    assert Outcome.objects.get(application=closed).kind == "rejected"


def test_recording_twice_raises(closed, now):
    with pytest.raises(operations.AlreadyClosed):
        make_outcome(closed, now=now)


def test_a_stale_copy_of_the_row_cannot_close_it_twice(application, now):
    stale = JobApplication.objects.for_lists().get(pk=application.pk)
    make_outcome(application, now=now)

    with pytest.raises(operations.AlreadyClosed):
        make_outcome(stale, now=now)
    with pytest.raises(operations.AlreadyClosed):
        operations.move_to(stale, "offer", now=now)


def test_reopening_loses_nothing(ada_client, application):
    ada_client.post(f"/applications/{application.pk}/outcome/", FULL)

    answer = ada_client.post(f"/applications/{application.pk}/reopen/")

    application = JobApplication.objects.get(pk=application.pk)
    assert answer.url == f"/applications/{application.pk}/"
    assert application.is_open and application.stage == "applied"
    assert FULL.items() <= application.events.get(kind=Event.Kind.REOPENED).data.items()


def test_marking_it_again_begins_with_what_was_said(ada_client, application):
    ada_client.post(f"/applications/{application.pk}/outcome/", FULL)
    ada_client.post(f"/applications/{application.pk}/reopen/")

    form = ada_client.get(f"/applications/{application.pk}/outcome/").context["form"]

    assert {name: str(form[name].value()) for name in FULL} == FULL


def test_reopening_an_open_one_changes_nothing(ada_client, application, heard):
    ada_client.post(f"/applications/{application.pk}/reopen/")

    assert heard == []
    assert queries.last_outcome_values(application) == {}


def test_the_floors_above_hear_of_both(application, now, heard):
    outcome = make_outcome(application, now=now, is_bulk=True)
    operations.reopen(application, now=now)

    assert [name for name, _ in heard] == ["recorded", "changed", "removed", "changed"]
    assert heard[0][1]["outcome"] == outcome and heard[0][1]["is_bulk"] is True
    assert heard[2][1]["values"]["kind"] == "rejected"
    assert all(news["now"] == now for _, news in heard)


def test_a_floor_above_that_fails_takes_the_change_back(application, now):
    def fail(**kwargs):
        raise RuntimeError

    outcome_recorded.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            make_outcome(application, now=now)
    finally:
        outcome_recorded.disconnect(fail)

    assert not Outcome.objects.exists()
    assert not application.events.filter(kind=Event.Kind.OUTCOME_RECORDED).exists()


def test_final_round_then_rejected_stays_readable(ada, ada_client, now):
    application = make_application(ada, now=now, stage="final_round")
    make_outcome(application, now=now)

    page = ada_client.get(f"/applications/{application.pk}/").content.decode()

    assert "Rejected" in page and "Final round" in page


def test_an_accepted_offer_gets_a_human_word(ada, ada_client, now):
    application = make_application(ada, stage="offer", now=now)

    page = ada_client.post(f"/applications/{application.pk}/outcome/", {"kind": "accepted"}, follow=True)

    assert "Good news. It is noted." in page.content.decode()
